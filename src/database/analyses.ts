import type { Analysis } from '../analysis/analysis';
import type { LastReport, ReportAsked } from '../analysis/read-materials';
import type { Database, Sql } from './client';
import { Prisma } from './client';
import { seatOrAbove } from './seat-or-above';

export const ANALYSIS_STATES = { waiting: '排队中', running: '生成中', done: '已完成', failed: '没有完成' } as const;
export type AnalysisState = keyof typeof ANALYSIS_STATES;

export interface AnalysisRow {
  id: string;
  unit_id: string;
  from_at: Date;
  to_at: Date;
  title: string;
  created_at: Date;
  state: AnalysisState;
  progress: number;
  failure: string | null;
  finished_at: Date | null;
  /** Null when the schedule asked for it. */
  requested_by: { username: string; name: string } | null;
}

const columns = Prisma.sql`a.id, a.unit_id, a.from_at, a.to_at, a.title, a.created_at, a.state, a.progress, a.failure, a.finished_at,
  (SELECT json_build_object('username', u.username, 'name', u.name) FROM staff_user u WHERE u.id = a.requested_by) AS requested_by`;

export interface AnalysisSearch {
  /** Units of which the caller watches one: a report is read there and above. */
  seats: readonly string[];
  unit?: string;
  /** When it was asked for, and id, of the last one seen. */
  after?: [string, string];
  limit: number;
}

