import type { Database } from '../database/client';
import { MOST_ATTEMPTS, retryAfter, sendTime, type Hours } from '../domain/notice-channel';
import { quietHoursOf, type Group } from './claim';
import type { DeliveryError, Fault } from './fault';
import { newestQuietHours } from './quiet-hours';

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
  const first = group[0]!;
  const { id, attempt, attempts } = first;
  const [policy] = await database.sql<{ quiet: Hours | null }>`${newestQuietHours}`;
  const wait = Math.max(asked ?? 0, retryAfter(attempts, Math.random()));
  const due = new Date(sendTime(now + wait, quietHoursOf(first, policy?.quiet ?? null)));
  await database.sql`
    WITH tried AS (
      UPDATE message_attempt SET outcome = ${OUTCOMES[fault]}, detail = ${reason}, ms = ${ms}
      WHERE message_id = ${id}::bigint AND attempt = ${attempt})
    UPDATE message SET last_error = ${reason}, due_at = ${due}, digest_id = NULL, unsure = unsure OR ${fault === 'unsure'},
      dead_at = CASE WHEN ${fault === 'never'} OR attempts >= ${MOST_ATTEMPTS} THEN ${new Date(now)}::timestamptz END
    WHERE id = ANY(${group.map((each) => each.id)}::bigint[]) AND sent_at IS NULL`;
}

const AFTER_ANOTHER = 60_000;

/** What was claimed and not tried, because the one before it failed: as if it had not been claimed, a minute later. */
export async function putBack(database: Database, groups: readonly Group[], now: number): Promise<void> {
  for (const group of groups) {
    const { id, attempt } = group[0]!;
    await database.sql`
      WITH untried AS (DELETE FROM message_attempt WHERE message_id = ${id}::bigint AND attempt = ${attempt})
      UPDATE message SET attempts = attempts - 1, digest_id = NULL, due_at = ${new Date(now + AFTER_ANOTHER)}
      WHERE id = ANY(${group.map((each) => each.id)}::bigint[]) AND sent_at IS NULL`;
  }
}
