import type { Database } from '../database/client';

export type ThrottleRule = { key: string; limit: number };

/**
 * Counts an attempt against every rule and answers the seconds to wait if one is over its limit, otherwise 0.
 * Counted before the attempt is made, in one statement, so that a parallel burst cannot slip through; the count
 * stands in the database, so it holds across server processes. `locked_until` is the end of the counting window.
 */
export async function countAttempt(database: Database, rules: ThrottleRule[], windowMinutes: number): Promise<number> {
  // Sorted, so that two logins with common keys lock the rows in the same order.
  const keys = rules.map((rule) => rule.key).sort();
  const rows = await database.$queryRaw<{ key: string; failures: number; secondsLeft: number }[]>`
    INSERT INTO login_throttle AS t (key, failures, window_start, locked_until)
    SELECT key, 1, now(), now() + make_interval(mins => ${windowMinutes}::int) FROM unnest(${keys}::text[]) AS key
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN t.locked_until > now() THEN t.failures + 1 ELSE 1 END,
      window_start = CASE WHEN t.locked_until > now() THEN t.window_start ELSE excluded.window_start END,
      locked_until = CASE WHEN t.locked_until > now() THEN t.locked_until ELSE excluded.locked_until END
    RETURNING key, failures, ceil(extract(epoch FROM locked_until - now()))::int AS "secondsLeft"`;
  const over = rows.filter((row) => row.failures > rules.find((rule) => rule.key === row.key)!.limit);
  return Math.max(0, ...over.map((row) => row.secondsLeft));
}

/** Takes back an attempt that turned out well: one count of each key, and all of those of `cleared`. */
export async function forgiveAttempt(database: Database, rules: ThrottleRule[], cleared: string): Promise<void> {
  const keys = rules.map((rule) => rule.key).sort();
  await database.$executeRaw`
    UPDATE login_throttle SET failures = CASE WHEN key = ${cleared} THEN 0 ELSE greatest(failures - 1, 0) END
    WHERE key = ANY(${keys}::text[])`;
}

/** Forgets windows that ended long ago. */
export async function removeOldAttempts(database: Database): Promise<void> {
  await database.$executeRaw`DELETE FROM login_throttle WHERE locked_until < now() - interval '1 day'`;
}
