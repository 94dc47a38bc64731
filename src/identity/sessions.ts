import type { Database, Transaction } from '../database/client';
import { newToken, tokenHash } from './tokens';

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
