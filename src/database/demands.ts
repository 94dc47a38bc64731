import type { Demand } from '../domain/demand';
import { Prisma, type Database } from './client';

/** One row as the views show it; names of people and numbers of linked demands are joined in. */
export interface DemandRow {
  title: string;
  body: string;
  channel: string;
  subject_type: string;
  subject_name: string;
  filed_for: string | null;
  contact_masked: { name: string; phone: string } | null;
  state: Demand;
  holder_username: string | null;
  holder_name: string | null;
  /** Who holds it can no longer sign in. */
  holder_disabled?: boolean;
  main_number: string | null;
  parent_number: string | null;
}

/**
 * The condition that limits every read of demands to what these units may see: what concerns them or lies under them, never
 * a sibling's. `all` is for whoever has a role in the district, which sees everything.
 */
export function inSight(units: readonly string[], all: boolean): Prisma.Sql {
  return all ? Prisma.sql`TRUE` : Prisma.sql`d.sight && ${[...units]}::text[]`;
}

export const demandSelection = Prisma.sql`
  SELECT d.id, d.title, d.body, d.channel, d.subject_type, d.subject_name, d.filed_for, d.contact_masked, d.state,
    h.username AS holder_username, h.name AS holder_name,
    h.disabled_at IS NOT NULL AS holder_disabled, m.number AS main_number, p.number AS parent_number
  FROM demand d
  LEFT JOIN staff_user h ON h.id = d.holder_user_id
  LEFT JOIN demand m ON m.id = d.merged_into
  LEFT JOIN demand p ON p.id = d.parent_id`;

export type FoundDemand = DemandRow & { id: string };

/** The demand of that number if the caller may see it. A hidden one and one that does not exist are the same: null. */
export async function findDemand(database: Database, number: string, sight: Prisma.Sql): Promise<FoundDemand | null> {
  const [row] = await database.sql<FoundDemand>`${demandSelection} WHERE d.number = ${number} AND ${sight}`;
  return row ?? null;
}

/** Whether the record of a main case says the same of a demand as that one's own: that it is merged into it, or is not. */
export async function isAgreedWithMain(database: Database, demandId: string, main: string): Promise<boolean> {
  const [row] = await database.sql<{ agreed: boolean }>`
    SELECT (m.state->'followers' @> to_jsonb(d.id::text)) = (d.stage = 'merged' AND d.merged_into = m.id) AS agreed
    FROM demand d, demand m WHERE d.id = ${demandId}::uuid AND m.id = ${main}::uuid`;
  return row?.agreed !== false;
}
