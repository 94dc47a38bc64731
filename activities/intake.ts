import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Logger } from 'pino';
import { startWaitingAppeals } from '../src/appeals/start-appeals';
import type { Database } from '../src/database/client';
import { waitingForWorkflow } from '../src/database/intake-outbox';
import { createRulesReader } from '../src/database/rules';
import type { Demand } from '../src/domain/demand';
import { inputFromRecord, startDemandWorkflow, type Engine } from '../src/intake/start-workflow';
import { startWaitingRehearsals } from '../src/rehearsal/start-rehearsal';
import { releaseJobs } from '../src/spot-check/release-jobs';
import { startWaitingJobs } from '../src/spot-check/start-jobs';
import { inTurns } from './in-turns';

/** Workflows that the relay starts at once: after an import there are thousands. */
const AT_ONCE = 8;

/** Starts a demand's workflow from its record: after intake, after an outage, or to reopen a closed case. */
export type StartFromRecord = (state: Demand, reopen?: { jobId: string }) => Promise<void>;

export function createStartFromRecord(database: Database, engine: Engine): StartFromRecord {
  const readRules = createRulesReader(database);
  return async (state, reopen) => {
    const input = await inputFromRecord(database, await readRules(), state);
    await startDemandWorkflow(engine, database, reopen ? { ...input, reopen } : input);
  };
}

export function createIntakeActivities(database: Database, engine: Engine, start: StartFromRecord, log: Logger) {
  const readRules = createRulesReader(database);

  /** Starts what intake could not start, oldest first. */
  async function relayOnce(): Promise<number> {
    const waiting = await waitingForWorkflow(database, 50);
    for (let i = 0; i < waiting.length; i += AT_ONCE) await Promise.all(waiting.slice(i, i + AT_ONCE).map(relay));
    return waiting.length;
  }

  async function relay(state: Demand): Promise<void> {
    try {
      await start(state);
      log.info({ demand: state.number }, 'workflow started from the outbox');
    } catch (error) {
      // It had been started, and has even ended: only the outbox entry was left.
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await database.$executeRaw`DELETE FROM intake_outbox WHERE demand_id = ${state.id}::uuid`;
    }
  }

  /** Also the phone jobs of a spot check that was drawn, or of an addition that was made, while the engine was away. */
  const relayJobs = async (): Promise<number> => startWaitingJobs(engine, database, await readRules(), null);

  const relayAppeals = async (): Promise<number> => startWaitingAppeals(engine, database, await readRules());

  return {
    relayIntake: (): Promise<void> =>
      inTurns(
        async () =>
          (await relayOnce()) +
          (await relayJobs()) +
          (await releaseJobs(engine, database)) +
          (await relayAppeals()) +
          (await startWaitingRehearsals(engine, database)),
      ),

    /** A spot check contradicted the rating: the closed demand opens its next round in a new run of its workflow. */
    async reopenDemand({ demandId, jobId }: { demandId: string; jobId: string }): Promise<void> {
      const [{ state }, { round }] = await Promise.all([
        database.demand.findUniqueOrThrow({ where: { id: demandId }, select: { state: true } }),
        database.callbackJob.findUniqueOrThrow({ where: { id: jobId }, select: { round: true } }),
      ]);
      const closed = state as unknown as Demand;
      // A later round says nothing about what was found of this one.
      if (closed.stage === 'closed' && closed.round === round) await start(closed, { jobId });
    },
  };
}
