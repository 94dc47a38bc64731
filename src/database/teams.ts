import { cancelOpenVisits } from './enterprises';
import { Prisma, type Database, type Sql } from './client';

export interface TeamRow {
  id: string;
  enterprises: number;
  /** Enterprises that were visited since `month`. */
  visited: number;
  /** Demands filed from its visits. */
  demands: number;
  /** Open visits whose day is over. */
  overdue: number;
}

export interface TeamSearch {
  /** Teams in or under these units. */
  seats: readonly string[];
  unit?: string;
  team?: string;
  after?: string;
  month: Date;
  today: Date;
  limit: number;
}

/** Teams that are not closed, by their ids. */
export async function readTeams(database: Database, search: TeamSearch): Promise<TeamRow[]> {
  const { seats, unit, team, after, month, today, limit } = search;
  const conditions = [
    Prisma.sql`u.kind = 'team' AND u.closed_at IS NULL AND u.path && ${[...seats]}::text[]`,
    ...(unit ? [Prisma.sql`u.path @> ARRAY[${unit}]::text[]`] : []),
    ...(team ? [Prisma.sql`u.id = ${team}`] : []),
    ...(after ? [Prisma.sql`u.id > ${after}`] : []),
  ];
  return database.search<TeamRow>`
    SELECT u.id,
      (SELECT count(*)::int FROM team_enterprise t JOIN enterprise e ON e.id = t.enterprise_id
        WHERE t.team_id = u.id AND e.retired_at IS NULL) AS enterprises,
      (SELECT count(DISTINCT v.enterprise_id)::int FROM visit v WHERE v.team_id = u.id AND v.done_at >= ${month}) AS visited,
      (SELECT count(*)::int FROM visit v JOIN demand_origin o ON o.visit_id = v.id JOIN demand n ON n.id = o.demand_id
        WHERE v.team_id = u.id AND n.parent_id IS NULL) AS demands,
      (SELECT count(*)::int FROM visit v WHERE v.team_id = u.id AND v.done_at IS NULL AND v.cancelled_at IS NULL
        AND v.planned_at < ${today}) AS overdue
    FROM unit u WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY u.id LIMIT ${limit}`;
}

export interface HeldEnterprise {
  id: string;
  name: string;
  address: string;
  path: string[];
  retired: boolean;
  team_id: string | null;
}

/** Keeps the enterprises as they are until the transaction ends, so that no two teams take one at once. */
export async function holdEnterprises(sql: Sql, ids: readonly string[]): Promise<HeldEnterprise[]> {
  await sql`SELECT id FROM enterprise WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
  return sql<HeldEnterprise>`
    SELECT e.id, e.name, e.address, u.path, e.retired_at IS NOT NULL AS retired, t.team_id
    FROM enterprise e JOIN unit u ON u.id = e.unit_id LEFT JOIN team_enterprise t ON t.enterprise_id = e.id
    WHERE e.id = ANY(${[...ids]}::uuid[]) ORDER BY e.id`;
}

export async function enterprisesOf(sql: Sql, team: string): Promise<string[]> {
  const rows = await sql<{ id: string }>`SELECT enterprise_id AS id FROM team_enterprise WHERE team_id = ${team}`;
  return rows.map(({ id }) => id);
}

export async function lookAfter(sql: Sql, team: string, enterprises: readonly string[]): Promise<void> {
  await sql`INSERT INTO team_enterprise (team_id, enterprise_id)
    SELECT ${team}, id FROM unnest(${[...enterprises]}::uuid[]) AS id ON CONFLICT DO NOTHING`;
}

/** What the team has planned there falls away. */
export async function leaveAlone(sql: Sql, team: string, enterprises: readonly string[], now: Date): Promise<void> {
  const left = await sql<{ id: string }>`DELETE FROM team_enterprise
    WHERE team_id = ${team} AND enterprise_id = ANY(${[...enterprises]}::uuid[]) RETURNING enterprise_id AS id`;
  await cancelOpenVisits(
    sql,
    left.map(({ id }) => id),
    now,
  );
}
