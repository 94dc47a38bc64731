import { randomUUID } from 'node:crypto';
import { callbackWorkflowId } from '../../workflows/messages';
import { readRoundTimes } from '../database/appeals';
import { linkAttachments } from '../database/attachments';
import type { Database, Sql } from '../database/client';
import { insertAddition, insertWords } from '../database/rating-additions';
import { calendarFrom, type PublishedRules } from '../database/rules';
import { openCallback, type CallbackJob, type OpenCallback } from '../domain/callback';
import { currentRound, type Demand, type Round } from '../domain/demand';
import { callbackUnitFor } from '../domain/organisation';
import type { Policy } from '../domain/policy';
import { ADDITION_DAYS, additionJobId, asksForCall, everWorkedOn } from '../domain/rating';
import type { Grade } from '../domain/vocabulary';
import { startOnce } from '../intake/start-once';
import type { Engine } from '../intake/start-workflow';

const DAY = 86_400_000;

/** Until when a rated round may be added to (epoch ms); null while it has no rating. */
export async function additionUntil(
  database: Database,
  demandId: string,
  round: Round,
  policy: Pick<Policy, 'additionDays'>,
): Promise<number | null> {
  if (round.rating === null) return null;
  const ratedAt = (await readRoundTimes(database, demandId)).get(round.round)?.ratedAt ?? null;
  return ratedAt === null ? null : ratedAt + (policy.additionDays ?? ADDITION_DAYS) * DAY;
}

export interface Addition {
  round: Round;
  grade: Grade | null;
  text: string;
  attachments: string[];
}

/**
 * Keeps 追评 beside the rating, which stays. One that is worse than the rating and dissatisfied, or objects to a callback that heard
 * nobody or ruled against the person, opens a phone job when the case is closed; while the case is still open, whoever has it sees it. Answers the job to start. Throws the unique violation when that
 * round has one already.
 */
export async function addToRating(
  database: Database,
  { id }: { id: string },
  { round, grade, text, attachments }: Addition,
  rules: PublishedRules,
  beside: (sql: Sql) => Promise<void>,
): Promise<CallbackJob | null> {
  return database.transact(async (sql) => {
    const [row] = await sql<{ state: Demand }>`SELECT state FROM demand WHERE id = ${id}::uuid FOR SHARE`;
    const now = Date.now();
    const job = asksForCall(grade, round) ? jobFor(row!.state, round.round, now, rules) : null;
    const wordsId = randomUUID();
    const added = { demandId: id, round: round.round, grade, wordsId, at: now, jobId: job?.id ?? null };
    await insertAddition(sql, added);
    await insertWords(sql, wordsId, id, { text, ...(attachments.length > 0 ? { attachments } : {}) });
    await linkAttachments(sql, { ids: attachments, demandId: id, uploadedBy: null });
    if (job) await insertJob(sql, job);
    await beside(sql);
    return job;
  });
}

function openOf(demand: Demand, round: number): OpenCallback {
  const { lead, place } = demand;
  return {
    ...{ id: additionJobId(demand.id, round), demandId: demand.id, kind: 'dissatisfied', round },
    unit: callbackUnitFor(lead ?? place),
    lead: currentRound(demand).lead,
    workedOn: everWorkedOn(demand),
  };
}

function jobFor(
  demand: Demand,
  round: number,
  now: number,
  { policy, calendarYears }: PublishedRules,
): CallbackJob | null {
  if (demand.stage !== 'closed' || demand.round !== round) return null;
  return openCallback(openOf(demand, round), now, policy, calendarFrom(calendarYears, now));
}

/** At version 0 until its workflow has recorded it: the relay starts it when this process cannot. */
const insertJob = (
  sql: Sql,
  { id, demandId, kind, round, unit, lead, workedOn, ...job }: CallbackJob,
): Promise<object[]> => sql`
  INSERT INTO callback_job (id, demand_id, kind, round, state, unit_id, lead_unit_id, sight, worked_on, window_start, window_end,
    attempts, version, created_at, requests)
  VALUES (${id}, ${demandId}::uuid, ${kind}, ${round}, 'scheduled', ${unit.id}, ${lead}, ${unit.path}, ${workedOn},
    ${new Date(job.windowStart)}, ${new Date(job.windowEnd)}, '[]'::jsonb, 0, ${new Date(job.createdAt)}, '{}')`;

export async function startAdditionJob(
  engine: Engine,
  { id, demandId, kind, round, unit, lead, workedOn }: CallbackJob,
  { policy, calendarYears }: PublishedRules,
): Promise<void> {
  const open: OpenCallback = { id, demandId, kind, round, unit, lead, workedOn };
  const calendar = calendarFrom(calendarYears, Date.now());
  await startOnce(engine, 'callback', { id: callbackWorkflowId(id), args: [{ open, policy, calendar }] });
}
