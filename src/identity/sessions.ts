import { type Database, Prisma, type Transaction } from '../database/client';
import { newToken, tokenHash } from './tokens';

const sessionIdleMinutes = 30;

/** Whether a session `s` of a user `u` still counts. */
export const isLiveSession = Prisma.sql`s.revoked_at IS NULL AND s.expires_at > now()
  AND s.last_seen_at > now() - make_interval(mins => ${sessionIdleMinutes}::int) AND u.disabled_at IS NULL`;

/** The roles of a user `u` in units, always in the same order; null when there are none. */
export const grantsOfUser = Prisma.sql`(
  SELECT json_agg(json_build_object('role', g.role, 'unit', g.unit_id) ORDER BY g.unit_id, g.role)
  FROM role_grant g WHERE g.user_id = u.id) AS grants`;

/** A new token at every login. Sessions of the user that have ended are forgotten on the way. */
export async function openSession(database: Database, userId: string, hours: number): Promise<string> {
  const token = newToken();
  await database.$executeRaw`
    WITH ended AS (
      DELETE FROM session WHERE user_id = ${userId} AND (expires_at < now() OR revoked_at IS NOT NULL)
    )
    INSERT INTO session (token_hash, user_id, created_at, last_seen_at, expires_at)
    VALUES (${tokenHash(token)}, ${userId}, now(), now(), now() + make_interval(hours => ${hours}::int))`;
  return token;
}

export async function closeSession(database: Database, hash: Buffer): Promise<void> {
  await database.$executeRaw`UPDATE session SET revoked_at = now() WHERE token_hash = ${hash} AND revoked_at IS NULL`;
}

export async function closeAllSessions(database: Database | Transaction, userId: string): Promise<void> {
  await database.$executeRaw`UPDATE session SET revoked_at = now() WHERE user_id = ${userId} AND revoked_at IS NULL`;
}

export async function closeOtherSessions(transaction: Transaction, userId: string, kept: Buffer): Promise<void> {
  await transaction.$executeRaw`
    UPDATE session SET revoked_at = now() WHERE user_id = ${userId} AND token_hash <> ${kept} AND revoked_at IS NULL`;
}

/** The grants behind each of these sessions that still counts, by token hash in hex. Looking does not keep a session alive. */
export async function liveSessions(database: Database, hashes: readonly Buffer[]): Promise<Map<string, Grants>> {
  const rows = await database.sql<{ hash: string; grants: Grants | null }>`
    SELECT encode(s.token_hash, 'hex') AS hash, ${grantsOfUser}
    FROM session s JOIN staff_user u ON u.id = s.user_id WHERE s.token_hash = ANY(${[...hashes]}::bytea[]) AND ${isLiveSession}`;
  return new Map(rows.map(({ hash, grants }) => [hash, grants ?? []]));
}

type Grants = { role: string; unit: string }[];
