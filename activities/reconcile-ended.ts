import { WorkflowNotFoundError } from '@temporalio/client';
import { Prisma, type Database } from '../src/database/client';
import type { Engine } from '../src/intake/start-workflow';
import {
  appealWorkflowId,
  callbackWorkflowId,
  endPollSignal,
  pollWorkflowId,
  promiseWorkflowId,
} from '../workflows/messages';
import type { MendedCompanion, Sort } from './reconcile-companions';

/** Of each sort: its table, when one ended, and the id of its workflow. */
const SORTS: Record<Sort, { table: Prisma.Sql; endedAt: Prisma.Sql; workflowId: (id: string) => string }> = {
  promise: {
    ...{ table: Prisma.sql`demand_promise`, endedAt: Prisma.sql`o.ended_at`, workflowId: promiseWorkflowId },
  },
  appeal: {
    ...{ table: Prisma.sql`appeal`, endedAt: Prisma.sql`o.ruled_at`, workflowId: appealWorkflowId },
  },
  poll: { table: Prisma.sql`poll`, endedAt: Prisma.sql`o.closed_at`, workflowId: pollWorkflowId },
  callback: {
    ...{ table: Prisma.sql`callback_job`, endedAt: Prisma.sql`o.concluded_at`, workflowId: callbackWorkflowId },
  },
};

/**
 * What still runs although its row has long ended: the engine was restored to an earlier time. It would remind of what is done,
 * and write over how it ended. A poll hears that it is over, and tells its demand the stored result once more; the others have
 * nothing left to do.
 */
export async function endOutlived({ client }: Engine, database: Database): Promise<MendedCompanion[]> {
  const mended: MendedCompanion[] = [];
  for (const sort of Object.keys(SORTS) as Sort[]) {
    const { table, endedAt, workflowId } = SORTS[sort];
    const running: string[] = [];
    const query = `WorkflowType = '${sort}' AND ExecutionStatus = 'Running'`;
    for await (const run of client.workflow.list({ query })) running.push(run.workflowId.slice(workflowId('').length));
    const over = await database.sql<{ id: string; number: string }>`
      SELECT o.id, d.number FROM ${table} o JOIN demand d ON d.id = o.demand_id
      WHERE o.id::text = ANY(${running}::text[]) AND ${endedAt} < now() - interval '1 minute' ORDER BY o.id`;
    for (const { id, number } of over) {
      const handle = client.workflow.getHandle(workflowId(id));
      const end = sort === 'poll' ? handle.signal(endPollSignal) : handle.terminate('the record says that it is over');
      const didRun = await end.then(
        () => true,
        (error: unknown) => {
          // It has ended since it was listed.
          if (error instanceof WorkflowNotFoundError) return false;
          throw error;
        },
      );
      if (didRun) mended.push({ number, found: `${sort}_behind`, did: 'closed' });
    }
  }
  return mended;
}
