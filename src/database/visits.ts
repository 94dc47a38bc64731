import type { VisitState } from '../domain/visit';
import { Prisma, type Database, type Sql } from './client';

export interface VisitRow {
  id: string;
  team_id: string;
  enterprise_id: string;
  enterprise_name: string;
  enterprise_address: string;
  enterprise_unit_id: string;
  planned_at: Date;
  planned_by_username: string;
  planned_by_name: string;
  done_at: Date | null;
  done_by_username: string | null;
  done_by_name: string | null;
  summary: string | null;
  cancelled_at: Date | null;
  demands: number;
}

const selection = Prisma.sql`
  SELECT v.id, v.team_id, v.enterprise_id, e.name AS enterprise_name, e.address AS enterprise_address,
    e.unit_id AS enterprise_unit_id, v.planned_at, p.username AS planned_by_username, p.name AS planned_by_name,
    v.done_at, d.username AS done_by_username, d.name AS done_by_name, v.summary, v.cancelled_at,
    (SELECT count(*)::int FROM demand_origin o JOIN demand n ON n.id = o.demand_id
      WHERE o.visit_id = v.id AND n.parent_id IS NULL) AS demands
  FROM visit v JOIN unit u ON u.id = v.team_id JOIN enterprise e ON e.id = v.enterprise_id
  JOIN staff_user p ON p.id = v.planned_by LEFT JOIN staff_user d ON d.id = v.done_by`;

const isOpen = Prisma.sql`v.done_at IS NULL AND v.cancelled_at IS NULL`;

/** The rule of `visitState`, as PostgreSQL says it. */
const inState = (state: VisitState, today: Date): Prisma.Sql =>
  ({
    done: Prisma.sql`v.done_at IS NOT NULL`,
    cancelled: Prisma.sql`v.cancelled_at IS NOT NULL`,
    planned: Prisma.sql`${isOpen} AND v.planned_at >= ${today}`,
    missed: Prisma.sql`${isOpen} AND v.planned_at < ${today}`,
  })[state];

export interface VisitSearch {
  /** Visits of teams in or under these units. */
  seats: readonly string[];
  /** Of exactly these teams. */
  teams?: readonly string[];
  enterprise?: string;
  from?: Date;
  /** Not included. */
  to?: Date;
  states?: readonly VisitState[];
  newestFirst: boolean;
  after?: { at: string; id: string };
  today: Date;
  limit: number;
}

/** By the time they are planned for. */
export async function readVisits(database: Database, search: VisitSearch): Promise<VisitRow[]> {
  const { seats, teams, enterprise, from, to, states, newestFirst, after, today, limit } = search;
  const conditions = [Prisma.sql`u.path && ${[...seats]}::text[]`];
  if (teams) conditions.push(Prisma.sql`v.team_id = ANY(${[...teams]}::text[])`);
  if (enterprise) conditions.push(Prisma.sql`v.enterprise_id::text = ${enterprise}`);
  if (from) conditions.push(Prisma.sql`v.planned_at >= ${from}`);
  if (to) conditions.push(Prisma.sql`v.planned_at < ${to}`);
  if (states)
    conditions.push(
      Prisma.sql`(${Prisma.join(
        states.map((state) => Prisma.sql`(${inState(state, today)})`),
        ' OR ',
      )})`,
    );
  if (after) {
    const key = Prisma.sql`(${after.at}::timestamptz, ${after.id}::uuid)`;
    conditions.push(
      newestFirst ? Prisma.sql`(v.planned_at, v.id) < ${key}` : Prisma.sql`(v.planned_at, v.id) > ${key}`,
    );
  }
  const order = newestFirst ? Prisma.sql`v.planned_at DESC, v.id DESC` : Prisma.sql`v.planned_at, v.id`;
  return database.search<VisitRow>`${selection}
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY ${order} LIMIT ${limit}`;
}

/** The visit, for whoever has a seat in its team or above; one of another team is not there. */
export async function findVisit(database: Database, seats: readonly string[], id: string): Promise<VisitRow | null> {
  const [row] = await database.sql<VisitRow>`${selection} WHERE v.id::text = ${id} AND u.path && ${[...seats]}::text[]`;
  return row ?? null;
}

export interface PlannedVisit {
  id: string;
  team: string;
  enterprise: string;
  plannedAt: Date;
  plannedBy: string;
}

export async function insertVisits(sql: Sql, visits: readonly PlannedVisit[]): Promise<void> {
  const rows = visits.map(
    ({ id, team, enterprise, plannedAt, plannedBy }) =>
      Prisma.sql`(${id}::uuid, ${team}, ${enterprise}::uuid, ${plannedAt}::timestamptz, ${plannedBy})`,
  );
  await sql`INSERT INTO visit (id, team_id, enterprise_id, planned_at, planned_by) VALUES ${Prisma.join(rows)}`;
}

/** Another visit that is still to be made to the same enterprise in the same hour as one of these, or null. */
export async function plannedAlready(
  sql: Sql,
  visits: readonly PlannedVisit[],
): Promise<{ name: string; planned_at: Date } | null> {
  const [row] = await sql<{ name: string; planned_at: Date }>`
    SELECT e.name, v.planned_at FROM visit v JOIN enterprise e ON e.id = v.enterprise_id
    JOIN unnest(${visits.map(({ enterprise }) => enterprise)}::uuid[], ${visits.map(({ plannedAt }) => plannedAt)}::timestamptz[])
      AS w(enterprise, at) ON w.enterprise = v.enterprise_id AND date_trunc('hour', w.at) = date_trunc('hour', v.planned_at)
    WHERE ${isOpen} AND v.id <> ALL(${visits.map(({ id }) => id)}::uuid[]) LIMIT 1`;
  return row ?? null;
}

/** Each answers whether the visit was still open: of two at once, one does it. */
export async function recordVisit(
  sql: Sql,
  { id, by, summary, at }: { id: string; by: string; summary: string; at: Date },
): Promise<boolean> {
  const rows = await sql`UPDATE visit v SET done_at = ${at}, done_by = ${by}, summary = ${summary}
    WHERE v.id = ${id}::uuid AND ${isOpen} RETURNING v.id`;
  return rows.length > 0;
}

/** Whether it still said that: of two corrections at once, one is made. */
export async function correctVisit(
  sql: Sql,
  { id, before, after }: { id: string; before: string; after: string },
): Promise<boolean> {
  const rows = await sql`UPDATE visit v SET summary = ${after}
    WHERE v.id = ${id}::uuid AND v.done_at IS NOT NULL AND v.summary = ${before} RETURNING v.id`;
  return rows.length > 0;
}

export async function cancelVisit(sql: Sql, id: string, at: Date): Promise<boolean> {
  const rows = await sql`UPDATE visit v SET cancelled_at = ${at} WHERE v.id = ${id}::uuid AND ${isOpen} RETURNING v.id`;
  return rows.length > 0;
}

export async function moveVisit(sql: Sql, id: string, to: Date): Promise<boolean> {
  const rows = await sql`UPDATE visit v SET planned_at = ${to} WHERE v.id = ${id}::uuid AND ${isOpen} RETURNING v.id`;
  return rows.length > 0;
}
