import type { CallbackEnding } from '../domain/callback';
import type { Demand } from '../domain/demand';
import type { EventType } from '../domain/event';
import type { Stage } from '../domain/vocabulary';
import { Prisma, type Database } from './client';
import { demandSelection, type FoundDemand } from './demands';

/** Days after the end of a demand for which its links can still be opened. */
export const LINK_DAYS = 30;

/** The demand that a link was made for; the hash is all that is known of the link. */
export async function findByLink(
  database: Database,
  purpose: 'tracking' | 'rating',
  hash: Buffer,
): Promise<FoundDemand | null> {
  const column = purpose === 'tracking' ? Prisma.sql`d.tracking_hash` : Prisma.sql`d.rating_hash`;
  // A promise outlives its demand: whoever is told of it finds it where it was made.
  const isPromised = Prisma.sql`EXISTS (SELECT 1 FROM demand_promise p WHERE p.demand_id IN (d.id, d.merged_into)
    AND (p.ended_at IS NULL OR p.ended_at > now() - make_interval(days => ${LINK_DAYS}::int)))`;
  const [row] = await database.sql<FoundDemand>`
    ${demandSelection} WHERE ${column} = ${hash}::bytea
      AND (d.closed_at IS NULL OR d.closed_at > now() - make_interval(days => ${LINK_DAYS}::int)
        OR ${purpose === 'tracking'} AND ${isPromised})`;
  return row ?? null;
}

export interface PublicEventRow {
  at: Date;
  type: EventType;
  unit_id: string | null;
  round: number;
  by_reporter: boolean;
  texts: Record<string, unknown> | null;
  /** How the callback ended. */
  called: CallbackEnding | null;
}

/** What happened that the reporter may know of, oldest first. No names of people are read. */
export async function readPublicEvents(database: Database, demandId: string): Promise<PublicEventRow[]> {
  return database.sql<PublicEventRow>`
    SELECT e.at, e.type, e.unit_id, e.round, e.actor_kind = 'reporter' AS by_reporter, w.texts,
      CASE WHEN e.type = 'callback_concluded' THEN e.data->>'result' END AS called
    FROM demand_event e LEFT JOIN words w ON w.id = e.words_id
    WHERE e.demand_id = ${demandId}::uuid AND e.public ORDER BY e.seq`;
}

export interface PartRow {
  id: string;
  number: string;
  title: string;
  stage: Stage;
}

/** The cases that a letter was split into, as far as `sight` (a condition on a demand `d`) lets them be seen. */
export async function readParts(database: Database, { parts }: Demand, sight: Prisma.Sql): Promise<PartRow[]> {
  if (parts.length === 0) return [];
  const ids = parts.map((part) => part.id);
  return database.sql<PartRow>`
    SELECT d.id, d.number, d.title, d.stage FROM demand d WHERE d.id = ANY(${ids}::uuid[]) AND ${sight} ORDER BY d.number`;
}
