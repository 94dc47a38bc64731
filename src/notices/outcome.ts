import type { Database } from '../database/client';
import { MOST_ATTEMPTS, retryAfter, sendTime, type Hours } from '../domain/notice-channel';
import type { Group } from './claim';
import { DeliveryError, type Fault } from './fault';
import { newestQuietHours } from './spread';

const OUTCOMES: Record<Fault, string> = { again: 'failed', never: 'refused', unsure: 'timed_out' };

interface Ended {
  now: number;
  /** What it took. */
  ms: number;
}

export async function markSent(
  database: Database,
  group: Group,
  { receipt, now, ms }: Ended & { receipt: string | null },
): Promise<void> {
  const { id, attempt } = group[0]!;
  await database.sql`
    WITH done AS (
      UPDATE message SET sent_at = ${new Date(now)}, last_error = NULL, dead_at = NULL, receipt = ${receipt}
      WHERE id = ANY(${group.map((each) => each.id)}::bigint[]) RETURNING id)
    UPDATE message_attempt SET outcome = 'sent', detail = NULL, ms = ${ms}
    WHERE message_id = ${id}::bigint AND attempt = ${attempt}`;
}

/** Later each time, and outside of quiet hours; given up after the last try, or at once where trying again cannot help. */
export async function markFailed(
  database: Database,
  group: Group,
  { fault, message: reason, retryAfter: asked }: DeliveryError,
  { now, ms }: Ended,
): Promise<void> {
  const { id, attempt, attempts, channel } = group[0]!;
  const [policy] = await database.sql<{ quiet: Hours | null }>`${newestQuietHours}`;
  const quiet = channel === 'webhook' ? null : (policy?.quiet ?? null);
  const wait = Math.max(asked ?? 0, retryAfter(attempts, Math.random()));
  const due = new Date(sendTime(now + wait, [quiet]));
  await database.sql`
    WITH tried AS (
      UPDATE message_attempt SET outcome = ${OUTCOMES[fault]}, detail = ${reason}, ms = ${ms}
      WHERE message_id = ${id}::bigint AND attempt = ${attempt})
    UPDATE message SET last_error = ${reason}, due_at = ${due}, digest_id = NULL, unsure = unsure OR ${fault === 'unsure'},
      dead_at = CASE WHEN ${fault === 'never'} OR attempts >= ${MOST_ATTEMPTS} THEN ${new Date(now)}::timestamptz END
    WHERE id = ANY(${group.map((each) => each.id)}::bigint[]) AND sent_at IS NULL`;
}

/** What was claimed and not tried, because the one before it failed. */
export async function putBack(database: Database, groups: readonly Group[], now: number): Promise<void> {
  const untried = new DeliveryError('again', '前一条没有送到,稍后再发');
  for (const group of groups) await markFailed(database, group, untried, { now, ms: 0 });
}
