import { ApplicationFailure } from '@temporalio/activity';
import type { Database } from '../src/database/client';
import { closePoll, keepPoll, type Closing, type Counted } from '../src/database/polls';

export function createPollActivities(database: Database) {
  return {
    /** Retried until the event that opened it is in the record. */
    async keepPoll({ demandId, poll }: { demandId: string; poll: string }): Promise<void> {
      if (!(await keepPoll(database, demandId, poll)))
        throw ApplicationFailure.retryable(`poll ${poll} is not in the record`, 'no_row');
    },

    closePoll: (closing: Closing): Promise<Counted> => closePoll(database, closing),
  };
}
