import type { Logger } from 'pino';
import type { Database } from '../src/database/client';
import { createRulesReader } from '../src/database/rules';
import type { PlanPeriod } from '../src/domain/spot-check-plan';
import type { Engine } from '../src/intake/start-workflow';
import { drawCheck, lockCheck } from '../src/spot-check/draw';
import { commitPeriod } from '../src/spot-check/plans';
import { replaceMissed } from '../src/spot-check/replace';
import { startWaitingJobs } from '../src/spot-check/start-jobs';
import type { Keys } from './parts';

export function createSpotCheckActivities(
  database: Database,
  engine: Engine,
  keys: Pick<Keys, 'secretKeys'>,
  log: Logger,
) {
  const readRules = createRulesReader(database);

  /** What is not started now, the relay starts. */
  async function startJobs(check: string): Promise<void> {
    try {
      await startWaitingJobs(engine, database, await readRules(), check);
    } catch (error) {
      log.warn({ spotCheck: check, error: String(error) }, 'callbacks not started yet, the relay will start them');
    }
  }

  return {
    /** Fixes frame and seed of a period of a plan, once; null when the plan has ended. */
    commitPlanned: (run: { plan: string; period: Omit<PlanPeriod, 'commitAt'>; at: number }): Promise<string | null> =>
      commitPeriod(database, run, keys.secretKeys),

    /** Draws what was committed, once. */
    async drawPlanned({ check, at }: { check: string; at: number }): Promise<void> {
      const rules = await readRules();
      await database.transact(async (sql) => {
        const held = await lockCheck(sql, check);
        if (held) await drawCheck(sql, held, { at, by: null }, rules, keys.secretKeys);
      });
      await startJobs(check);
    },

    /** Nobody was asked about a drawn case: the next of its handling unit takes its place. */
    async replaceDrawn({ jobId }: { jobId: string }): Promise<void> {
      const rules = await readRules();
      const check = await database.transact((sql) => replaceMissed(sql, jobId, rules));
      if (check !== null) await startJobs(check);
    },
  };
}
