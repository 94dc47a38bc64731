import { recordAudit } from '../database/audit';
import type { Database } from '../database/client';
import { hashPassword, verifyPassword } from './passwords';
import { closeOtherSessions } from './sessions';

/**
 * Gives the user a new password if `current` is the one they have, ends all their sessions but this one, and audits it.
 * Answers false when `current` is wrong.
 */
export async function changeOwnPassword(
  database: Database,
  { user, session }: { user: string; session: Buffer },
  { current, next }: { current: string; next: string },
): Promise<boolean> {
  const held = await database.user.findUniqueOrThrow({ where: { id: user }, select: { passwordHash: true } });
  if (!(await verifyPassword(held.passwordHash, current))) return false;
  const passwordHash = await hashPassword(next);
  return database.$transaction(async (tx) => {
    // An administrator may have given another one meanwhile; that one counts.
    const { count } = await tx.user.updateMany({ where: { id: user, ...held }, data: { passwordHash } });
    if (count === 0) return false;
    await closeOtherSessions(tx, user, session);
    await recordAudit(tx, { user, action: 'password_changed', target: user });
    return true;
  });
}
