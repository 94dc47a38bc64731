import { recordAudit } from '../database/audit';
import type { Database } from '../database/client';
import type { Seat } from '../domain/viewing';
import type { Role } from '../domain/vocabulary';
import { grantsOfUser } from './sessions';

const viewMinutes = 60;

/** Somebody at whose eyes an administrator may look through. */
export interface Viewed {
  user: string;
  username: string;
  name: string;
  grants: { role: Role; unit: string }[] | null;
  seats: Seat[] | null;
  /** Until when the viewer may; null when no view is open. */
  endsAt: Date | null;
}

/** The person who can sign in by that name, and whether the viewer is looking as them now. */
export async function findViewed(database: Database, viewer: string, username: string): Promise<Viewed | null> {
  const [row] = await database.sql<Viewed>`
    SELECT u.id AS "user", u.username, u.name, ${grantsOfUser}, (
      SELECT json_agg(json_build_object('role', g.role, 'path', n.path))
      FROM role_grant g JOIN unit n ON n.id = g.unit_id WHERE g.user_id = u.id) AS seats, (
      SELECT max(v.ends_at) FROM view_as v
      WHERE v.admin_id = ${viewer} AND v.target_id = u.id AND v.ends_at > now()) AS "endsAt"
    FROM staff_user u WHERE u.username = ${username} AND u.disabled_at IS NULL`;
  return row ?? null;
}

/** Opens a view and ends an earlier one of the same viewer; audited. Answers until when it lasts. */
export async function startView(database: Database, viewer: string, target: string, reason: string): Promise<Date> {
  return database.$transaction(async (tx) => {
    // One after the other, so that a viewer never has two views open.
    await tx.$executeRaw`SELECT 1 FROM staff_user WHERE id = ${viewer} FOR NO KEY UPDATE`;
    await tx.$executeRaw`UPDATE view_as SET ends_at = now() WHERE admin_id = ${viewer} AND ends_at > now()`;
    const [row] = await tx.$queryRaw<[{ ends_at: Date }]>`
      INSERT INTO view_as (id, admin_id, target_id, reason, ends_at)
      VALUES (gen_random_uuid(), ${viewer}, ${target}, ${reason}, now() + make_interval(mins => ${viewMinutes}::int))
      RETURNING ends_at`;
    const detail = { reason, endsAt: row.ends_at.toISOString() };
    await recordAudit(tx, { user: viewer, action: 'view_as_started', target, detail });
    return row.ends_at;
  });
}

/** Ends the viewer's open view, if there is one; audited. */
export async function endView(database: Database, viewer: string): Promise<void> {
  await database.$transaction(async (tx) => {
    const ended = await tx.$queryRaw<{ target_id: string }[]>`
      UPDATE view_as SET ends_at = now() WHERE admin_id = ${viewer} AND ends_at > now() RETURNING target_id`;
    for (const { target_id } of ended)
      await recordAudit(tx, { user: viewer, action: 'view_as_ended', target: target_id });
  });
}
