import type { FindingCategory } from '../domain/inspection';
import type { Risk } from '../domain/vocabulary';
import { Prisma, type Database, type Sql } from './client';

export interface InspectionRow {
  id: string;
  building_id: string;
  name: string;
  planned_at: Date;
  created_by_username: string;
  created_by_name: string;
  finished_at: Date | null;
  finished_by_username: string | null;
  finished_by_name: string | null;
  green: number;
  amber: number;
  red: number;
}

/** Of a finding `f`: its demand was not taken back, as one is that was filed by mistake. */
export const isMeant = Prisma.sql`NOT EXISTS (
  SELECT 1 FROM demand w WHERE w.id = f.demand_id AND w.stage = 'withdrawn')`;

const counted = (risk: Risk): Prisma.Sql =>
  Prisma.sql`(SELECT count(*)::int FROM finding f WHERE f.inspection_id = i.id AND f.risk = ${risk} AND ${isMeant})`;

const selection = Prisma.sql`
  SELECT i.id, i.building_id, i.name, i.planned_at, c.username AS created_by_username, c.name AS created_by_name,
    i.finished_at, f.username AS finished_by_username, f.name AS finished_by_name,
    ${counted('green')} AS green, ${counted('amber')} AS amber, ${counted('red')} AS red
  FROM inspection i JOIN unit u ON u.id = i.building_id
  JOIN staff_user c ON c.id = i.created_by LEFT JOIN staff_user f ON f.id = i.finished_by`;

export interface InspectionSearch {
  /** Rounds in or under these units. */
  seats: readonly string[];
  unit?: string;
  from?: Date;
  /** Not included. */
  to?: Date;
  open?: boolean;
  after?: { at: string; id: string };
  limit: number;
}

/** The newest first. */
export async function readInspections(database: Database, search: InspectionSearch): Promise<InspectionRow[]> {
  const { seats, unit, from, to, open, after, limit } = search;
  const conditions = [Prisma.sql`u.path && ${[...seats]}::text[]`];
  if (unit) conditions.push(Prisma.sql`u.path @> ARRAY[${unit}]::text[]`);
  if (from) conditions.push(Prisma.sql`i.planned_at >= ${from}`);
  if (to) conditions.push(Prisma.sql`i.planned_at < ${to}`);
  if (open !== undefined) conditions.push(Prisma.sql`(i.finished_at IS NULL) = ${open}`);
  if (after) conditions.push(Prisma.sql`(i.planned_at, i.id) < (${after.at}::timestamptz, ${after.id}::uuid)`);
  return database.search<InspectionRow>`${selection}
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY i.planned_at DESC, i.id DESC LIMIT ${limit}`;
}

export async function findInspection(
  database: Database,
  seats: readonly string[],
  id: string,
): Promise<InspectionRow | null> {
  const [row] = await database.sql<InspectionRow>`${selection}
    WHERE i.id::text = ${id} AND u.path && ${[...seats]}::text[]`;
  return row ?? null;
}

export async function insertInspection(
  sql: Sql,
  inspection: { id: string; building: string; name: string; plannedAt: Date; by: string },
): Promise<void> {
  const { id, building, name, plannedAt, by } = inspection;
  await sql`INSERT INTO inspection (id, building_id, name, planned_at, created_by)
    VALUES (${id}::uuid, ${building}, ${name}, ${plannedAt}, ${by})`;
}

/** Whether it was still going on: of two people who finish at once, one does it. */
export async function finishInspection(sql: Sql, id: string, by: string, at: Date): Promise<boolean> {
  const rows = await sql`UPDATE inspection SET finished_at = ${at}, finished_by = ${by}
    WHERE id = ${id}::uuid AND finished_at IS NULL RETURNING id`;
  return rows.length > 0;
}

export interface FindingRow {
  id: string;
  inspection_id: string;
  building_id: string;
  category: FindingCategory;
  risk: Risk;
  place: string;
  description: string;
  demand_id: string | null;
  created_by_username: string;
  created_by_name: string;
  created_at: Date;
}

const findings = Prisma.sql`
  SELECT f.id, f.inspection_id, i.building_id, f.category, f.risk, f.place, f.description, f.demand_id,
    c.username AS created_by_username, c.name AS created_by_name, f.created_at
  FROM finding f JOIN inspection i ON i.id = f.inspection_id JOIN unit u ON u.id = i.building_id
  JOIN staff_user c ON c.id = f.created_by`;

/** Everything found in a round, in the order of finding. */
export async function findingsOf(database: Database, inspection: string): Promise<FindingRow[]> {
  return database.sql<FindingRow>`${findings}
    WHERE f.inspection_id = ${inspection}::uuid ORDER BY f.created_at, f.id`;
}

export async function findFinding(
  database: Database,
  seats: readonly string[],
  id: string,
): Promise<FindingRow | null> {
  const [row] =
    await database.sql<FindingRow>`${findings} WHERE f.id::text = ${id} AND u.path && ${[...seats]}::text[]`;
  return row ?? null;
}

/** Of a building: amber ones that are no demand, and whose category no later round has looked at. The newest first. */
export async function unfollowedFindings(database: Database, building: string, limit: number): Promise<FindingRow[]> {
  return database.sql<FindingRow>`${findings}
    WHERE i.building_id = ${building} AND f.risk = 'amber' AND f.demand_id IS NULL AND NOT EXISTS (
      SELECT 1 FROM inspection n JOIN finding g ON g.inspection_id = n.id
      WHERE n.building_id = i.building_id AND g.category = f.category
        AND (n.planned_at, n.created_at, n.id) > (i.planned_at, i.created_at, i.id))
    ORDER BY f.created_at DESC, f.id LIMIT ${limit}`;
}

export interface StoredFinding {
  id: string;
  inspection: string;
  category: FindingCategory;
  risk: Risk;
  place: string;
  description: string;
  demandId: string | null;
  by: string;
}

/** Whether it was kept: a round that is over, or is being finished meanwhile, takes no more. */
export async function insertFinding(sql: Sql, finding: StoredFinding): Promise<boolean> {
  const { id, inspection, category, risk, place, description, demandId, by } = finding;
  const rows = await sql`
    WITH going AS (SELECT id FROM inspection WHERE id = ${inspection}::uuid AND finished_at IS NULL FOR SHARE)
    INSERT INTO finding (id, inspection_id, category, risk, place, description, demand_id, created_by, created_at)
    SELECT ${id}::uuid, going.id, ${category}, ${risk}, ${place}, ${description}, ${demandId}::uuid, ${by}, now()
    FROM going RETURNING id`;
  return rows.length > 0;
}

/** Whether it could be: not of a round that is over, nor of one that has become a demand. */
export async function correctFinding(
  sql: Sql,
  { id, category, risk, place, description }: Pick<StoredFinding, 'id' | 'category' | 'risk' | 'place' | 'description'>,
): Promise<boolean> {
  const rows =
    await sql`UPDATE finding f SET category = ${category}, risk = ${risk}, place = ${place}, description = ${description}
    FROM inspection i WHERE f.id = ${id}::uuid AND i.id = f.inspection_id AND i.finished_at IS NULL AND f.demand_id IS NULL
    RETURNING f.id`;
  return rows.length > 0;
}

/** Whether it was not one yet. */
export async function linkFinding(sql: Sql, id: string, demandId: string): Promise<boolean> {
  const rows = await sql`UPDATE finding SET demand_id = ${demandId}::uuid
    WHERE id = ${id}::uuid AND demand_id IS NULL RETURNING id`;
  return rows.length > 0;
}
