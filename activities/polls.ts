import { ApplicationFailure } from '@temporalio/activity';
import type { Database } from '../src/database/client';
import { closePoll, keepPoll, type Closing, type Counted } from '../src/database/polls';

export function createPollActivities(database: Database) {
  return {
    /** The record of the demand has written it already, unless it was begun by an older version. Retried until the event that opened it is there. */
    async keepPoll({ demandId, poll }: { demandId: string; poll: string }): Promise<void> {
      if (!(await keepPoll(database.sql, demandId, poll)))
        throw ApplicationFailure.retryable(`poll ${poll} is not in the record`, 'no_row');
    },

    closePoll: (closing: Closing): Promise<Counted> => closePoll(database, closing),
  };
}
