import type { RehearsalState, TriedKind } from '../domain/rehearsal';
import type { Summary } from '../rehearsal/summary';
import { Prisma, type Database, type Sql } from './client';

/** A draft as it was when it was tried: what is edited afterwards changes no rehearsal. */
export interface TriedDraft {
  draft: string;
  revision: number;
  target: string | null;
  baseVersion: number;
  data: unknown;
}
export type Tried = Partial<Record<TriedKind, TriedDraft>>;

/** What is kept when it is done. */
export interface RehearsalResult {
  /** Up to when the demands were replayed. */
  horizon: string;
  summary: Summary;
  /** Calls that the people on duty take, by `day unit`. */
  capacity: Record<string, number>;
}

export interface RehearsalRow {
  id: string;
  unit_id: string;
  from_at: Date;
  to_at: Date;
  trial: Tried;
  username: string;
  name: string;
  created_at: Date;
  state: RehearsalState;
  total: number;
  done: number;
  failure: string | null;
  finished_at: Date | null;
  result: RehearsalResult | null;
}

const columns = Prisma.sql`r.id, r.unit_id, r.from_at, r.to_at, r.trial, u.username, u.name, r.created_at, r.state, r.total,
  r.done, r.failure, r.finished_at`;

export interface NewRehearsal {
  id: string;
  unit: string;
  sight: string[];
  from: Date;
  to: Date;
  tried: Tried;
  by: string;
}

export async function insertRehearsal(sql: Sql, { id, unit, sight, from, to, tried, by }: NewRehearsal): Promise<void> {
  await sql`INSERT INTO rehearsal (id, unit_id, from_at, to_at, trial, requested_by, state, sight)
    VALUES (${id}::uuid, ${unit}, ${from}, ${to}, ${JSON.stringify(tried)}::jsonb, ${by}, 'waiting', ${sight})`;
}

export async function countUnfinished(database: Database, user: string): Promise<number> {
  return database.rehearsal.count({ where: { requestedBy: user, state: { in: ['waiting', 'running'] } } });
}

/** The rehearsal, for whoever has one of the roles in its unit or above. */
export async function findRehearsal(
  database: Database,
  id: string,
  seats: readonly string[],
): Promise<RehearsalRow | null> {
  const [row] = await database.sql<RehearsalRow>`
    SELECT ${columns}, r.result FROM rehearsal r JOIN staff_user u ON u.id = r.requested_by
    WHERE r.id = ${id}::uuid AND r.sight && ${[...seats]}::text[]`;
  return row ?? null;
}

/** Newest first, without their results. Reads one row more than `limit`. */
export async function readRehearsals(
  database: Database,
  seats: readonly string[],
  page: { before?: [string, string]; limit: number },
): Promise<RehearsalRow[]> {
  const { before, limit } = page;
  const isEarlier = before
    ? Prisma.sql`(r.created_at, r.id) < (${before[0]}::timestamptz, ${before[1]}::uuid)`
    : Prisma.sql`TRUE`;
  return database.sql<RehearsalRow>`
    SELECT ${columns}, NULL AS result FROM rehearsal r JOIN staff_user u ON u.id = r.requested_by
    WHERE r.sight && ${[...seats]}::text[] AND ${isEarlier} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit + 1}`;
}

/** Takes it from the beginning, also after a worker died on it; null when it is over. */
export async function takeRehearsal(
  database: Database,
  id: string,
): Promise<Pick<RehearsalRow, 'unit_id' | 'from_at' | 'to_at' | 'trial'> | null> {
  const [row] = await database.sql<Pick<RehearsalRow, 'unit_id' | 'from_at' | 'to_at' | 'trial'>>`
    UPDATE rehearsal r SET state = 'running', done = 0, total = (
      SELECT count(*)::int FROM demand d
      WHERE d.created_at >= r.from_at AND d.created_at < r.to_at AND d.sight @> ARRAY[r.unit_id]::text[])
    WHERE id = ${id}::uuid AND state IN ('waiting', 'running') RETURNING unit_id, from_at, to_at, trial`;
  return row ?? null;
}

/** False when somebody has cancelled it meanwhile. */
export async function saveRehearsalProgress(database: Database, id: string, done: number): Promise<boolean> {
  const rows = await database.sql<{ id: string }>`
    UPDATE rehearsal SET done = ${done} WHERE id = ${id}::uuid AND state = 'running' RETURNING id`;
  return rows.length > 0;
}

export async function finishRehearsal(database: Database, id: string, result: RehearsalResult): Promise<void> {
  await database.sql`UPDATE rehearsal SET state = 'done', result = ${JSON.stringify(result)}::jsonb, done = total, finished_at = now()
    WHERE id = ${id}::uuid AND state = 'running'`;
}

export async function failRehearsal(database: Database, id: string, failure: string): Promise<void> {
  await database.sql`UPDATE rehearsal SET state = 'failed', failure = ${failure}, finished_at = now()
    WHERE id = ${id}::uuid AND state IN ('waiting', 'running')`;
}

/** False when it is over. */
export async function cancelRehearsal(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql<{ id: string }>`UPDATE rehearsal SET state = 'cancelled', finished_at = now()
    WHERE id = ${id}::uuid AND state IN ('waiting', 'running') RETURNING id`;
  return rows.length > 0;
}

/** Those that were asked for while the engine was away. */
export async function unstartedRehearsals(database: Database): Promise<{ id: string }[]> {
  return database.sql<{ id: string }>`
    SELECT id FROM rehearsal WHERE state = 'waiting' AND created_at < now() - interval '3 seconds'
    ORDER BY created_at LIMIT 10`;
}
