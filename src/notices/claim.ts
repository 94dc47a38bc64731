import { Prisma, type Database, type Sql } from '../database/client';
import {
  ENDPOINT_CHANNELS,
  MOST_ATTEMPTS,
  ROBOT_CHANNELS,
  sendTime,
  type Hours,
  type RobotChannel,
} from '../domain/notice-channel';
import type { NoticeKind } from '../domain/notice';
import type { ClockName, Stage } from '../domain/vocabulary';
import { newestQuietHours } from './quiet-hours';
import { ROBOT_BYTES, ROBOT_LIMIT, shareOut } from './robots';

/**
 * How long a claimed message is left to whoever claimed it (ms): longer than any provider is waited for, because everything
 * that was claimed together is sent at the same time.
 */
export const LEASE = 120_000;
const AT_ONCE = 20;

/** A message with all that is needed to send it. */
export interface Claimed {
  id: string;
  key: string;
  channel: string;
  target: string | null;
  attempts: number;
  /** The number of this try in the log. */
  attempt: number;
  unsure: boolean;
  kind: NoticeKind | null;
  clock: ClockName | null;
  data: Record<string, unknown> | null;
  at: Date | null;
  unit: string | null;
  demand_id: string | null;
  number: string | null;
  stage: Stage | null;
  round: number | null;
  contact: Buffer | null;
  address: Buffer | null;
  digest_at: number | null;
  /** The person's own quiet hours, in minutes of the local day. */
  quiet_from: number | null;
  quiet_to: number | null;
}

/** Sent as one message; only the first has the try in the log, and the others point to it. */
export type Group = Claimed[];

/** All that is known of messages `m`, for sending them. */
const context = Prisma.sql`
  SELECT m.id::text, m.key, m.channel, m.target, m.attempts, m.unsure, n.kind, n.clock, n.data, n.at, u.name AS unit,
    d.id AS demand_id, d.number, d.stage, d.round, CASE WHEN m.target IS NULL THEN d.contact_cipher END AS contact, a.cipher AS address,
    p.digest_at, p.quiet_from, p.quiet_to, 0 AS attempt
  FROM message m LEFT JOIN notice n ON n.key = m.notice_key LEFT JOIN demand d ON d.id = n.demand_id
  LEFT JOIN unit u ON u.id = n.unit_id
  LEFT JOIN staff_address a ON a.user_id = m.target AND a.channel = m.channel
  LEFT JOIN notice_preference p ON p.user_id = m.target AND p.channel = m.channel`;

const isDue = (now: number): Prisma.Sql => Prisma.sql`
  m.sent_at IS NULL AND m.dead_at IS NULL AND m.attempts < ${MOST_ATTEMPTS} AND m.due_at <= ${new Date(now)}`;

/** What does not wait for each other: a channel to people, one machine, one robot (`target`). */
export interface Lane {
  channel: string;
  target: string | null;
}

/** In which something is due. */
export const waitingLanes = (database: Database, now: number): Promise<Lane[]> => database.sql<Lane>`
  SELECT DISTINCT m.channel, CASE WHEN m.channel = ANY(${[...ENDPOINT_CHANNELS]}::text[]) THEN m.target END AS target
  FROM message m WHERE ${isDue(now)} AND m.channel <> 'spread'`;

/** Messages to people and machines that are due, of one lane or of all, in the groups in which they go out. */
export async function claimDue(database: Database, now: number, lane: Lane | null = null): Promise<Group[]> {
  const channel = lane ? Prisma.sql`AND m.channel = ${lane.channel}` : Prisma.empty;
  const target = lane?.target == null ? Prisma.empty : Prisma.sql`AND m.target = ${lane.target}`;
  return database.transact(async (sql) => {
    const elsewhere = ['spread', ...ROBOT_CHANNELS];
    const found = await sql<Claimed>`${context}
      WHERE ${isDue(now)} AND m.channel <> ALL(${elsewhere}::text[]) ${channel} ${target}
      ORDER BY m.due_at, m.id LIMIT ${AT_ONCE} FOR UPDATE OF m SKIP LOCKED`;
    const due = await outsideQuietHours(sql, found, now);
    if (due.length === 0) return [];
    const groups = [...gatherDigests(due), ...due.filter((each) => each.digest_at === null).map((each) => [each])];
    for (const group of groups) if (group[0]!.digest_at !== null) group.push(...(await restOf(sql, group, now)));
    return take(sql, groups, now);
  });
}

/** Hours in which nothing rings for whoever this goes to; machines and the development sink have none. */
export function quietHoursOf(
  { channel, quiet_from: from, quiet_to: to }: Pick<Claimed, 'channel' | 'quiet_from' | 'quiet_to'>,
  policy: Hours | null,
): (Hours | null)[] {
  if (channel === 'webhook' || channel === 'sink') return [];
  return [policy, from === null || to === null ? null : { from, to }];
}

