import { COVERED_ROLES } from '../domain/acting';
import type { Role } from '../domain/vocabulary';
import { Prisma, type Database } from './client';

export interface VacantSeat {
  unit_id: string;
  role: Role;
  closed: boolean;
  /** The nearest unit above with somebody in that role; null when there is none up to the district. */
  covered_by: string | null;
  /** How many people there can act. */
  people: number;
  /** Open tasks that wait for the seat. */
  tasks: number;
}

const MOST = 500;

/**
 * Seats of these units (null: of all) in which nobody is: nobody can sign in, or who can is away and `unattended`. Of open
 * committees and of units with any people every role that demands wait for there, and elsewhere what work waits for. Most work
 * first.
 */
export async function readVacantSeats(
  database: Database,
  units: readonly string[] | null,
  unattended: readonly string[],
): Promise<VacantSeat[]> {
  const isThere = Prisma.sql`u.disabled_at IS NULL AND u.id <> ALL(${[...unattended]}::text[])`;
  const hasSomebody = (unit: Prisma.Sql, role: Prisma.Sql) => Prisma.sql`EXISTS (
    SELECT 1 FROM role_grant g JOIN staff_user u ON u.id = g.user_id AND ${isThere}
    WHERE g.unit_id = ${unit} AND g.role = ${role})`;
  const within = units === null ? Prisma.sql`TRUE` : Prisma.sql`n.id = ANY(${[...units]}::text[])`;
  const roles = [...COVERED_ROLES];
  return database.search<VacantSeat>`
    WITH waiting AS (SELECT unit_id, role, count(*)::int AS tasks FROM task WHERE role = ANY(${roles}::text[]) GROUP BY unit_id, role),
    vacant AS (
      SELECT n.id, n.path, n.closed_at IS NOT NULL AS closed, r.role, COALESCE(w.tasks, 0) AS tasks
      FROM unit n CROSS JOIN unnest(${roles}::text[]) AS r(role)
      LEFT JOIN waiting w ON w.unit_id = n.id AND w.role = r.role
      WHERE ${within} AND NOT ${hasSomebody(Prisma.sql`n.id`, Prisma.sql`r.role`)} AND (w.tasks > 0 OR n.closed_at IS NULL AND (
        n.kind IN ('district', 'street', 'community', 'park')
        OR r.role <> 'dispatcher' AND EXISTS (SELECT 1 FROM role_grant g WHERE g.unit_id = n.id))))
    SELECT v.id AS unit_id, v.role, v.closed, v.tasks, above.id AS covered_by, COALESCE(above.people, 0) AS people
    FROM vacant v LEFT JOIN LATERAL (
      SELECT p.id, (SELECT count(*)::int FROM role_grant g JOIN staff_user u ON u.id = g.user_id AND ${isThere}
        WHERE g.unit_id = p.id AND g.role = v.role) AS people
      FROM unnest(v.path) WITH ORDINALITY AS p(id, depth)
      WHERE ${hasSomebody(Prisma.sql`p.id`, Prisma.sql`v.role`)} ORDER BY p.depth DESC LIMIT 1) above ON TRUE
    ORDER BY v.tasks DESC, v.path, array_position(${roles}::text[], v.role) LIMIT ${MOST}`;
}
