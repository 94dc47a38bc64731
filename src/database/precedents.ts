import { Prisma, type Database } from './client';

/** A ruling with the case it was about. */
export interface RulingRow {
  demand_id: string;
  number: string;
  title: string;
  body: string;
  category: string;
  unit_id: string;
  at: Date;
  lead: string;
  /** The committee that ruled; null in rulings from before it was written down. */
  by: string | null;
  reason: string | null;
  seen: boolean;
}

/** The work of one question is bounded, however much was ruled. */
const MOST = { ofCategory: 200, ofAll: 100 };

/**
 * The newest rulings on other demands, those of the category before all. `sight` (a condition on a demand `d`) says which of the
 * demands the caller may see.
 */
export async function readRulings(
  database: Database,
  { id, category }: { id: string; category: string },
  sight: Prisma.Sql,
): Promise<RulingRow[]> {
  const newest = (condition: Prisma.Sql, most: number) => Prisma.sql`
    (SELECT e.demand_id, e.seq FROM demand_event e JOIN demand d ON d.id = e.demand_id
      WHERE e.type = 'ruled' AND e.demand_id <> ${id}::uuid AND ${condition} ORDER BY e.at DESC LIMIT ${most})`;
  return database.search<RulingRow>`
    WITH ruling AS (
      ${newest(Prisma.sql`d.category = ${category}`, MOST.ofCategory)} UNION ${newest(Prisma.sql`TRUE`, MOST.ofAll)})
    SELECT e.demand_id, d.number, d.title, d.body, d.category, d.unit_id, e.at, e.data->>'lead' AS lead, e.data->>'by' AS by,
      w.texts->>'reason' AS reason, ${sight} AS seen
    FROM ruling r JOIN demand_event e ON e.demand_id = r.demand_id AND e.seq = r.seq
    JOIN demand d ON d.id = e.demand_id LEFT JOIN words w ON w.id = e.words_id`;
}

export interface GivenBackRow {
  unit_id: string | null;
  at: Date;
  passed_up: boolean;
}

/** When units gave the case back: by a return, or by passing it up while they handled it. */
export async function readGivenBack(database: Database, demandId: string): Promise<GivenBackRow[]> {
  return database.sql<GivenBackRow>`
    SELECT unit_id, at, type = 'passed_up' AS passed_up FROM demand_event
    WHERE demand_id = ${demandId}::uuid AND (type = 'returned' OR type = 'passed_up' AND stage = 'handling') ORDER BY seq`;
}
