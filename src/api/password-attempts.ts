import { z } from 'zod';
import type { Database } from '../database/client';
import { passwordMaxLength, passwordMinLength } from '../identity/passwords';
import { countAttempt, forgiveAttempt } from '../identity/throttle';
import { Problem } from './errors';

/** What is common or holds the user's name is refused later, see password-rules.ts. */
export const newPasswordSchema = z
  .string()
  .min(passwordMinLength, `口令不能少于 ${passwordMinLength} 个字符`)
  .max(passwordMaxLength);

// Per 15 minutes. The looser one lets a whole office behind one address make mistakes.
const throttleWindowMinutes = 15;
const attemptsPerUser = 10;
const attemptsPerAddress = 200;

/**
 * Counts an attempt to give the password of `key` and answers what takes it back when it was right. Throws
 * `too_many_attempts` when there were too many.
 */
export async function countPasswordAttempt(
  database: Database,
  key: string,
  address: string,
): Promise<() => Promise<void>> {
  const rules = [
    { key, limit: attemptsPerUser },
    { key: `address:${address}`, limit: attemptsPerAddress },
  ];
  const wait = await countAttempt(database, rules, throttleWindowMinutes);
  if (wait > 0) {
    const detail = `口令输错次数过多，请 ${Math.ceil(wait / 60)} 分钟后再试，或联系管理员。`;
    throw new Problem('too_many_attempts', detail, { retryAfter: wait });
  }
  return () => forgiveAttempt(database, rules, key);
}
