import type { Database, Sql } from '../database/client';
import { readSeats, type HeldSeats } from '../database/seats';
import { standInFor } from '../domain/absence';
import type { Hours } from '../domain/notice-channel';
import { MOST_ATTEMPTS, retryAfter } from '../domain/notice-channel';
import { isForReporter, type NoticeKind } from '../domain/notice';
import { newestQuietHours } from './quiet-hours';
import { planMessages, type KnownPreference, type PlannedMessage, type ReachedEndpoint, type World } from './plan';

export interface SpreadOptions {
  /** Channels to people that are connected. */
  connected: ReadonlySet<string>;
  /** Epoch ms. */
  now: number;
}

const AT_ONCE = 100;

interface DueRow {
  id: string;
  key: string;
  kind: NoticeKind;
  role: string | null;
  unit_id: string | null;
  user_id: string | null;
  reachable: boolean;
  demand_id: string | null;
  collected_by: string | null;
  path: string[] | null;
}

/**
 * Takes rows that ring and writes one message per channel and addressee in their place, all in one transaction, so that a
 * worker that dies leaves either nothing or everything. Answers how many rows it took. What cannot be spread holds up
 * nobody else: then each is tried by itself.
 */
export async function spreadDue(database: Database, options: SpreadOptions): Promise<number> {
  const seats = await readSeats(database);
  try {
    return await database.transact((sql) => spreadRows(sql, seats, options, AT_ONCE));
  } catch {
    return spreadOne(database, seats, options);
  }
}

async function spreadOne(database: Database, seats: HeldSeats, options: SpreadOptions): Promise<number> {
  let id: string | undefined;
  try {
    return await database.transact((sql) => spreadRows(sql, seats, options, 1, (taken) => (id = taken)));
  } catch (error) {
    if (id === undefined) throw error;
    const later = new Date(options.now + retryAfter(1, Math.random()));
    await database.sql`UPDATE message SET attempts = attempts + 1, last_error = ${String(error).slice(0, 300)}, due_at = ${later}
      WHERE id = ${id}::bigint`;
    return 1;
  }
}

async function spreadRows(
  sql: Sql,
  seats: HeldSeats,
  { connected, now }: SpreadOptions,
  limit: number,
  onTaken: (id: string) => void = () => {},
): Promise<number> {
  const rows = await sql<DueRow>`
    SELECT m.id::text, m.notice_key AS key, n.kind, n.role, n.unit_id, n.user_id, d.contact_cipher IS NOT NULL AS reachable,
      n.demand_id, d.collected_by,
      (SELECT u.path FROM unit u WHERE u.id = COALESCE(n.unit_id, d.holder_unit_id, d.lead_unit_id, d.unit_id)) AS path
    FROM message m JOIN notice n ON n.key = m.notice_key LEFT JOIN demand d ON d.id = n.demand_id
    WHERE m.channel = 'spread' AND m.sent_at IS NULL AND m.dead_at IS NULL AND m.attempts < ${MOST_ATTEMPTS}
      AND m.due_at <= ${new Date(now)}
    ORDER BY m.due_at, m.id LIMIT ${limit} FOR UPDATE OF m SKIP LOCKED`;
  if (rows.length === 0) return 0;
  onTaken(rows[0]!.id);
  const world = await readWorld(sql, rows, seats, { connected, now });
  const plans = rows.map((row) => ({ row, plan: planMessages(row, world) }));
  await writeMessages(
    sql,
    plans.flatMap(({ plan }) => plan.messages),
  );
  await tellCollectors(sql, rows, now);
  const idsOf = (empty: boolean) => plans.filter(({ plan }) => plan.nobody === empty).map(({ row }) => row.id);
  await sql`UPDATE message SET sent_at = ${new Date(now)}, attempts = attempts + 1, last_error = NULL
    WHERE id = ANY(${idsOf(false)}::bigint[])`;
  await sql`UPDATE message SET dead_at = ${new Date(now)}, attempts = attempts + 1,
    last_error = '没有可以通知的人：岗位上没有可登录的人员。请安排人员后重发。' WHERE id = ANY(${idsOf(true)}::bigint[])`;
  return rows.length;
}

/** Who left no contact is reached by whoever collected it for them, if by anybody. */
async function tellCollectors(sql: Sql, rows: readonly DueRow[], now: number): Promise<void> {
  const untold = rows
    .filter(({ kind, reachable, collected_by }) => isForReporter(kind) && !reachable && collected_by !== null)
    .map(({ key, kind, demand_id, collected_by }) => ({ key: `${key}:collector`, demand_id, collected_by, kind }));
  if (untold.length === 0) return;
  await sql`
    INSERT INTO notice (key, demand_id, kind, user_id, at, data)
    SELECT key, demand_id, 'reporter_untold', collected_by, ${new Date(now)}, jsonb_build_object('about', kind)
    FROM jsonb_to_recordset(${JSON.stringify(untold)}::jsonb) AS n(key text, demand_id uuid, collected_by text, kind text)
    ON CONFLICT (key) DO NOTHING`;
}

async function writeMessages(sql: Sql, messages: readonly PlannedMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await sql`
    INSERT INTO message (key, notice_key, channel, target, due_at)
    SELECT key, "noticeKey", channel, target, "dueAt" FROM jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) AS m(
      key text, "noticeKey" text, channel text, target text, "dueAt" timestamptz)
    ON CONFLICT (key) DO NOTHING`;
}

/** Everybody whom these rows may concern, with their addresses and wishes, as they are now. */
async function readWorld(
  sql: Sql,
  rows: readonly DueRow[],
  seats: HeldSeats,
  { connected, now }: SpreadOptions,
): Promise<World> {
  const ofSeats = rows.filter((row) => row.user_id === null && row.unit_id !== null);
  const people = await sql<{ id: string; seat: string | null }>`
    SELECT u.id, g.role || '@' || g.unit_id AS seat FROM role_grant g JOIN staff_user u ON u.id = g.user_id
      AND u.disabled_at IS NULL
    WHERE g.role || '@' || g.unit_id = ANY(${ofSeats.map((row) => `${row.role}@${row.unit_id}`)}::text[])
      AND g.unit_id = ANY(${ofSeats.map((row) => row.unit_id)}::text[])
    UNION ALL
    SELECT u.id, NULL FROM staff_user u
    WHERE u.id = ANY(${rows.flatMap((row) => row.user_id ?? [])}::text[]) AND u.disabled_at IS NULL`;
  const canSignIn = (user: string): boolean => !seats.disabled.has(user);
  const standIn = (user: string): string => standInFor(seats.absences, user, now, canSignIn) ?? user;
  const told = [...new Set(people.flatMap(({ id }) => [id, standIn(id)]))];
  const [addresses, preferences, endpoints, [policy]] = [
    await sql<{ user: string; channel: string }>`
      SELECT user_id AS "user", channel FROM staff_address WHERE user_id = ANY(${told}::text[])`,
    await sql<KnownPreference>`
      SELECT user_id AS "user", channel, kinds, quiet_from AS "quietFrom", quiet_to AS "quietTo", digest_at AS "digestAt"
      FROM notice_preference WHERE user_id = ANY(${told}::text[])`,
    await sql<ReachedEndpoint>`
      SELECT id::text, unit_id AS unit, channel, kinds FROM message_endpoint
      WHERE disabled_at IS NULL AND unit_id = ANY(${rows.flatMap(({ path }) => path ?? [])}::text[])`,
    await sql<{ quiet: Hours | null }>`${newestQuietHours}`,
  ];
  return { now, connected, people, standIn, addresses, preferences, endpoints, quiet: policy?.quiet ?? null };
}
