import type { Logger } from 'pino';
import { missingDependency } from '../src/api/outages';
import { startWaitingAppeals } from '../src/appeals/start-appeals';
import type { Database } from '../src/database/client';
import { waitingForWorkflow } from '../src/database/intake-outbox';
import { createRulesReader } from '../src/database/rules';
import type { Demand } from '../src/domain/demand';
import { inputFromRecord, startDemandWorkflow, type Engine } from '../src/intake/start-workflow';
import { startWaitingPromises } from '../src/promises/start-promises';
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

  /**
   * What fails by itself holds up nothing else: it is told of, and tried again in the next turn. While the engine or the database
   * is away there is nothing to go on with. Answers how many were done.
   */
  async function apart(what: object, work: () => Promise<number>): Promise<number> {
    try {
      return await work();
    } catch (error) {
      if (missingDependency(error)) throw error;
      log.error({ ...what, error: String(error) }, 'not relayed');
      return 0;
    }
  }

  /** Starts what intake could not start, oldest first. */
  async function relayDemands(): Promise<number> {
    const waiting = await waitingForWorkflow(database, 50);
    let done = 0;
    for (let i = 0; i < waiting.length; i += AT_ONCE) {
      const batch = waiting.slice(i, i + AT_ONCE);
      const started = await Promise.all(batch.map((state) => apart({ demand: state.number }, () => relay(state))));
      done += started.reduce((sum, each) => sum + each, 0);
    }
    return done;
  }

  async function relay(state: Demand): Promise<number> {
    await start(state);
    log.info({ demand: state.number }, 'workflow started from the outbox');
    return 1;
  }

  /** Also what was drawn, added, filed, promised or asked for while the engine was away. */
  const relays: Record<string, () => Promise<number>> = {
    demands: relayDemands,
    jobs: async () => startWaitingJobs(engine, database, await readRules(), null),
    releases: () => releaseJobs(engine, database),
    appeals: async () => startWaitingAppeals(engine, database, await readRules()),
    promises: async () => startWaitingPromises(engine, database, await readRules()),
    rehearsals: () => startWaitingRehearsals(engine, database),
  };

  async function relayAll(): Promise<number> {
    let done = 0;
    for (const [what, work] of Object.entries(relays)) done += await apart({ relay: what }, work);
    return done;
  }

  return {
    relayIntake: (): Promise<void> => inTurns(relayAll),

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
