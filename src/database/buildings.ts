import type { FindingCategory } from '../domain/inspection';
import { ENDED_STAGES, type Risk } from '../domain/vocabulary';
import { Prisma, type Database } from './client';
import { isMeant } from './inspections';

export interface BuildingRow {
  id: string;
  last_at: Date | null;
  open_rounds: number;
  open_demands: number;
}

export interface BuildingSearch {
  /** Buildings in or under these units. */
  seats: readonly string[];
  unit?: string;
  building?: string;
  after?: string;
  limit: number;
}

/** Buildings that are not closed, by their ids, with when somebody last found something there. */
export async function readBuildings(database: Database, search: BuildingSearch): Promise<BuildingRow[]> {
  const { seats, unit, building, after, limit } = search;
  const conditions = [
    Prisma.sql`u.kind = 'building' AND u.closed_at IS NULL AND u.path && ${[...seats]}::text[]`,
    ...(unit ? [Prisma.sql`u.path @> ARRAY[${unit}]::text[]`] : []),
    ...(building ? [Prisma.sql`u.id = ${building}`] : []),
    ...(after ? [Prisma.sql`u.id > ${after}`] : []),
  ];
  return database.search<BuildingRow>`
    SELECT u.id,
      (SELECT max(f.created_at) FROM inspection i JOIN finding f ON f.inspection_id = i.id
        WHERE i.building_id = u.id) AS last_at,
      (SELECT count(*)::int FROM inspection i WHERE i.building_id = u.id AND i.finished_at IS NULL) AS open_rounds,
      (SELECT count(*)::int FROM inspection i JOIN finding f ON f.inspection_id = i.id JOIN demand d ON d.id = f.demand_id
        WHERE i.building_id = u.id AND d.stage <> ALL(${[...ENDED_STAGES]}::text[])) AS open_demands
    FROM unit u WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY u.id LIMIT ${limit}`;
}

export interface CategoryRisk {
  building_id: string;
  inspection_id: string;
  name: string;
  planned_at: Date;
  category: FindingCategory;
  risk: Risk;
}

const gravestFirst = Prisma.sql`array_position(ARRAY['red', 'amber', 'green'], f.risk)`;

/** For each building and category, the gravest risk of the newest round that looked at it. */
export async function newestRisks(database: Database, buildings: readonly string[]): Promise<CategoryRisk[]> {
  return database.search<CategoryRisk>`
    SELECT DISTINCT ON (i.building_id, f.category)
      i.building_id, i.id AS inspection_id, i.name, i.planned_at, f.category, f.risk
    FROM inspection i JOIN finding f ON f.inspection_id = i.id
    WHERE i.building_id = ANY(${[...buildings]}::text[]) AND ${isMeant}
    ORDER BY i.building_id, f.category, i.planned_at DESC, i.created_at DESC, i.id, ${gravestFirst}`;
}

export interface Round {
  id: string;
  name: string;
  planned_at: Date;
  finished_at: Date | null;
}

/** The last rounds of a building, the newest first, and what they found by category: the gravest of each. */
export async function readRounds(
  database: Database,
  building: string,
  limit: number,
): Promise<{ rounds: Round[]; risks: CategoryRisk[] }> {
  const rounds = await database.sql<Round>`SELECT id, name, planned_at, finished_at FROM inspection
    WHERE building_id = ${building} ORDER BY planned_at DESC, created_at DESC, id LIMIT ${limit}`;
  const risks = await database.search<CategoryRisk>`
    SELECT DISTINCT ON (i.id, f.category) i.building_id, i.id AS inspection_id, i.name, i.planned_at, f.category, f.risk
    FROM inspection i JOIN finding f ON f.inspection_id = i.id
    WHERE i.id = ANY(${rounds.map(({ id }) => id)}::uuid[]) AND ${isMeant}
    ORDER BY i.id, f.category, ${gravestFirst}`;
  return { rounds, risks };
}
