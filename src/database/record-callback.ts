import type { CallbackJob } from '../domain/callback';
import type { Notice } from '../domain/notice';
import type { Database } from './client';
import { recordNotices } from './record-demand';

const time = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** Publishes a callback job; running it twice, or an older one after a newer, changes nothing. */
export async function recordCallback(database: Database, job: CallbackJob, notices: readonly Notice[]): Promise<void> {
  const skipped = job.history.find(({ what }) => what === 'skipped');
  await database.$transaction(async (transaction) => {
    await transaction.$executeRaw`
      INSERT INTO callback_job AS held (id, demand_id, kind, round, state, unit_id, lead_unit_id, sight, worked_on, window_start, window_end,
        claimed_by, attempts, result, grade, version, spot_check_id, created_at, concluded_at, words_id, requests, found, skipped_by, skipped_at)
      VALUES (${job.id}, ${job.demandId}::uuid, ${job.kind}, ${job.round}, ${job.state}, ${job.unit.id}, ${job.lead}, ${job.unit.path},
        ${job.workedOn}, ${time(job.windowStart)}, ${time(job.windowEnd)}, ${job.claimedBy}, ${JSON.stringify(job.attempts)}::jsonb,
        ${job.result}, ${job.grade}, ${job.version}, ${job.spotCheckId}::uuid, ${time(job.createdAt)}, ${time(job.concludedAt)},
        ${job.wordsId}::uuid, ${job.requests}, ${JSON.stringify({ ...job.found, history: job.history })}::jsonb, ${skipped?.by ?? null},
        ${time(skipped?.at ?? null)})
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, window_start = excluded.window_start, window_end = excluded.window_end,
        claimed_by = excluded.claimed_by, attempts = excluded.attempts, result = excluded.result, grade = excluded.grade,
        version = excluded.version, concluded_at = excluded.concluded_at, words_id = excluded.words_id,
        requests = excluded.requests, found = excluded.found, skipped_by = excluded.skipped_by, skipped_at = excluded.skipped_at
      WHERE held.version <= excluded.version`;
    await recordNotices(transaction, job.demandId, notices);
  });
}
