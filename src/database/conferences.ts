import type { DecisionOutcome } from '../domain/actions/conferring';
import type { Demand } from '../domain/demand';
import { Prisma, type Database } from './client';

export interface ConferenceRow {
  id: string;
  unit_id: string;
  title: string;
  held_at: Date;
  location: string;
  host: string;
  attendees: string;
  username: string;
  user_name: string;
  created_at: Date;
  closed_at: Date | null;
  items: number;
  decided: number;
  applied: number;
}

const wasApplied = Prisma.sql`(i.applied_at IS NOT NULL OR EXISTS (SELECT 1 FROM demand_event e
  WHERE e.demand_id = i.demand_id AND e.type = 'decided' AND e.data->>'conference' = i.conference_id::text))`;

const selection = Prisma.sql`
  SELECT c.id, c.unit_id, c.title, c.held_at, c.location, c.host, c.attendees, u.username, u.name AS user_name, c.created_at,
    c.closed_at, counted.*
  FROM conference c JOIN unit n ON n.id = c.unit_id JOIN staff_user u ON u.id = c.created_by
  CROSS JOIN LATERAL (SELECT count(*)::int AS items, count(i.decision)::int AS decided,
    (count(*) FILTER (WHERE ${wasApplied}))::int AS applied
    FROM conference_item i WHERE i.conference_id = c.id) counted`;

/** For whoever has a seat in its unit or above it. */
export async function findConference(
  database: Database,
  id: string,
  seats: readonly string[],
): Promise<ConferenceRow | null> {
  const [row] = await database.sql<ConferenceRow>`
    ${selection} WHERE c.id::text = ${id} AND n.path && ${[...seats]}::text[]`;
  return row ?? null;
}

export interface ConferenceSearch {
  seats: readonly string[];
  open?: boolean;
  demand?: string;
  /** When the last one seen is held, and its id. */
  after?: [string, string];
  limit: number;
}

/** The latest first; one row more than `limit`. */
export function listConferences(
  database: Database,
  { seats, open, demand, after, limit }: ConferenceSearch,
): Promise<ConferenceRow[]> {
  const all = [Prisma.sql`n.path && ${[...seats]}::text[]`];
  if (open !== undefined) all.push(open ? Prisma.sql`c.closed_at IS NULL` : Prisma.sql`c.closed_at IS NOT NULL`);
  if (demand)
    all.push(Prisma.sql`EXISTS (SELECT 1 FROM conference_item i JOIN demand d ON d.id = i.demand_id
      WHERE i.conference_id = c.id AND d.number = ${demand})`);
  if (after) all.push(Prisma.sql`(c.held_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return database.search<ConferenceRow>`
    ${selection} WHERE ${Prisma.join(all, ' AND ')} ORDER BY c.held_at DESC, c.id DESC LIMIT ${limit + 1}`;
}

export interface AgendaRow {
  demand_id: string;
  /** Null with title and state when the reader may not see the demand. */
  number: string | null;
  title: string | null;
  state: Demand | null;
  decision: string | null;
  lead_unit_id: string | null;
  working_days: number | null;
  decided_at: Date | null;
  decided_by: string | null;
  applied_at: Date | null;
  outcome: DecisionOutcome | null;
}

/** In the order of the agenda. The demand's own record says whether a decision was taken over, whatever the item says. */
export const readAgenda = (database: Database, conference: string, sight: Prisma.Sql): Promise<AgendaRow[]> =>
  database.sql<AgendaRow>`
    SELECT i.demand_id, d.number, d.title, d.state, i.decision, i.lead_unit_id, i.working_days, i.decided_at,
      u.name AS decided_by, COALESCE(e.at, i.applied_at) AS applied_at, e.data->>'outcome' AS outcome
    FROM conference_item i LEFT JOIN demand d ON d.id = i.demand_id AND ${sight} LEFT JOIN staff_user u ON u.id = i.decided_by
    LEFT JOIN LATERAL (SELECT e.at, e.data FROM demand_event e WHERE e.demand_id = i.demand_id AND e.type = 'decided'
      AND e.data->>'conference' = i.conference_id::text LIMIT 1) e ON TRUE
    WHERE i.conference_id = ${conference}::uuid ORDER BY i.position, i.demand_id`;

/** The unit of a conference, by its agenda. */
export async function unitOfConference(
  database: Database,
  conference: string,
  demandId: string,
): Promise<{ unitId: string } | null> {
  const [row] = await database.sql<{ unitId: string }>`
    SELECT c.unit_id AS "unitId" FROM conference c JOIN conference_item i ON i.conference_id = c.id
    WHERE c.id = ${conference}::uuid AND i.demand_id = ${demandId}::uuid`;
  return row ?? null;
}

export interface CandidateRow {
  id: string;
  number: string;
  title: string;
  state: Demand;
}

/** Demands listed for a conference of this unit that are not on this agenda, the longest waiting first. */
export const readListed = (
  database: Database,
  { conference, sight, limit }: { conference: string; sight: Prisma.Sql; limit: number },
): Promise<CandidateRow[]> =>
  database.search<CandidateRow>`
    SELECT d.id, d.number, d.title, d.state FROM demand d
    WHERE d.conference AND d.closed_at IS NULL AND ${sight}
      AND NOT EXISTS (SELECT 1 FROM conference_item i WHERE i.conference_id = ${conference}::uuid AND i.demand_id = d.id)
    ORDER BY d.created_at, d.id LIMIT ${limit}`;
