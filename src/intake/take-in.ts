import type { Logger } from 'pino';
import type { Config } from '../config';
import type { Database, Sql } from '../database/client';
import { createRulesReader } from '../database/rules';
import type { Demand } from '../domain/demand';
import { learnOwnNames } from '../similarity/own-names';
import type { Temporal } from '../temporal';
import { insertDemand, takeNumber, type FiledDemand } from './file-demand';
import { inputFromRecord, startDemandWorkflow } from './start-workflow';

export interface Taken {
  state: Demand;
  trackingToken: string;
}

export type TakeIn = (filed: FiledDemand, beside?: (sql: Sql, taken: Taken) => Promise<void>) => Promise<Taken>;

const START_WITHIN = 1_500;

/**
 * Takes demands in. The row and its outbox entry are one transaction (with what the caller writes `beside`); then the
 * workflow is started, and what cannot be started now is left to the relay: accepting works while the engine is away.
 */
export function createTakeIn(deps: {
  database: Database;
  temporal: Temporal;
  config: Pick<Config, 'indexKey' | 'secretKeys'>;
  log: Pick<Logger, 'warn'>;
}): TakeIn {
  const { database, temporal, config, log } = deps;
  const readRules = createRulesReader(database);

  async function startOrLeave(state: Demand): Promise<void> {
    try {
      const input = await inputFromRecord(database, await readRules(), state);
      await temporal.within(START_WITHIN, () => startDemandWorkflow(temporal, database, input));
    } catch (error) {
      log.warn({ demand: state.number, error: String(error) }, 'workflow not started yet, the relay will start it');
    }
  }

  return async (filed, beside) => {
    const now = Date.now();
    const [number, rules] = await Promise.all([takeNumber(database, now), readRules(), learnOwnNames(database)]);
    const taken = await database.transact(async (sql) => {
      const { outcome, trackingToken } = await insertDemand(sql, { ...filed, number }, now, rules, config);
      const result = { state: outcome.demand, trackingToken };
      await beside?.(sql, result);
      return result;
    });
    await startOrLeave(taken.state);
    return taken;
  };
}
