import { capacitiesOf, unitsBelongedTo } from './acting';
import type { Calendar } from './calendar';
import type { Actor } from './demand';
import type { Policy } from './policy';
import { refuse, type Refusal } from './refusal-codes';
import { isDissatisfied, type Grade } from './vocabulary';
import { atLocal, localDay, nextWorkingInstant } from './working-time';
import type { UnitRef } from './organisation';

export const ATTEMPT_OUTCOMES = ['reached', 'no_answer', 'wrong_number', 'refused', 'call_later'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
export const CALLBACK_RESULTS = ['satisfied', 'dissatisfied', 'unreasonable'] as const;
export type CallbackResult = (typeof CALLBACK_RESULTS)[number];

/** scheduled: waits for its window · offered: in the queue · claimed: somebody phones · concluded / unreachable: ended. */
export const CALLBACK_STATES = ['scheduled', 'offered', 'claimed', 'concluded', 'unreachable'] as const;
export type CallbackState = (typeof CALLBACK_STATES)[number];

export interface Attempt {
  at: number;
  by: string;
  outcome: AttemptOutcome;
  wordsId: string | null;
}

/** A phone job. Plain JSON, ids only, times in epoch ms. */
export interface CallbackJob {
  id: string;
  demandId: string;
  kind: 'dissatisfied' | 'spot_check';
  round: number;
  state: CallbackState;
  unit: UnitRef;
  lead: string | null;
  /** People who handled, reviewed or replied: they may not phone about their own work. */
  workedOn: string[];
  windowStart: number;
  windowEnd: number;
  claimedBy: string | null;
  attempts: Attempt[];
  result: CallbackResult | 'unreachable' | null;
  grade: Grade | null;
  version: number;
  createdAt: number;
  concludedAt: number | null;
  wordsId: string | null;
  spotCheckId: string | null;
  /** Idempotency keys carried out: the record answers a retry when the workflow has long ended. */
  requests: string[];
}

export type CallbackAction = 'claim' | 'attempt' | 'conclude';

export interface CallbackFacts {
  claim: object;
  attempt: { outcome: AttemptOutcome; nextAt: number | null };
  conclude: { result: CallbackResult; grade: Grade | null };
}

const MINUTE = 60_000;

/**
 * The next window that opens at or after `from` on a working day and is not the one tried last, so that attempts fall on
 * different times of day. A window that is open now and has not been tried counts from now.
 */
export function nextWindow(
  windows: readonly [number, number][],
  calendar: Calendar,
  from: number,
  triedAt: number | null,
): { start: number; end: number } {
  const tried = triedAt === null ? null : localDay(triedAt).minutes;
  const same = (window: [number, number]) => tried !== null && tried >= window[0] && tried < window[1];
  const choices = windows.length > 1 ? windows.filter((w) => !same(w)) : windows;
  let at = nextWorkingInstant(calendar, from).at;
  for (let days = 0; days < 60; days += 1) {
    const { year, month, day } = localDay(at);
    const isWorkingDay = localDay(nextWorkingInstant(calendar, atLocal(year, month, day, 0)).at).day === day;
    const open = isWorkingDay
      ? choices
          .map(([start, end]) => ({ start: atLocal(year, month, day, start), end: atLocal(year, month, day, end) }))
          .filter((w) => w.end > from)
          .sort((a, b) => a.start - b.start)[0]
      : undefined;
    if (open) return { start: Math.max(open.start, from), end: open.end };
    at = nextWorkingInstant(calendar, atLocal(year, month, day, 0) + 24 * 60 * MINUTE).at;
  }
  throw new RangeError('no callback window within 60 working days: the policy has no usable window');
}

export interface OpenCallback {
  id: string;
  demandId: string;
  kind: CallbackJob['kind'];
  round: number;
  unit: UnitRef;
  lead: string | null;
  workedOn: string[];
  spotCheckId?: string | null;
}

export function openCallback(open: OpenCallback, now: number, policy: Policy, calendar: Calendar): CallbackJob {
  const window = nextWindow(policy.callback.windows, calendar, now, null);
  return {
    ...open,
    spotCheckId: open.spotCheckId ?? null,
    state: 'scheduled',
    windowStart: window.start,
    windowEnd: window.end,
    claimedBy: null,
    attempts: [],
    result: null,
    grade: null,
    version: 1,
    createdAt: now,
    concludedAt: null,
    wordsId: null,
    requests: [],
  };
}

/**
 * Whether the actor may phone: callback staff of the job's unit or above, not of the handling unit, nobody of the case. Whoever
 * stands in for somebody (`real`) must not be of the case either.
 */
export function callerRefusal(
  job: Pick<CallbackJob, 'unit' | 'lead' | 'workedOn'>,
  actor: Actor,
  real: Actor = actor,
): Refusal | null {
  const seats =
    actor.kind === 'staff' ? actor.grants.filter((g) => g.role === 'callback' && job.unit.path.includes(g.unit)) : [];
  if (actor.kind !== 'staff' || seats.length === 0)
    return refuse('not_allowed_for_role', '只有本级或上级的回访人员可以办理回访任务。');
  // Above the district there is nobody else to phone: there only the people of the case are excluded.
  const people = [actor, ...(real.kind === 'staff' ? [real] : [])];
  const isOfLead = (one: (typeof people)[number]) => unitsBelongedTo(one).some((unit) => unit === job.lead);
  const belongs = job.lead !== job.unit.path[0] && people.some(isOfLead);
  if (people.some(({ user }) => job.workedOn.includes(user)) || belongs)
    return refuse('separation_of_duties', '回访人员不能属于办理单位,请由其他回访人员办理。');
  return null;
}

export const isEnded = ({ state }: Pick<CallbackJob, 'state'>): boolean =>
  state === 'concluded' || state === 'unreachable';

export const alreadyConcluded = (): Refusal => refuse('already_concluded', '该回访任务已结束,无需再办。');

export function callbackRefusal(
  job: CallbackJob,
  action: CallbackAction,
  actor: Actor,
  facts?: CallbackFacts['conclude'],
): Refusal | null {
  const refusals = capacitiesOf(actor).map((capacity) => refusalAs(job, action, capacity.actor, actor, facts));
  if (refusals.includes(null)) return null;
  return refusals.find((refused) => refused?.code !== 'not_allowed_for_role') ?? refusals[0] ?? null;
}

function refusalAs(
  job: CallbackJob,
  action: CallbackAction,
  actor: Actor,
  real: Actor,
  facts?: CallbackFacts['conclude'],
): Refusal | null {
  const stranger = callerRefusal(job, actor, real);
  if (stranger) return stranger;
  if (isEnded(job)) return alreadyConcluded();
  if (job.state === 'scheduled') return refuse('not_due_yet', '还未到回访时段,请在任务进入待回访队列后办理。');
  const mine = [actor, real].some((one) => one.kind === 'staff' && one.user === job.claimedBy);
  if (action === 'claim')
    return job.state === 'claimed' && !mine ? refuse('already_claimed', '该回访任务已被其他人员领取。') : null;
  if (!mine) return refuse('not_claimed', '请先领取该回访任务再操作。');
  if (action === 'conclude' && !job.attempts.some((a) => a.outcome === 'reached'))
    return refuse('not_allowed_in_stage', '尚未接通,不能下结论;请先登记一次“接通”的通话。');
  const grade = facts?.grade ?? null;
  if (action === 'conclude' && facts?.result === 'satisfied' && grade !== null && isDissatisfied(grade))
    return refuse('not_allowed_in_stage', '回访结论为满意时,评分不能是不满意,请核对。');
  if (action === 'conclude' && facts?.result === 'dissatisfied' && grade !== null && !isDissatisfied(grade))
    return refuse('not_allowed_in_stage', '回访结论为不满意时,评分只能是不满意或非常不满意,请核对。');
  return null;
}

/** Whoever claims has at least half an hour before the job goes back to the queue. */
export function claim(job: CallbackJob, user: string, at: number): CallbackJob {
  const windowEnd = Math.max(job.windowEnd, at + 30 * MINUTE);
  return { ...job, state: 'claimed', claimedBy: user, windowEnd, version: job.version + 1 };
}

/**
 * Records a call. After the last unanswered attempt of the policy the job ends 未接通; otherwise it waits for a window at
 * another time of day, or for the time the person asked for.
 */
export function attempt(
  job: CallbackJob,
  facts: CallbackFacts['attempt'],
  made: { at: number; by: string; wordsId: string | null },
  policy: Policy,
  calendar: Calendar,
): CallbackJob {
  const attempts = [...job.attempts, { ...made, outcome: facts.outcome }];
  const next = { ...job, attempts, version: job.version + 1 };
  if (facts.outcome === 'reached') return next;
  const unanswered = attempts.filter((a) => a.outcome !== 'reached' && a.outcome !== 'call_later').length;
  const pointless = facts.outcome === 'refused';
  if (pointless || unanswered >= policy.callback.attempts || attempts.length >= policy.callback.attempts * 3)
    return { ...next, state: 'unreachable', result: 'unreachable', concludedAt: made.at };
  const window =
    facts.outcome === 'call_later' && facts.nextAt !== null && facts.nextAt > made.at
      ? { start: facts.nextAt, end: facts.nextAt + 60 * MINUTE }
      : nextWindow(policy.callback.windows, calendar, made.at + 30 * MINUTE, made.at);
  return { ...next, state: 'scheduled', claimedBy: null, windowStart: window.start, windowEnd: window.end };
}

export function conclude(
  job: CallbackJob,
  facts: CallbackFacts['conclude'],
  at: number,
  wordsId: string | null,
): CallbackJob {
  return {
    ...job,
    state: 'concluded',
    result: facts.result,
    grade: facts.grade,
    concludedAt: at,
    wordsId,
    version: job.version + 1,
  };
}

/** Claimed in this window, but nobody has phoned since. */
export const isLeftLying = (job: CallbackJob): boolean =>
  job.state === 'claimed' && !job.attempts.some((a) => a.at >= job.windowStart);

/** The window opens: the job is in the queue. Also for a job that its claimer left lying. */
export const openWindow = (job: CallbackJob): CallbackJob => ({
  ...job,
  state: 'offered',
  claimedBy: null,
  version: job.version + 1,
});
