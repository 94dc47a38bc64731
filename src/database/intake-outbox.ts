import type { Demand } from '../domain/demand';
import type { Database } from './client';

/**
 * Demands whose workflows have not been started, the oldest first. Young entries belong to the request that is still at
 * it; those of a running import wait until its rows are filed, for some minutes at most: starting workflows would take most
 * of the machine's time from filing, and whoever acts on one of them starts it.
 */
export async function waitingForWorkflow(database: Database, limit: number): Promise<Demand[]> {
  const rows = await database.search<{ state: Demand }>`
    SELECT d.state FROM intake_outbox o JOIN demand d ON d.id = o.demand_id
    WHERE o.created_at < now() - interval '3 seconds' AND NOT EXISTS (
      SELECT 1 FROM import_batch b JOIN demand_origin r ON r.batch_id = b.id
      WHERE r.demand_id = o.demand_id AND b.state = 'running' AND b.started_at > now() - interval '5 minutes')
    ORDER BY o.created_at LIMIT ${limit}`;
  return rows.map(({ state }) => state);
}
