import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../src/database/client';
import type { Demand } from '../src/domain/demand';
import { ENDED_STAGES } from '../src/domain/vocabulary';
import { demandQuery, demandWorkflowId, publishSignal } from '../workflows/messages';
import type { StartFromRecord } from './intake';

const PAGE = 200;
const AT_ONCE = 10;

/** What was wrong, and what was done about it. */
export interface Mended {
  number: string;
  found: 'workflow_missing' | 'record_behind' | 'workflow_behind';
  did: 'started' | 'asked_to_publish' | 'reported';
}

export function createReconciler(database: Database, client: Client, start: StartFromRecord, log: Logger) {
  /**
   * A row without a running workflow: started again from the record, so that its clocks run. A workflow ahead of its row:
   * asked to publish. A row ahead of its workflow (Temporal was restored to an earlier time): reported for a person.
   */
  async function compare(row: { id: string; number: string; version: number; state: Demand }): Promise<Mended | null> {
    try {
      const held = await client.workflow.getHandle(demandWorkflowId(row.id)).query(demandQuery);
      if (held.version > row.version) {
        await client.workflow.getHandle(demandWorkflowId(row.id)).signal(publishSignal);
        return { number: row.number, found: 'record_behind', did: 'asked_to_publish' };
      }
      if (held.version < row.version) return { number: row.number, found: 'workflow_behind', did: 'reported' };
      return null;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      await start(row.state);
      return { number: row.number, found: 'workflow_missing', did: 'started' };
    }
  }

  return {
    async reconcile(): Promise<{ checked: number; mended: number }> {
      const context = Context.current();
      const mended: Mended[] = [];
      let checked = 0;
      let after = '00000000-0000-0000-0000-000000000000';
      for (;;) {
        const rows = await database.$queryRaw<{ id: string; number: string; version: number; state: Demand }[]>`
          SELECT id, number, version, state FROM demand
          WHERE id > ${after}::uuid AND stage <> ALL(${[...ENDED_STAGES]}) AND updated_at < now() - interval '30 seconds'
          ORDER BY id LIMIT ${PAGE}`;
        for (let i = 0; i < rows.length; i += AT_ONCE) {
          const found = await Promise.all(rows.slice(i, i + AT_ONCE).map(compare));
          mended.push(...found.filter((m) => m !== null));
          context.heartbeat();
        }
        checked += rows.length;
        if (rows.length < PAGE) break;
        after = rows[rows.length - 1]!.id;
      }
      if (mended.length > 0) log.warn({ mended }, 'reconciliation mended differences');
      await database.reconciliation.create({ data: { checked, mended: mended.map((m) => ({ ...m })) } });
      return { checked, mended: mended.length };
    },
  };
}
