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

/** The seconds to wait if the rule is over its limit, otherwise 0. Counts nothing. */
export async function secondsToWait(database: Database, { key, limit }: ThrottleRule): Promise<number> {
  const [row] = await database.sql<{ seconds: number }>`
    SELECT ceil(extract(epoch FROM locked_until - now()))::int AS seconds FROM login_throttle
    WHERE key = ${key} AND failures >= ${limit} AND locked_until > now()`;
  return row?.seconds ?? 0;
}

/**
 * Takes back an attempt that turned out well: one count of each key, and all of those of `cleared`. Windows that ended
 * a day ago are forgotten on the way.
 */
export async function forgiveAttempt(database: Database, rules: ThrottleRule[], cleared: string): Promise<void> {
  const keys = rules.map((rule) => rule.key).sort();
  await database.$executeRaw`
    WITH old AS (DELETE FROM login_throttle WHERE locked_until < now() - interval '1 day')
    UPDATE login_throttle SET failures = CASE WHEN key = ${cleared} THEN 0 ELSE greatest(failures - 1, 0) END
    WHERE key = ANY(${keys}::text[])`;
}
