import { Context } from '@temporalio/activity';
import type { Logger } from 'pino';
import type { Database } from '../src/database/client';
import { failRehearsal } from '../src/database/rehearsals';
import { runRehearsal } from '../src/rehearsal/run';

export function createRehearsalActivities(database: Database, log: Logger) {
  return {
    /** Replays a period under what is tried; one that is over is left alone. */
    async rehearse({ id }: { id: string }): Promise<void> {
      const context = Context.current();
      const isDone = await runRehearsal(database, id, Date.now(), (done) => context.heartbeat(done));
      log.info({ rehearsal: id, isDone }, 'rehearsal ended');
    },

    async endRehearsal({ id, failure }: { id: string; failure: string }): Promise<void> {
      await failRehearsal(database, id, failure);
      log.error({ rehearsal: id }, 'rehearsal failed');
    },
  };
}
