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

    /** Where its demand was withdrawn or rejected, the record of that has closed it already. */
    async closePoll(closing: Closing): Promise<Counted> {
      const counted = await database.transact((sql) => closePoll(sql, closing));
      if (!counted) throw ApplicationFailure.retryable(`poll ${closing.poll} is not in the record`, 'no_row');
      return counted;
    },
  };
}
