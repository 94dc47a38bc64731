import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '../src/database/client';
import { createRulesReader } from '../src/database/rules';
import type { Demand } from '../src/domain/demand';
import { inputFromRecord, startDemandWorkflow, type Engine } from '../src/intake/start-workflow';
import { inTurns } from './in-turns';

/** Starts a demand's workflow from its record: after intake, after an outage, or to reopen a closed case. */
export type StartFromRecord = (state: Demand, reopen?: { jobId: string }) => Promise<void>;

export function createStartFromRecord(database: Database, engine: Engine): StartFromRecord {
  const readRules = createRulesReader(database);
  return async (state, reopen) => {
    const input = await inputFromRecord(database, await readRules(), state);
    await startDemandWorkflow(engine, database, reopen ? { ...input, reopen } : input);
  };
}

export function createIntakeActivities(database: Database, start: StartFromRecord, log: Logger) {
  /** Starts what intake could not start, oldest first. Young entries belong to the request that is still at it. */
  async function relayOnce(): Promise<number> {
    const waiting = await database.$queryRaw<{ state: Demand }[]>`
      SELECT d.state FROM intake_outbox o JOIN demand d ON d.id = o.demand_id
      WHERE o.created_at < now() - interval '3 seconds' ORDER BY o.created_at LIMIT 50`;
    for (const { state } of waiting) {
      try {
        await start(state);
        log.info({ demand: state.number }, 'workflow started from the outbox');
      } catch (error) {
        // It had been started, and has even ended: only the outbox entry was left.
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
        await database.$executeRaw`DELETE FROM intake_outbox WHERE demand_id = ${state.id}::uuid`;
      }
    }
    return waiting.length;
  }

  return {
    relayIntake: (): Promise<void> => inTurns(relayOnce),

    /** A spot check contradicted the rating: the closed demand opens its next round in a new run of its workflow. */
    async reopenDemand({ demandId, jobId }: { demandId: string; jobId: string }): Promise<void> {
      const { state } = await database.demand.findUniqueOrThrow({ where: { id: demandId }, select: { state: true } });
      const closed = state as unknown as Demand;
      if (closed.stage === 'closed') await start(closed, { jobId });
    },
  };
}