/** What an outage or a replay brought into the night waits for its end. */
async function outsideQuietHours(sql: Sql, found: readonly Claimed[], now: number): Promise<Claimed[]> {
  if (found.length === 0) return [];
  const [policy] = await sql<{ quiet: Hours | null }>`${newestQuietHours}`;
  const timed = found.map((each) => ({ each, at: sendTime(now, quietHoursOf(each, policy?.quiet ?? null)) }));
  for (const { each, at } of timed.filter((one) => one.at > now))
    await sql`UPDATE message SET due_at = ${new Date(at)} WHERE id = ${each.id}::bigint`;
  return timed.filter(({ at }) => at <= now).map(({ each }) => each);
}

function gatherDigests(due: readonly Claimed[]): Group[] {
  const groups = new Map<string, Group>();
  for (const each of due.filter(({ digest_at }) => digest_at !== null)) {
    const whose = `${each.channel} ${each.target}`;
    groups.set(whose, [...(groups.get(whose) ?? []), each]);
  }
  return [...groups.values()];
}

const restOf = (sql: Sql, group: Group, now: number): Promise<Claimed[]> => sql<Claimed>`${context}
  WHERE ${isDue(now)} AND m.channel = ${group[0]!.channel} AND m.target = ${group[0]!.target}
    AND m.id <> ALL(${group.map(({ id }) => id)}::bigint[])
  ORDER BY m.id LIMIT 500 FOR UPDATE OF m SKIP LOCKED`;

/**
 * What one robot may say now. The tries of the last minute are its bucket, counted under a lock, so that all workers together
 * keep the limit; what exceeds it is gathered, and what does not fit even so waits for the next minute.
 */
export async function claimRobot(
  database: Database,
  robot: string,
  now: number,
  lineOf: (message: Claimed) => string,
): Promise<Group[]> {
  return database.transact(async (sql) => {
    const [lock] = await sql<{ got: boolean }>`SELECT pg_try_advisory_xact_lock(hashtext(${`robot ${robot}`})) AS got`;
    if (!lock!.got) return [];
    const left = ROBOT_LIMIT.messages - (await saidLately(sql, robot, now));
    if (left <= 0) return [];
    const found = await sql<Claimed>`${context}
      WHERE ${isDue(now)} AND m.target = ${robot} ORDER BY m.due_at, m.id LIMIT 1000 FOR UPDATE OF m SKIP LOCKED`;
    const due = await outsideQuietHours(sql, found, now);
    if (due.length === 0) return [];
    const most = ROBOT_BYTES[due[0]!.channel as RobotChannel];
    const bytesOf = (each: Claimed): number => Buffer.byteLength(lineOf(each));
    return take(sql, shareOut(due, left, bytesOf, most), now);
  });
}

async function saidLately(sql: Sql, robot: string, now: number): Promise<number> {
  const since = new Date(now - ROBOT_LIMIT.windowMs);
  const [row] = await sql<{ said: number }>`
    SELECT count(*)::int AS said FROM message m JOIN message_attempt a ON a.message_id = m.id
    WHERE m.target = ${robot} AND (m.sent_at IS NULL OR m.sent_at > ${since}) AND a.at > ${since}`;
  return row!.said;
}

/**
 * Writes the try down before it is made: should this process die, the log says that nobody knows what became of it, and the
 * next try goes out as a repetition.
 */
async function take(sql: Sql, groups: Group[], now: number): Promise<Group[]> {
  const all = groups.flatMap((group) => group.map(({ id }) => ({ id, first: group[0]!.id })));
  const until = new Date(now + LEASE);
  const claimed = await sql<{ id: string; attempts: number; unsure: boolean; attempt: number }>`
    WITH claim AS (SELECT * FROM jsonb_to_recordset(${JSON.stringify(all)}::jsonb) AS c(id bigint, first bigint)),
    tried AS (
      INSERT INTO message_attempt (message_id, attempt, at, outcome, detail, ms)
      SELECT c.id, COALESCE((SELECT max(a.attempt) FROM message_attempt a WHERE a.message_id = c.id), 0) + 1, ${new Date(now)},
        'timed_out', '没有等到结果', 0
      FROM claim c WHERE c.id = c.first RETURNING message_id, attempt)
    UPDATE message m SET attempts = m.attempts + 1, due_at = ${until},
      digest_id = CASE WHEN c.id <> c.first THEN c.first END,
      unsure = m.unsure OR m.digest_id IS NOT NULL OR COALESCE((
        SELECT a.outcome = 'timed_out' FROM message_attempt a WHERE a.message_id = m.id ORDER BY a.attempt DESC LIMIT 1), false)
    FROM claim c WHERE m.id = c.id
    RETURNING m.id::text, m.attempts, m.unsure, COALESCE((SELECT t.attempt FROM tried t WHERE t.message_id = m.id), 0) AS attempt`;
  const byId = new Map(claimed.map((row) => [row.id, row]));
  return groups.map((group) => group.map((each) => ({ ...each, ...byId.get(each.id)! })));
}
