import type { Attempt, CallbackEnding, CallbackJob, CallbackState, Found, Passage } from '../domain/callback';
import type { Round } from '../domain/demand';
import type { DissatisfactionReason, Grade, Kind } from '../domain/vocabulary';
import { Prisma, type Database } from './client';

/** A phone job with what its caller must know of the demand. */
export interface CallbackRow {
  id: string;
  demand_id: string;
  kind: CallbackJob['kind'];
  round: number;
  state: CallbackState;
  unit_id: string;
  lead_unit_id: string | null;
  sight: string[];
  worked_on: string[];
  window_start: Date;
  window_end: Date;
  claimed_by: string | null;
  attempts: Attempt[];
  result: CallbackEnding | null;
  grade: Grade | null;
  words_id: string | null;
  /** Null before its workflow has recorded it, and in what an earlier version recorded. */
  found: (Found & { history?: Passage[] }) | null;
  spot_check_id: string | null;
  number: string;
  title: string;
  demand_kind: Kind;
  category: string;
  place_id: string;
  rounds: Round[];
  reasons: DissatisfactionReason[] | null;
  comment: string | null;
}

const selection = Prisma.sql`
  SELECT c.id, c.demand_id, c.kind, c.round, c.state, c.unit_id, c.lead_unit_id, c.sight, c.worked_on, c.window_start, c.window_end,
    c.claimed_by, c.attempts, c.result, c.grade, c.words_id, c.found, c.spot_check_id,
    d.number, d.title, d.kind AS demand_kind, d.category, d.unit_id AS place_id, d.state->'rounds' AS rounds,
    rated.data->'reasons' AS reasons, rated.comment
  FROM callback_job c JOIN demand d ON d.id = c.demand_id
  LEFT JOIN LATERAL (
    SELECT e.data, w.texts->>'comment' AS comment FROM demand_event e LEFT JOIN words w ON w.id = e.words_id
    WHERE e.demand_id = c.demand_id AND e.type = 'rated' AND e.round = c.round ORDER BY e.seq DESC LIMIT 1) rated ON TRUE`;

/** Who looks at jobs: a person, the units in which they call or supervise, and every unit they have a role in. */
export interface CallbackViewer {
  user: string;
  seats: readonly string[];
  units: readonly string[];
}

const seats = ({ seats: units }: CallbackViewer) => Prisma.sql`c.sight && ${[...units]}::text[]`;

/** Not of the handling unit, and not of the case; only the district handles with nobody above it. */
const isApart = ({ user, units }: CallbackViewer) => Prisma.sql`
  NOT c.worked_on @> ARRAY[${user}]::text[]
  AND (c.lead_unit_id IS NULL OR c.lead_unit_id = c.sight[1] OR c.lead_unit_id <> ALL(${[...units]}::text[]))`;

export interface CallbackSearch {
  viewer: CallbackViewer;
  /** `now`: the window is open · `later`: it is not · an instant: it opens by then. */
  due?: 'now' | 'later' | Date;
  state?: CallbackState;
  kind?: CallbackJob['kind'];
  /** Start of the window and id of the last job seen. */
  after?: [string, string];
  limit: number;
}

/** Jobs by the start of their window; the open ones unless a state is named. Reads one row more than `limit`. */
export async function searchCallbacks(database: Database, search: CallbackSearch): Promise<CallbackRow[]> {
  const { viewer, due, state, kind, after, limit } = search;
  const where = [seats(viewer), isApart(viewer)];
  where.push(state ? Prisma.sql`c.state = ${state}` : Prisma.sql`c.state IN ('scheduled', 'offered', 'claimed')`);
  // The job's own state says whether its window is open: in a demo its time may be ahead of the server's.
  if (due === 'now') where.push(Prisma.sql`c.state IN ('offered', 'claimed')`);
  else if (due === 'later') where.push(Prisma.sql`c.state = 'scheduled'`);
  else if (due) where.push(Prisma.sql`c.window_start <= ${due}`);
  if (kind) where.push(Prisma.sql`c.kind = ${kind}`);
  if (after) where.push(Prisma.sql`(c.window_start, c.id) > (${after[0]}::timestamptz, ${after[1]})`);
  return database.$queryRaw<CallbackRow[]>`
    ${selection} WHERE ${Prisma.join(where, ' AND ')} ORDER BY c.window_start, c.id LIMIT ${limit + 1}`;
}

/** The job for who may see it in the list. */
export async function findCallback(
  database: Database,
  id: string,
  viewer: CallbackViewer,
): Promise<CallbackRow | null> {
  const [row] = await database.$queryRaw<CallbackRow[]>`
    ${selection} WHERE c.id = ${id} AND ${seats(viewer)} AND ${isApart(viewer)}`;
  return row ?? null;
}

/**
 * The job for who wants to act on it. Whoever sees a demand that waits for a callback hears why they may not take it; of a
 * spot check the handling unit must not even learn.
 */
export async function findCallbackToAct(
  database: Database,
  id: string,
  viewer: CallbackViewer,
  demandInSight: Prisma.Sql,
): Promise<CallbackRow | null> {
  const [row] = await database.$queryRaw<CallbackRow[]>`
    ${selection} WHERE c.id = ${id} AND CASE WHEN c.kind = 'spot_check' THEN ${seats(viewer)} AND ${isApart(viewer)}
      ELSE ${seats(viewer)} OR ${demandInSight} END`;
  return row ?? null;
}

/**
 * Whether the record of the demand, which its own workflow writes, knows what the job came to: the demand that waits knows of every
 * call and of the end, and one that has ended (`isOfEnded`) is open again when the job found it dissatisfied.
 */
export async function isHeardByDemand(database: Database, { id }: CallbackRow, isOfEnded: boolean): Promise<boolean> {
  const [row] = await database.sql<{ waits: boolean }>`
    SELECT CASE WHEN ${isOfEnded} THEN c.result = 'dissatisfied' AND d.stage = 'closed' AND d.round = c.round
      ELSE d.stage = 'calling_back' AND d.state->>'callbackJob' = c.id AND (c.result IS NOT NULL
        OR jsonb_array_length(c.attempts) > (SELECT count(*) FROM demand_event e
          WHERE e.demand_id = d.id AND e.type = 'callback_attempted' AND e.cause->>'callbackJob' = c.id)) END AS waits
    FROM callback_job c JOIN demand d ON d.id = c.demand_id WHERE c.id = ${id}`;
  return row?.waits !== true;
}
