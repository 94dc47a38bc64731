import type { NoticeKind } from '../domain/notice';
import { MOST_ATTEMPTS, NOT_NEEDED } from '../domain/notice-channel';
import type { ClockName } from '../domain/vocabulary';
import { recordAuditIn } from './audit';
import { Prisma, type Database } from './client';

export const MESSAGE_STATES = ['waiting', 'sent', 'failed', 'skipped'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];
export const ATTEMPT_RESULTS = ['sent', 'refused', 'failed', 'timed_out'] as const;
export type AttemptResult = (typeof ATTEMPT_RESULTS)[number];

export interface MessageRow {
  /** Decimal digits: it may not fit a number. */
  id: string;
  channel: string;
  /** The channel that was meant, also where it is not connected. */
  meant: string;
  state: MessageState;
  kind: NoticeKind;
  clock: ClockName | null;
  data: Record<string, unknown> | null;
  role: string | null;
  unit_id: string | null;
  unit_name: string | null;
  username: string | null;
  user_name: string | null;
  /** Of the robot or webhook. */
  endpoint: string | null;
  about_demand: boolean;
  number: string | null;
  /** When it happened that the message tells of, and how many seconds that came late. */
  at: Date;
  late_by: number;
  due_at: Date;
  sent_at: Date | null;
  attempts: number;
  last_error: string | null;
  unsure: boolean;
  receipt: string | null;
  /** The message in which this one was gathered. */
  digest_id: string | null;
  /** Of the demand's policy. */
  quiet: { from: number; to: number } | null;
}

export interface MessageFilter {
  state?: MessageState;
  channel?: string;
  kind?: NoticeKind;
  /** Number of a demand. */
  demand?: string;
}

export interface MessageSearch extends MessageFilter {
  /** Which demands `d` the reader may see; all: also messages about others, without their numbers. */
  sight: Prisma.Sql;
  all: boolean;
  id?: string;
  /** Id before which to go on. */
  before?: string;
  limit: number;
}

const isSkipped = Prisma.sql`m.dead_at IS NOT NULL AND m.last_error = ${NOT_NEEDED}`;
const IN_STATE: Record<MessageState, Prisma.Sql> = {
  waiting: Prisma.sql`m.sent_at IS NULL AND m.dead_at IS NULL AND m.attempts < ${MOST_ATTEMPTS}`,
  sent: Prisma.sql`m.sent_at IS NOT NULL`,
  failed: Prisma.sql`m.sent_at IS NULL AND (m.dead_at IS NOT NULL OR m.attempts >= ${MOST_ATTEMPTS})
    AND NOT COALESCE(${isSkipped}, false)`,
  skipped: Prisma.sql`m.sent_at IS NULL AND ${isSkipped}`,
};
export const messageState = Prisma.sql`CASE WHEN ${IN_STATE.sent} THEN 'sent' WHEN ${IN_STATE.failed} THEN 'failed'
  WHEN ${IN_STATE.skipped} THEN 'skipped' ELSE 'waiting' END`;
/** Whoever filed the demand has none in their place. */
export const meantChannel = Prisma.sql`split_part(substr(m.key, length(m.notice_key) + 2), ':', 1)`;
/** What was spread stands for itself in the messages that came of it. */
export const isShown = Prisma.sql`NOT (m.channel = 'spread' AND m.sent_at IS NOT NULL)`;

function conditionsOf({ all, state, channel, kind, demand, id, before }: MessageSearch): Prisma.Sql {
  const conditions = [all ? Prisma.sql`TRUE` : Prisma.sql`d.id IS NOT NULL`, isShown];
  if (state) conditions.push(IN_STATE[state]);
  if (channel) conditions.push(Prisma.sql`(m.channel = ${channel} OR ${meantChannel} = ${channel})`);
  if (kind) conditions.push(Prisma.sql`n.kind = ${kind}`);
  if (demand) conditions.push(Prisma.sql`d.number = ${demand}`);
  if (id) conditions.push(Prisma.sql`m.id = ${id}::bigint`);
  if (before) conditions.push(Prisma.sql`m.id < ${before}::bigint`);
  return Prisma.join(conditions, ' AND ');
}

