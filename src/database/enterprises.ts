import { Prisma, type Database, type Sql } from './client';

export interface EnterpriseRow {
  id: string;
  name: string;
  unit_id: string;
  address: string;
  retired_at: Date | null;
  team_id: string | null;
  last_visit_at: Date | null;
  next_visit_at: Date | null;
}

/**
 * From which units somebody looks: what lies in or under `seats`, what their teams look after, and what nobody looks after
 * yet in `places`, the units in which their teams work. Never what another team looks after.
 */
export interface Outlook {
  seats: string[];
  places: string[];
}

const inOutlook = ({ seats, places }: Outlook): Prisma.Sql => Prisma.sql`(
  u.path && ${seats}::text[] OR tu.path && ${seats}::text[] OR t.team_id IS NULL AND u.path && ${places}::text[])`;

const selection = (now: Date): Prisma.Sql => Prisma.sql`
  SELECT e.id, e.name, e.unit_id, e.address, e.retired_at, t.team_id,
    (SELECT max(v.done_at) FROM visit v WHERE v.enterprise_id = e.id) AS last_visit_at,
    (SELECT min(v.planned_at) FROM visit v WHERE v.enterprise_id = e.id AND v.done_at IS NULL
      AND v.cancelled_at IS NULL AND v.planned_at >= ${now}) AS next_visit_at
  FROM enterprise e JOIN unit u ON u.id = e.unit_id
  LEFT JOIN team_enterprise t ON t.enterprise_id = e.id LEFT JOIN unit tu ON tu.id = t.team_id`;

export interface EnterpriseSearch {
  outlook: Outlook;
  q?: string;
  /** In this unit or under it. */
  unit?: string;
  team?: string;
  /** Those that no team looks after. */
  unassigned?: boolean;
  retired: boolean;
  after?: { name: string; id: string };
  /** From when on an open visit is still to come. */
  today: Date;
  limit: number;
}

/** By name. */
export async function readEnterprises(database: Database, search: EnterpriseSearch): Promise<EnterpriseRow[]> {
  const { outlook, q, unit, team, unassigned, retired, after, today, limit } = search;
  const conditions = [inOutlook(outlook)];
  if (q) conditions.push(Prisma.sql`(position(${q} IN e.name) > 0 OR position(${q} IN e.address) > 0)`);
  if (unit) conditions.push(Prisma.sql`u.path @> ARRAY[${unit}]::text[]`);
  if (team) conditions.push(Prisma.sql`t.team_id = ${team}`);
  if (unassigned) conditions.push(Prisma.sql`t.team_id IS NULL`);
  if (!retired) conditions.push(Prisma.sql`e.retired_at IS NULL`);
  if (after) conditions.push(Prisma.sql`(e.name, e.id) > (${after.name}, ${after.id}::uuid)`);
  return database.search<EnterpriseRow>`${selection(today)}
    WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY e.name, e.id LIMIT ${limit}`;
}

export async function findEnterprise(
  database: Database,
  outlook: Outlook,
  id: string,
  today: Date,
): Promise<EnterpriseRow | null> {
  const [row] = await database.sql<EnterpriseRow>`${selection(today)}
    WHERE e.id::text = ${id} AND ${inOutlook(outlook)}`;
  return row ?? null;
}

/** Throws a unique violation when there is one of that name in the unit. */
export async function insertEnterprise(
  sql: Sql,
  { id, name, unit, address }: { id: string; name: string; unit: string; address: string },
): Promise<void> {
  await sql`INSERT INTO enterprise (id, name, unit_id, address) VALUES (${id}::uuid, ${name}, ${unit}, ${address})`;
}

export interface EnterpriseChange {
  id: string;
  name: string;
  address: string;
  unit: string;
  retired: boolean;
}

/** One that is retired loses its open visits: nobody is sent to it any more. */
export async function updateEnterprise(sql: Sql, change: EnterpriseChange, now: Date): Promise<void> {
  const { id, name, address, unit, retired } = change;
  await sql`UPDATE enterprise SET name = ${name}, address = ${address}, unit_id = ${unit},
    retired_at = CASE WHEN ${retired} THEN COALESCE(retired_at, ${now}) END WHERE id = ${id}::uuid`;
  if (retired) await cancelOpenVisits(sql, [id], now);
}

export async function cancelOpenVisits(sql: Sql, enterprises: readonly string[], now: Date): Promise<void> {
  await sql`UPDATE visit SET cancelled_at = ${now}
    WHERE enterprise_id = ANY(${[...enterprises]}::uuid[]) AND done_at IS NULL AND cancelled_at IS NULL`;
}
