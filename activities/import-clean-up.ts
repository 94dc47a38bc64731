import { Prisma, type Database } from '../src/database/client';

const BATCH = 1_000;
const isLongAgo = Prisma.sql`< now() - interval '7 days'`;

const rowsNeverImported = Prisma.sql`
  DELETE FROM import_row WHERE (batch_id, row) IN (
    SELECT r.batch_id, r.row FROM import_batch b JOIN import_row r ON r.batch_id = b.id
    WHERE b.state IN ('uploaded', 'checked') AND b.created_at ${isLongAgo} LIMIT ${BATCH})`;
const cellsOfWrongRows = Prisma.sql`
  UPDATE import_row SET cells = NULL WHERE (batch_id, row) IN (
    SELECT r.batch_id, r.row FROM import_batch b JOIN import_row r ON r.batch_id = b.id
    WHERE b.state IN ('done', 'failed') AND b.finished_at ${isLongAgo} AND r.cells IS NOT NULL LIMIT ${BATCH})`;

/** After a week, files that nobody imported go, and what wrong rows said. Gives how many rows. */
export async function cleanImports(
  database: Database,
  remove: (statement: Prisma.Sql) => Promise<number>,
): Promise<number> {
  const removed = (await remove(rowsNeverImported)) + (await remove(cellsOfWrongRows));
  await database.$executeRaw`
    DELETE FROM import_batch b WHERE state IN ('uploaded', 'checked') AND created_at ${isLongAgo}
      AND NOT EXISTS (SELECT 1 FROM import_row r WHERE r.batch_id = b.id)`;
  return removed;
}
