import { Context } from '@temporalio/activity';
import { isGrpcServiceError, QueryRejectedError, WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../src/database/client';
import { recordDemand } from '../src/database/record-demand';
import { createRulesReader, keptCalendars } from '../src/database/rules';
import type { Calendar } from '../src/domain/calendar';
import type { Demand } from '../src/domain/demand';
import type { Policy } from '../src/domain/policy';
import { ENDED_STAGES, type Stage } from '../src/domain/vocabulary';
import { inputFromRecord, startDemandWorkflow, type Engine } from '../src/intake/start-workflow';
import { demandQuery, demandWorkflowId, heldQuery, publishSignal, type Held } from '../workflows/messages';
import { startUnstarted } from '../src/analysis/start-analysis';
import { startPlans } from '../src/spot-check/plans';
import { tellMissedCalendar } from './calendar-change';
import { CANNOT_BE_REPEATED, livingOnly, UNAVAILABLE } from './engine-answers';
import { policyForRunning, tellMissedPolicy } from './policy-change';
import { tellEndedCallback } from './reconcile-callback';
import { mendCompanions, type MendedCompanion } from './reconcile-companions';
import { endOutlived } from './reconcile-ended';
import { tellMissedLinks } from './reconcile-linked';

const PAGE = 200;
const AT_ONCE = 10;
/** What was wrong, and what was done about it. */
export interface Mended {
  number: string;
  found:
    | 'workflow_missing'
    | 'workflow_ended'
    | 'workflow_behind'
    | 'workflow_unreadable'
    | 'record_behind'
    | 'policy_behind'
    | 'calendar_behind'
    | 'callback_ended'
    | 'link_missed'
    | MendedCompanion['found'];
  did: 'asked_to_publish' | 'published' | 'reported' | 'told' | MendedCompanion['did'];
}

/** The newest policy that running demands go over to, and the calendar of those filed at a time (epoch ms). */
interface Newest {
  policy: Policy | null;
  calendarAt: (filedAt: number) => Calendar;
}

interface Row {
  id: string;
  number: string;
  version: number;
  state: Demand;
}

export function createReconciler(database: Database, engine: Engine, log: Logger) {
  const { client } = engine;
  const readRules = createRulesReader(database);
  const living = livingOnly(client);
  const last = (id: string) => client.workflow.getHandle(demandWorkflowId(id)).query(demandQuery);

  /**
   * A row without a running workflow: started again from the record, so that its clocks run. A workflow ahead of its row:
   * asked to publish. A row ahead of its workflow (Temporal was restored to an earlier time): reported for a person.
   */
  async function compare(row: Row, newest: Newest): Promise<Mended | null> {
    const { id, number } = row;
    try {
      const held = await living.getHandle(demandWorkflowId(id)).query(heldQuery);
      const { version } = held.demand;
      if (version < row.version) return { number, found: 'workflow_behind', did: 'reported' };
      if (version === row.version) return await lookCloser(held, newest);
      await client.workflow.getHandle(demandWorkflowId(id)).signal(publishSignal);
      return { number, found: 'record_behind', did: 'asked_to_publish' };
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return startAgain(row.state, 'workflow_missing');
      if (error instanceof QueryRejectedError) return mendEnded(row);
      if (isGrpcServiceError(error) && Number(error.code) === UNAVAILABLE) throw error;
      // One that cannot be read must not keep the others from being looked at.
      log.error({ demand: number, error: String(error) }, 'workflow cannot be read');
      if (CANNOT_BE_REPEATED.test(String(error))) return replace(row);
      return { number, found: 'workflow_unreadable', did: 'reported' };
    }
  }

  /** Workflow and row agree: what else may have passed it by. */
  async function lookCloser({ demand, years }: Held, { policy, calendarAt }: Newest): Promise<Mended | null> {
    const { number, createdAt } = demand;
    if (await tellEndedCallback(database, client, demand)) return { number, found: 'callback_ended', did: 'told' };
    if (await tellMissedLinks(database, client, demand)) return { number, found: 'link_missed', did: 'told' };
    if (await tellMissedCalendar(engine, demand, years, calendarAt(createdAt)))
      return { number, found: 'calendar_behind', did: 'told' };
    return (await tellMissedPolicy(engine, demand, policy)) ? { number, found: 'policy_behind', did: 'told' } : null;
  }

  async function startAgain(state: Demand, found: Mended['found']): Promise<Mended> {
    await startDemandWorkflow(engine, database, await inputFromRecord(database, await readRules(), state), {
      again: true,
    });
    return { number: state.number, found, did: 'started' };
  }

  /**
   * Its history cannot be repeated, so it would stand still for ever. Whatever was answered to anybody is in the record, so
   * it goes on from there.
   */
  async function replace({ id, state }: Row): Promise<Mended> {
    await client.workflow
      .getHandle(demandWorkflowId(id))
      .terminate('history cannot be repeated: started from the record');
    return startAgain(state, 'workflow_unreadable');
  }

  /** Its workflow ended, but the row says that the demand is open: terminated by somebody, or the row is from before the end. */
  async function mendEnded({ id, number, version, state }: Row): Promise<Mended> {
    const end = await last(id).catch(() => state);
    const newest = end.version > version ? end : state;
    if (newest === end) await recordDemand(database, { demand: end, events: [], notices: [] });
    const isOver = (ENDED_STAGES as readonly Stage[]).includes(newest.stage);
    return isOver ? { number, found: 'record_behind', did: 'published' } : startAgain(newest, 'workflow_ended');
  }

  return {
    async reconcile(): Promise<{ checked: number; mended: number }> {
      const context = Context.current();
      const mended: Mended[] = [];
      await startPlans(engine, database);
      await startUnstarted(engine, database);
      const newest: Newest = {
        policy: await policyForRunning(database),
        calendarAt: keptCalendars((await readRules()).calendarYears),
      };
      let checked = 0;
      let after = '00000000-0000-0000-0000-000000000000';
      for (;;) {
        const rows = await database.$queryRaw<Row[]>`
          SELECT id, number, version, state FROM demand
          WHERE id > ${after}::uuid AND stage <> ALL(${[...ENDED_STAGES]}) AND updated_at < now() - interval '30 seconds'
          ORDER BY id LIMIT ${PAGE}`;
        for (let i = 0; i < rows.length; i += AT_ONCE) {
          const found = await Promise.all(rows.slice(i, i + AT_ONCE).map((row) => compare(row, newest)));
          mended.push(...found.filter((m) => m !== null));
          context.heartbeat();
        }
        checked += rows.length;
        if (rows.length < PAGE) break;
        after = rows[rows.length - 1]!.id;
      }
      // After the demands, which hear of what ends at once.
      const beside = { log, heartbeat: () => context.heartbeat() };
      mended.push(...(await mendCompanions(engine, database, await readRules(), beside)));
      mended.push(...(await endOutlived(engine, database)));
      if (mended.length > 0) log.warn({ mended }, 'reconciliation mended differences');
      await database.reconciliation.create({ data: { checked, mended: mended.map((m) => ({ ...m })) } });
      return { checked, mended: mended.length };
    },
  };
}