/** Newest first; one row more than `limit`. */
export async function searchAnalyses(
  database: Database,
  { seats, unit, after, limit }: AnalysisSearch,
): Promise<(AnalysisRow & { sort_key: string })[]> {
  const conditions = [
    Prisma.sql`a.sight && ${[...seats]}::text[]`,
    ...(unit ? [Prisma.sql`a.unit_id = ${unit}`] : []),
    ...(after ? [Prisma.sql`(a.created_at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ];
  return database.search`
    SELECT ${columns}, to_char(a.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS sort_key
    FROM analysis_report a WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY a.created_at DESC, a.id DESC LIMIT ${limit + 1}`;
}

export type AnalysisWithData = AnalysisRow & { data: Analysis | null };

export async function findAnalysis(
  database: Database,
  id: string,
  seats: readonly string[] | null,
): Promise<AnalysisWithData | null> {
  const seen = seats === null ? Prisma.sql`TRUE` : Prisma.sql`a.sight && ${[...seats]}::text[]`;
  const [row] = await database.sql<AnalysisWithData>`
    SELECT ${columns}, a.data FROM analysis_report a WHERE a.id = ${id}::uuid AND ${seen}`;
  return row ?? null;
}

export interface NewAnalysis {
  id: string;
  unit: { id: string; path: readonly string[] };
  from: Date;
  to: Date;
  title: string;
  /** A user's id, or SCHEDULE. */
  requestedBy: string;
  figureVersion: number;
}

export const SCHEDULE = 'schedule';

/** False when it is there already. */
export async function insertAnalysis(sql: Sql, report: NewAnalysis): Promise<boolean> {
  const { id, unit, from, to, title, requestedBy, figureVersion } = report;
  const rows = await sql`
    INSERT INTO analysis_report (id, unit_id, from_at, to_at, title, requested_by, state, figure_version, sight)
    VALUES (${id}::uuid, ${unit.id}, ${from}, ${to}, ${title}, ${requestedBy}, 'waiting', ${figureVersion}, ${[...unit.path]}::text[])
    ON CONFLICT (id) DO NOTHING RETURNING id`;
  return rows.length > 0;
}

/** What is being made; null when it is finished or there is none. */
export async function takeAnalysis(database: Database, id: string): Promise<AnalysisRow | null> {
  const [row] = await database.sql<AnalysisRow>`
    UPDATE analysis_report a SET state = 'running', failure = NULL WHERE a.id = ${id}::uuid AND a.state <> 'done'
    RETURNING ${columns}`;
  return row ?? null;
}

export async function saveAnalysisProgress(database: Database, id: string, progress: number): Promise<void> {
  await database.sql`
    UPDATE analysis_report SET progress = ${progress} WHERE id = ${id}::uuid AND state = 'running' AND progress < ${progress}`;
}

/**
 * Once: a second worker that was making the same changes nothing. Whoever ordered it is told, or of the month's the supervisors
 * of the unit; and whoever else asked for the same meanwhile.
 */
export async function finishAnalysis(database: Database, id: string, data: Analysis): Promise<void> {
  await database.sql`
    WITH done AS (
      UPDATE analysis_report SET state = 'done', progress = 1, data = ${JSON.stringify(data)}::jsonb, failure = NULL,
        figure_version = ${data.figures.version}, finished_at = now()
      WHERE id = ${id}::uuid AND state <> 'done'
      RETURNING id, title, unit_id, NULLIF(requested_by, ${SCHEDULE}) AS by
    )
    INSERT INTO notice (key, kind, role, unit_id, user_id, at, data)
    SELECT 'analysis:' || id || ':ready', 'analysis_ready', CASE WHEN by IS NULL THEN 'supervisor' END,
      CASE WHEN by IS NULL THEN ${seatOrAbove(Prisma.sql`unit_id`, 'supervisor')} END, by, now(),
      jsonb_build_object('analysis', id, 'title', title)
    FROM done
    UNION ALL
    SELECT DISTINCT 'analysis:' || done.id || ':ready:' || a.user_id, 'analysis_ready', NULL, NULL, a.user_id, now(),
      jsonb_build_object('analysis', done.id, 'title', title)
    FROM done JOIN audit a ON a.target = unit_id AND a.action = 'analysis_requested' AND a.detail->>'analysis' = done.id::text
    WHERE a.user_id <> COALESCE(by, '')
    ON CONFLICT (key) DO NOTHING`;
}

export async function failAnalysis(database: Database, id: string, failure: string): Promise<void> {
  await database.sql`
    UPDATE analysis_report SET state = 'failed', failure = ${failure}, finished_at = now()
    WHERE id = ${id}::uuid AND state <> 'done'`;
}

/** Months differ by a tenth; a week is nothing to compare a month with. */
const ABOUT_AS_LONG = 0.25;

/** The newest finished report of the unit on days before these: on about as many, and not longer ago than that. */
export async function findLastAnalysis(
  database: Database,
  { unit, from, to }: ReportAsked,
): Promise<LastReport | null> {
  const length = to.getTime() - from.getTime();
  const [row] = await database.sql<{ id: string; title: string; from_at: Date; to_at: Date; finished_at: Date }>`
    SELECT id, title, from_at, to_at, finished_at FROM analysis_report
    WHERE unit_id = ${unit} AND state = 'done' AND to_at <= ${from} AND to_at > ${new Date(from.getTime() - length)}
      AND abs(EXTRACT(EPOCH FROM to_at - from_at) * 1000 - ${length}::float8) <= ${ABOUT_AS_LONG * length}::float8
    ORDER BY to_at DESC, created_at DESC LIMIT 1`;
  return row ? { id: row.id, title: row.title, from: row.from_at, to: row.to_at, finishedAt: row.finished_at } : null;
}

export interface Unfinished {
  id: string;
  isSame: boolean;
}

/** Reports of the unit that are waiting or being made; `isSame`: on these very days. Nobody else orders one of it meanwhile. */
export async function lockUnfinished(sql: Sql, { unit, from, to }: ReportAsked): Promise<Unfinished[]> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`analysis ${unit}`}, 0))`;
  return sql<Unfinished>`
    SELECT id, from_at = ${from} AND to_at = ${to} AS "isSame" FROM analysis_report
    WHERE unit_id = ${unit} AND state IN ('waiting', 'running') ORDER BY created_at`;
}

/** Asked for while the engine was away. The schedule's own wait for their turn; what is not made a day later was forgotten. */
export async function readUnstarted(database: Database): Promise<string[]> {
  const rows = await database.sql<{ id: string }>`
    SELECT id FROM analysis_report
    WHERE state = 'waiting' AND requested_by <> ${SCHEDULE} AND created_at < now() - interval '10 seconds'
      OR state IN ('waiting', 'running') AND created_at < now() - interval '1 day'
    ORDER BY created_at LIMIT 100`;
  return rows.map(({ id }) => id);
}
