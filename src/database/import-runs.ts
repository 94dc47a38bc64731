import type { RowError } from '../import/row-draft';
import { recordAuditIn } from './audit';
import type { Database, Sql } from './client';
import { isFree, lockState } from './imports';

/** Freezes the mapping of a checked batch; false when it is not (or no longer) checked. Running again stays running. */
export async function markRunning(
  database: Database,
  id: string,
  by: { user: string; unit: string },
): Promise<boolean> {
  return database.transact(async (sql) => {
    const state = await lockState(sql, id);
    if (state === 'running') return true;
    if (state !== 'checked') return false;
    await sql`UPDATE import_batch SET state = 'running', started_at = now() WHERE id = ${id}::uuid`;
    await recordAuditIn(sql, { user: by.user, action: 'import_started', target: by.unit, detail: { import: id } });
    return true;
  });
}

/** Nothing was taken yet: the engine could not be reached. */
export async function unmarkRunning(database: Database, id: string): Promise<void> {
  await database.sql`UPDATE import_batch SET state = 'checked', started_at = NULL
    WHERE id = ${id}::uuid AND state = 'running' AND created = 0`;
}

/**
 * Gives the key to this demand unless it belongs to one that was not withdrawn; says to which it belongs, by the key in hex. Of
 * equal keys the first is given.
 */
export async function claimKeys(
  sql: Sql,
  claims: readonly { key: Buffer; demandId: string }[],
): Promise<Map<string, string>> {
  // Sorted, so that two imports that take the same keys at once do not wait for each other in a circle.
  const sorted = [...claims].sort((a, b) => Buffer.compare(a.key, b.key));
  const keys = sorted.map(({ key }) => key);
  await sql`INSERT INTO import_key (key, demand_id)
    SELECT DISTINCT ON (c.key) c.key, c.demand_id
    FROM unnest(${keys}::bytea[], ${sorted.map(({ demandId }) => demandId)}::uuid[]) WITH ORDINALITY AS c(key, demand_id, place)
    ORDER BY c.key, c.place
    ON CONFLICT (key) DO UPDATE SET demand_id = excluded.demand_id WHERE ${isFree}`;
  const rows = await sql<{ key: Buffer; demand_id: string }>`
    SELECT key, demand_id FROM import_key WHERE key = ANY(${keys}::bytea[])`;
  return new Map(rows.map(({ key, demand_id }) => [key.toString('hex'), demand_id]));
}

export interface TakenRow {
  row: number;
  demandId: string;
  repeats: boolean;
}

/** What became of rows: their cells go, and the batch counts them. */
export async function markTaken(sql: Sql, batchId: string, rows: readonly TakenRow[]): Promise<void> {
  await sql`UPDATE import_row r SET demand_id = t."demandId", repeats = t.repeats, cells = NULL
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(row int, "demandId" uuid, repeats boolean)
    WHERE r.batch_id = ${batchId}::uuid AND r.row = t.row`;
  const repeated = rows.filter(({ repeats }) => repeats).length;
  await sql`UPDATE import_batch SET created = created + ${rows.length - repeated}, repeated = repeated + ${repeated}
    WHERE id = ${batchId}::uuid`;
}

export async function markWrong(sql: Sql, batchId: string, row: number, errors: readonly RowError[]): Promise<void> {
  await sql`UPDATE import_row SET errors = ${JSON.stringify(errors)}::jsonb WHERE batch_id = ${batchId}::uuid AND row = ${row}`;
  await sql`UPDATE import_batch SET wrong = wrong + 1 WHERE id = ${batchId}::uuid`;
}

/** The end of a batch. What repeated rows said goes, too; wrong ones keep it for their report, until the nightly clean-up. */
export async function markEnded(database: Database, id: string, failure: string | null): Promise<void> {
  await database.transact(async (sql) => {
    await sql`UPDATE import_row SET cells = NULL WHERE batch_id = ${id}::uuid AND repeats AND cells IS NOT NULL`;
    await sql`UPDATE import_batch SET state = ${failure === null ? 'done' : 'failed'}, failure = ${failure}, finished_at = now()
      WHERE id = ${id}::uuid AND state = 'running'`;
  });
}
