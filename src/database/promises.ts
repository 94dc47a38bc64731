import type { PromiseReport, PromiseState, ReportingSeats, ReportOutcome } from '../domain/promise-keeping';
import { Prisma, type Database, type Sql } from './client';

export interface PromiseRow {
  id: string;
  demand_id: string;
  number: string;
  title: string;
  unit_id: string;
  username: string | null;
  user_name: string | null;
  made_at: Date;
  due_at: Date;
  report_by: Date | null;
  state: PromiseState;
  ended_at: Date | null;
  /** What was promised, in words. */
  text: string;
  /** Nobody named a promise: what an adopted suggestion led to is looked at when it is due. */
  automatic: boolean;
  reports: (Pick<PromiseReport, 'at' | 'dueAt'> & {
    outcome: ReportOutcome;
    text: string | null;
    username: string | null;
    name: string | null;
  })[];
  requests: string[];
  version: number;
}

export interface PromiseSearch {
  /** Which demands `d` the reader may see. */
  sight: Prisma.Sql;
  demand?: string;
  states?: readonly PromiseState[];
  /** Promises of this unit and of those under it. */
  unit?: string;
  /** Those that are due, or late, and that these seats may report on. */
  reporters?: ReportingSeats;
  /** When the last one seen is due, and its id. */
  after?: [string, string];
  limit: number;
}

/** A promise without words of its own is what the reply says was done. */
const select = Prisma.sql`
  SELECT p.id, p.demand_id, d.number, d.title, p.unit_id, u.username, u.name AS user_name, p.made_at, p.due_at, p.report_by,
    p.state, p.ended_at, p.requests, p.version, COALESCE(w.texts->'promise'->>'text', w.texts->>'done', '') AS text,
    w.texts->'promise' IS NULL AS automatic,
    (SELECT COALESCE(jsonb_agg(jsonb_build_object('at', r->'at', 'dueAt', r->'dueAt', 'outcome', r->'outcome',
        'text', said.texts->>'text', 'username', s.username, 'name', s.name) ORDER BY n), '[]')
      FROM jsonb_array_elements(p.reports) WITH ORDINALITY AS t(r, n)
      LEFT JOIN words said ON said.id = (r->>'wordsId')::uuid LEFT JOIN staff_user s ON s.id = r->>'by') AS reports
  FROM demand_promise p JOIN demand d ON d.id = p.demand_id LEFT JOIN words w ON w.id = p.words_id
  LEFT JOIN staff_user u ON u.id = p.made_by`;

const waitsFor = ({ own, supervised }: ReportingSeats) => Prisma.sql`
  p.state IN ('due', 'late') AND (p.unit_id = ANY(${own}::text[]) OR p.sight && ${supervised}::text[])`;

export async function countToReport(database: Database, sight: Prisma.Sql, seats: ReportingSeats): Promise<number> {
  const [row] = await database.sql<{ count: number }>`
    SELECT count(*)::int FROM demand_promise p JOIN demand d ON d.id = p.demand_id WHERE ${sight} AND ${waitsFor(seats)}`;
  return row!.count;
}

/** Those due first come first; one row more than `limit`. */
export function listPromises(database: Database, search: PromiseSearch): Promise<PromiseRow[]> {
  const { sight, demand, states, unit, reporters, after, limit } = search;
  const all = [sight];
  if (demand) all.push(Prisma.sql`d.number = ${demand}`);
  if (states) all.push(Prisma.sql`p.state = ANY(${[...states]}::text[])`);
  if (unit) all.push(Prisma.sql`p.sight @> ARRAY[${unit}]::text[]`);
  if (reporters) all.push(waitsFor(reporters));
  if (after) all.push(Prisma.sql`(p.due_at, p.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return database.search<PromiseRow>`
    ${select} WHERE ${Prisma.join(all, ' AND ')} ORDER BY p.due_at, p.id LIMIT ${limit + 1}`;
}

export async function findPromise(database: Database, id: string, sight: Prisma.Sql): Promise<PromiseRow | null> {
  const [row] = await database.search<PromiseRow>`${select} WHERE p.id::text = ${id} AND ${sight}`;
  return row ?? null;
}

/** What the people of a demand were promised: for whoever holds its link. Those that joined a main case hear of that one's. */
export const readPromisesOf = (database: Database, demandId: string): Promise<PromiseRow[]> =>
  database.sql<PromiseRow>`
    ${select} WHERE p.demand_id = ${demandId}::uuid
      OR p.demand_id = (SELECT f.merged_into FROM demand f WHERE f.id = ${demandId}::uuid) ORDER BY p.made_at`;

/** Writes the promise that a reply holds, from its event, if it holds one; one that is there stays. Its workflow goes on from there. */
export const keepPromise = (sql: Sql, demandId: string, promise: string): Promise<object[]> => sql`
  INSERT INTO demand_promise (id, demand_id, unit_id, words_id, made_by, made_at, due_at, state, reports, version, requests, sight)
  SELECT ${promise}::uuid, d.id, u.id, e.words_id, e.actor_id, e.at,
    to_timestamp((e.data->>'promisedFor')::bigint / 1000.0), 'promised', '[]'::jsonb, 0, '{}', u.path
  FROM demand_event e JOIN demand d ON d.id = e.demand_id JOIN unit u ON u.id = d.lead_unit_id
  WHERE e.demand_id = ${demandId}::uuid AND e.type = 'replied' AND e.data->>'promise' = ${promise}
  ON CONFLICT (id) DO NOTHING`;
