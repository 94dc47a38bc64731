import type { Notice } from '../domain/notice';
import type { DemandPromise, OpenPromise } from '../domain/promise-keeping';
import type { Database, Sql, Transaction } from './client';
import { recordNotices } from './record-demand';

const time = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** At version 0 until its workflow has recorded it: the relay starts it when this process cannot. `at` in epoch ms. */
export async function insertPromise(sql: Sql, open: OpenPromise, at: number): Promise<void> {
  const { id, demandId, unit, wordsId, madeBy, dueAt } = open;
  await sql`
    INSERT INTO demand_promise (id, demand_id, unit_id, words_id, made_by, made_at, due_at, state, reports, version, requests, sight)
    VALUES (${id}::uuid, ${demandId}::uuid, ${unit.id}, ${wordsId}::uuid, ${madeBy}, ${time(at)}, ${time(dueAt)}, 'promised',
      '[]'::jsonb, 0, '{}', ${unit.path})`;
}

/** Publishes a promise; running it twice, or an older one after a newer, changes nothing. */
export async function recordPromise(
  database: Database,
  promise: DemandPromise,
  notices: readonly Notice[],
): Promise<void> {
  const { id, demandId, unit, wordsId, madeBy, reports, version, requests } = promise;
  const postponed = reports.filter(({ outcome }) => outcome === 'postponed').length;
  await database.$transaction(async (transaction) => {
    await transaction.$executeRaw`
      INSERT INTO demand_promise AS held (id, demand_id, unit_id, words_id, made_by, made_at, due_at, report_by, state, postponed,
        reports, ended_at, version, requests, sight)
      VALUES (${id}::uuid, ${demandId}::uuid, ${unit.id}, ${wordsId}::uuid, ${madeBy}, ${time(promise.madeAt)}, ${time(promise.dueAt)},
        ${time(promise.reportBy)}, ${promise.state}, ${postponed}, ${JSON.stringify(reports)}::jsonb, ${time(promise.endedAt)},
        ${version}, ${requests}, ${unit.path})
      ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, report_by = excluded.report_by, state = excluded.state,
        postponed = excluded.postponed, reports = excluded.reports, ended_at = excluded.ended_at, version = excluded.version,
        requests = excluded.requests
      WHERE held.version <= excluded.version`;
    await recordNotices(transaction, demandId, notices);
    await tellFollowers(transaction, demandId, notices);
  });
}

/** Whoever joined the main case was promised the same. */
async function tellFollowers(transaction: Transaction, demandId: string, notices: readonly Notice[]): Promise<void> {
  const toReporters = notices.filter(({ to }) => to.reporter);
  if (toReporters.length === 0) return;
  const followers = await transaction.demand.findMany({ where: { mergedInto: demandId }, select: { id: true } });
  for (const { id } of followers)
    await recordNotices(
      transaction,
      id,
      toReporters.map((notice) => ({ ...notice, key: `${notice.key}:${id}` })),
    );
}
