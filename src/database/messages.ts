import type { NoticeKind } from '../domain/notice';
import { Prisma, type Database } from './client';

export const MESSAGE_STATES = ['waiting', 'sent', 'failed'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** After so many attempts a message is given up. */
export const MOST_ATTEMPTS = 10;

export interface MessageRow {
  /** Decimal digits: it may not fit a number. */
  id: string;
  channel: string;
  state: MessageState;
  kind: NoticeKind;
  role: string | null;
  unit_id: string | null;
  username: string | null;
  user_name: string | null;
  number: string | null;
  /** When it happened that the message tells of, and how many seconds that came late. */
  at: Date;
  late_by: number;
  due_at: Date;
  sent_at: Date | null;
  attempts: number;
  last_error: string | null;
  /** Of the demand's policy. */
  quiet: { from: number; to: number } | null;
}

export interface MessageSearch {
  /** Which demands `d` the reader may see; all: also messages about others, without their numbers. */
  sight: Prisma.Sql;
  all: boolean;
  state?: MessageState;
  /** Id before which to go on. */
  before?: string;
  limit: number;
}

const IN_STATE: Record<MessageState, Prisma.Sql> = {
  waiting: Prisma.sql`m.sent_at IS NULL AND m.attempts < ${MOST_ATTEMPTS}`,
  sent: Prisma.sql`m.sent_at IS NOT NULL`,
  failed: Prisma.sql`m.sent_at IS NULL AND m.attempts >= ${MOST_ATTEMPTS}`,
};

/** Messages that ring, newest first. */
export async function readMessages(database: Database, search: MessageSearch): Promise<MessageRow[]> {
  const { sight, all, state, before, limit } = search;
  const conditions = [all ? Prisma.sql`TRUE` : Prisma.sql`d.id IS NOT NULL`];
  if (state) conditions.push(IN_STATE[state]);
  if (before) conditions.push(Prisma.sql`m.id < ${before}::bigint`);
  const seen = Prisma.sql`SELECT d.id, d.number, d.policy_version FROM demand d WHERE ${sight}`;
  const fence = !all && (await seesFew(database, sight)) ? Prisma.sql`OFFSET 0` : Prisma.empty;
  return database.search<MessageRow>`
    SELECT m.id::text, m.channel, CASE WHEN ${IN_STATE.sent} THEN 'sent' WHEN ${IN_STATE.failed} THEN 'failed' ELSE 'waiting' END AS state,
      n.kind, n.role, n.unit_id, u.username, u.name AS user_name, d.number, n.at, n.late_by, m.due_at, m.sent_at, m.attempts,
      m.last_error, p.data->'quietHours' AS quiet
    FROM message m
    JOIN notice n ON n.key = m.notice_key
    LEFT JOIN (${seen} ${fence}) d ON d.id = n.demand_id
    LEFT JOIN policy p ON p.version = d.policy_version
    LEFT JOIN staff_user u ON u.id = n.user_id
    WHERE ${Prisma.join(conditions, ' AND ')}
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
