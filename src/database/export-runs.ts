import { Prisma, type Database, type Sql } from './client';
import { recordAuditIn } from './audit';

export interface NewExportRun {
  id: string;
  user: string;
  /** Whose demands they are, for the audit: the highest of the person's units. */
  unit: string;
  format: string;
  filter: Record<string, unknown>;
  rows: number;
}

/** The log and the audit say so before the first row leaves. */
export async function startExportRun(database: Database, run: NewExportRun): Promise<void> {
  const { id, user, unit, format, filter, rows } = run;
  await database.transact(async (sql) => {
    await sql`INSERT INTO export_run (id, user_id, kind, format, filter, rows)
      VALUES (${id}::uuid, ${user}, 'demands', ${format}, ${JSON.stringify(filter)}::jsonb, 0)`;
    await recordAuditIn(sql, { user, action: 'demands_exported', target: unit, detail: { id, format, rows } });
  });
}

/** How many rows left, and whether that was all of them. */
export async function endExportRun(database: Database, id: string, rows: number, isWhole: boolean): Promise<void> {
  await database.sql`UPDATE export_run SET rows = ${rows}, finished_at = CASE WHEN ${isWhole} THEN now() END
    WHERE id = ${id}::uuid`;
}

/** At most one export of a person at a time, in all processes: true until the snapshot ends. */
export async function isOnlyExport(sql: Sql, user: string): Promise<boolean> {
  const [asked] = await sql<{ free: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`export ${user}`}, 0)) AS free`;
  return asked!.free;
}

export interface ExportRunRow {
  id: string;
  username: string;
  name: string;
  kind: string;
  format: string;
  filter: Record<string, unknown> | null;
  rows: number;
  started_at: Date;
  finished_at: Date | null;
}

export interface ExportRunSearch {
  user: string;
  /** Units whose people's exports are read besides one's own. Null: everybody's. */
  area: readonly string[] | null;
  after?: [string, string];
  limit: number;
}

/** Newest first; one row more than `limit`. What somebody looked for is told where the reader covers all that they see. */
export async function readExportRuns(
  database: Database,
  { user, area, after, limit }: ExportRunSearch,
): Promise<(ExportRunRow & { sort_key: string })[]> {
  const grants = Prisma.sql`SELECT 1 FROM role_grant g WHERE g.user_id = r.user_id`;
  const units = [...(area ?? [])];
  const isRead = area
    ? Prisma.sql`(r.user_id = ${user} OR EXISTS (${grants} AND g.unit_id = ANY(${units}::text[])))`
    : Prisma.sql`TRUE`;
  const isCovered = area
    ? Prisma.sql`(r.user_id = ${user} OR NOT EXISTS (${grants} AND NOT g.unit_id = ANY(${units}::text[])))`
    : Prisma.sql`TRUE`;
  const beyond = after
    ? Prisma.sql`AND (r.started_at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`
    : Prisma.empty;
  return database.search`
    SELECT r.id, u.username, u.name, r.kind, r.format, CASE WHEN ${isCovered} THEN r.filter END AS filter, r.rows,
      r.started_at, r.finished_at, to_char(r.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS sort_key
    FROM export_run r JOIN staff_user u ON u.id = r.user_id
    WHERE ${isRead} ${beyond} ORDER BY r.started_at DESC, r.id DESC LIMIT ${limit + 1}`;
}
