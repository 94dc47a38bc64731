import type { NoticeKind } from '../domain/notice';
import type { ClockName, Role } from '../domain/vocabulary';
import { Prisma, type Database } from './client';
import { isShown, meantChannel, messageState, type MessageState } from './messages';

export interface ToldMessage {
  channel: string;
  /** The channel that was meant, also where it is not connected. */
  meant: string;
  state: MessageState;
  /** Name of the person, robot or webhook; null for whoever filed the demand, and before it was spread. */
  to: string | null;
  dueAt: string;
  sentAt: string | null;
  attempts: number;
  repeated: boolean;
  lastError: string | null;
}

/** One notice about a demand: to whom, when, how many of those read it, and what rang for it. */
export interface ToldRow {
  kind: NoticeKind;
  clock: ClockName | null;
  role: Role | null;
  unit_id: string | null;
  username: string | null;
  user_name: string | null;
  at: Date;
  late_by: number;
  data: Record<string, unknown> | null;
  read_by: number;
  messages: ToldMessage[];
}

/** People to whom a notice `n` is addressed now. */
const addressees = Prisma.sql`
  SELECT n.user_id AS id UNION
  SELECT g.user_id FROM role_grant g WHERE n.user_id IS NULL AND g.unit_id = n.unit_id AND g.role = n.role`;

/** Everything that anybody was told about a demand, newest last; of a spot check once its call is over. */
export async function readTold(database: Database, demandId: string): Promise<ToldRow[]> {
  return database.sql<ToldRow>`
    SELECT n.kind, n.clock, n.role, n.unit_id, u.username, u.name AS user_name, n.at, n.late_by, n.data,
      (SELECT count(*)::int FROM staff_user s WHERE s.id IN (${addressees}) AND (s.notices_read_up_to >= n.id
        OR EXISTS (SELECT 1 FROM notice_read r WHERE r.notice_id = n.id AND r.user_id = s.id))) AS read_by,
      (SELECT COALESCE(json_agg(json_build_object('channel', m.channel, 'meant', ${meantChannel}, 'state', ${messageState},
        'to', COALESCE(t.name, e.name), 'dueAt', m.due_at, 'sentAt', m.sent_at, 'attempts', m.attempts,
        'repeated', m.unsure, 'lastError', m.last_error) ORDER BY m.id), '[]')
        FROM message m LEFT JOIN staff_user t ON t.id = m.target LEFT JOIN message_endpoint e ON e.id::text = m.target
        WHERE m.notice_key = n.key AND ${isShown}) AS messages
    FROM notice n LEFT JOIN staff_user u ON u.id = n.user_id
    WHERE n.demand_id = ${demandId}::uuid AND NOT EXISTS (
      SELECT 1 FROM callback_job c WHERE n.kind = 'callback_due' AND c.id = n.data->>'job' AND c.kind = 'spot_check'
        AND c.state IN ('scheduled', 'offered', 'claimed'))
    ORDER BY n.at, n.id`;
}
