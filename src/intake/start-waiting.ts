import type { Database } from '../database/client';
import { createRulesReader } from '../database/rules';
import type { Demand } from '../domain/demand';
import type { Temporal } from '../temporal';
import { inputFromRecord, startDemandWorkflow } from './start-workflow';

const START_WITHIN = 2_500;

/**
 * Starts the workflow of a demand that still waits for it in the outbox, as after a large import: whoever acts on it does
 * not wait for its turn. False when it does not wait.
 */
export async function startIfWaiting(database: Database, temporal: Temporal, demandId: string): Promise<boolean> {
  const [row] = await database.sql<{ state: Demand }>`
    SELECT d.state FROM intake_outbox o JOIN demand d ON d.id = o.demand_id WHERE o.demand_id = ${demandId}::uuid`;
  if (!row) return false;
  const input = await inputFromRecord(database, await createRulesReader(database)(), row.state);
  await temporal.within(START_WITHIN, () => startDemandWorkflow(temporal, database, input));
  return true;
}