/** Messages that ring, newest first. */
export async function readMessages(database: Database, search: MessageSearch): Promise<MessageRow[]> {
  const { sight, all, limit } = search;
  const seen = Prisma.sql`SELECT d.id, d.number, d.policy_version FROM demand d WHERE ${sight}`;
  const fence = !all && (await seesFew(database, sight)) ? Prisma.sql`OFFSET 0` : Prisma.empty;
  return database.search<MessageRow>`
    SELECT m.id::text, m.channel, ${meantChannel} AS meant,
      ${messageState} AS state,
      n.kind, n.clock, n.data, n.role, n.unit_id, un.name AS unit_name, COALESCE(t.username, u.username) AS username,
      COALESCE(t.name, u.name) AS user_name, e.name AS endpoint, n.demand_id IS NOT NULL AS about_demand, d.number, n.at,
      n.late_by, m.due_at, m.sent_at, m.attempts, m.last_error, m.unsure, m.receipt, m.digest_id::text,
      p.data->'quietHours' AS quiet
    FROM message m
    JOIN notice n ON n.key = m.notice_key
    LEFT JOIN (${seen} ${fence}) d ON d.id = n.demand_id
    LEFT JOIN policy p ON p.version = d.policy_version
    LEFT JOIN staff_user u ON u.id = n.user_id
    LEFT JOIN staff_user t ON t.id = m.target
    LEFT JOIN unit un ON un.id = n.unit_id
    LEFT JOIN message_endpoint e ON e.id::text = m.target
    WHERE ${conditionsOf(search)}
    ORDER BY m.id DESC LIMIT ${limit}`;
}

const FEW = 2_000;

/**
 * Whoever sees few demands has few messages among all of them: gathered by their demands they are found at once, where
 * going through all messages from the newest might never come to an end.
 */
async function seesFew(database: Database, sight: Prisma.Sql): Promise<boolean> {
  const [row] = await database.search<{ seen: number }>`
    SELECT count(*)::int AS seen FROM (SELECT 1 FROM demand d WHERE ${sight} LIMIT ${FEW}) d`;
  return row!.seen < FEW;
}

export interface AttemptRow {
  attempt: number;
  at: Date;
  outcome: AttemptResult;
  detail: string | null;
  ms: number;
}

export interface MessageHealth {
  /** Seconds for which the oldest message that is due has waited. */
  oldest: number;
  failed: number;
  disabled: number;
}

/** What an operator should be woken for. */
export async function readMessageHealth(database: Database): Promise<MessageHealth> {
  const [row] = await database.sql<MessageHealth>`
    SELECT
      (SELECT COALESCE(extract(epoch FROM now() - min(m.due_at)), 0)::float8 FROM message m
        WHERE ${IN_STATE.waiting} AND m.due_at < now()) AS oldest,
      (SELECT count(*)::float8 FROM message m WHERE ${IN_STATE.failed}) AS failed,
      (SELECT count(*)::float8 FROM message_endpoint WHERE disabled_at IS NOT NULL) AS disabled`;
  return row!;
}

/** The tries of a message, or of the one in which it was gathered. */
export const readAttempts = (database: Database, id: string): Promise<AttemptRow[]> => database.sql<AttemptRow>`
  SELECT attempt, at, outcome, detail, ms FROM message_attempt WHERE message_id = ${id}::bigint ORDER BY attempt`;

/** So many are taken out of the dead at once. */
export const MOST_REPLAYED = 5_000;

/** Takes messages out of the dead; they go out at once, with as many tries as new ones. Answers how many there were. */
export async function replayMessages(
  database: Database,
  search: Omit<MessageSearch, 'state' | 'limit' | 'before'>,
  by: string,
): Promise<number> {
  const { sight, id, channel, kind, demand } = search;
  return database.transact(async (sql) => {
    const rows = await sql<{ id: string }>`
      UPDATE message SET dead_at = NULL, attempts = 0, due_at = now(), last_error = NULL
      WHERE sent_at IS NULL AND id IN (
        SELECT m.id FROM message m JOIN notice n ON n.key = m.notice_key
        LEFT JOIN (SELECT d.id, d.number FROM demand d WHERE ${sight}) d ON d.id = n.demand_id
        WHERE ${conditionsOf({ ...search, state: 'failed', limit: 0 })} ORDER BY m.id LIMIT ${MOST_REPLAYED})
      RETURNING id`;
    const named = Object.entries({ message: id, channel, kind, demand }).filter(([, value]) => value !== undefined);
    const detail = { count: rows.length, ...Object.fromEntries(named) } as Prisma.InputJsonObject;
    if (rows.length > 0)
      await recordAuditIn(sql, { user: by, action: 'messages_replayed', target: 'messages', detail });
    return rows.length;
  });
}
