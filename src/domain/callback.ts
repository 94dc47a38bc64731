import { capacitiesOf, unitsBelongedTo } from './acting';
import type { Calendar } from './calendar';
import type { Actor } from './demand';
import type { Policy } from './policy';
import type { Dimensions } from './rating';
import { refuse, type Refusal } from './refusal-codes';
import { isDissatisfied, type DissatisfactionReason, type Grade } from './vocabulary';
import { atLocal, localDay, nextWorkingInstant } from './working-time';
import type { UnitRef } from './organisation';

export const ATTEMPT_OUTCOMES = ['reached', 'no_answer', 'wrong_number', 'refused', 'call_later'] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];
export const CALLBACK_RESULTS = ['satisfied', 'dissatisfied', 'unreasonable'] as const;
export type CallbackResult = (typeof CALLBACK_RESULTS)[number];

/** scheduled: waits for its window · offered: in the queue · claimed: somebody phones · concluded / unreachable / skipped: ended. */
export const CALLBACK_STATES = ['scheduled', 'offered', 'claimed', 'concluded', 'unreachable', 'skipped'] as const;
export type CallbackState = (typeof CALLBACK_STATES)[number];
/** refused: somebody answered, and would not talk. */
export const CALLBACK_ENDINGS = [...CALLBACK_RESULTS, 'refused', 'unreachable', 'skipped'] as const;
export type CallbackEnding = (typeof CALLBACK_ENDINGS)[number];

export interface Attempt {
  at: number;
  by: string;
  outcome: AttemptOutcome;
  wordsId: string | null;
}

/** What the call found beside its result; codes and numbers only, words stand apart. */
export interface Found {
  reasons?: DissatisfactionReason[];
  dimensions?: Dimensions;
  /** Whether the matter is solved, as the person says. */
  solved?: boolean;
  /** Of a spot check: how well the reply answers what was asked (1 答非所问 – 5). */
  replyQuality?: Grade;
}

/** Why a claimed job went back to the queue. */
export const RELEASE_CAUSES = ['left_lying', 'disabled', 'absent'] as const;
export type ReleaseCause = (typeof RELEASE_CAUSES)[number];

/** Who had the job, beside the calls. */
export type Passage = { at: number; by: string; wordsId: string | null } & (
  { what: 'claimed' | 'skipped' } | { what: 'transferred'; to: string } | { what: 'released'; because: ReleaseCause }
);

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
  result: CallbackEnding | null;
  grade: Grade | null;
  found: Found | null;
  history: Passage[];
  version: number;
  createdAt: number;
  concludedAt: number | null;
  wordsId: string | null;
  spotCheckId: string | null;
  /** Idempotency keys carried out: the record answers a retry when the workflow has long ended. */
  requests: string[];
}

export const CALLBACK_ACTIONS = ['claim', 'attempt', 'conclude', 'transfer', 'skip'] as const;
export type CallbackAction = (typeof CALLBACK_ACTIONS)[number];

export interface CallbackFacts {
  claim: object;
  attempt: { outcome: AttemptOutcome; nextAt: number | null };
  conclude: { result: CallbackResult; grade: Grade | null; found?: Found | null };
  /** To whom, with the roles that person has. */
  transfer: { to: Actor & { kind: 'staff' } };
  skip: object;
}

const MINUTE = 60_000;

/**
 * The next window that opens at or after `from` on a working day and is not the one tried last, so that attempts fall on
 * different times of day. A window that is open now and has not been tried counts from now; the only one there is waits for
 * another day.
 */
export function nextWindow(
  windows: readonly [number, number][],
  calendar: Calendar,
  from: number,
  triedAt: number | null,
): { start: number; end: number } {
  const tried = triedAt === null ? null : localDay(triedAt).minutes;
  const same = (window: [number, number]) => tried !== null && tried >= window[0] && tried < window[1];
  const isOnly = windows.length === 1 && windows.some(same);
  const earliest = isOnly && triedAt !== null ? Math.max(from, dayAfter(triedAt)) : from;
  const choices = windows.length > 1 ? windows.filter((w) => !same(w)) : windows;
  let at = nextWorkingInstant(calendar, earliest).at;
  for (let days = 0; days < 60; days += 1) {
    const { year, month, day } = localDay(at);
    const isWorkingDay = localDay(nextWorkingInstant(calendar, atLocal(year, month, day, 0)).at).day === day;
    const open = isWorkingDay
      ? choices
          .map(([start, end]) => ({ start: atLocal(year, month, day, start), end: atLocal(year, month, day, end) }))
          .filter((w) => w.end > earliest)
          .sort((a, b) => a.start - b.start)[0]
      : undefined;
    if (open) return { start: Math.max(open.start, earliest), end: open.end };
    at = nextWorkingInstant(calendar, atLocal(year, month, day, 0) + 24 * 60 * MINUTE).at;
  }
  throw new RangeError('no callback window within 60 working days: the policy has no usable window');
}

/** Local midnight after an instant. */
const dayAfter = (at: number): number => {
  const { year, month, day } = localDay(at);
  return atLocal(year, month, day + 1, 0);
};

const MOST_A_DAY = 2;

/** From when the next call may be made: half an hour later, and on another day after two on this one, so that three take two days. */
function notBefore(attempts: readonly Pick<Attempt, 'at'>[], at: number): number {
  const end = dayAfter(at);
  const today = attempts.filter((attempt) => dayAfter(attempt.at) === end).length;
  return today >= MOST_A_DAY ? end : at + 30 * MINUTE;
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
    found: null,
    history: [],
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
    return refuse('separation_of_duties', '回访人员不能属于办理单位，请由其他回访人员办理。');
  return null;
}

export const isEnded = ({ state }: Pick<CallbackJob, 'state'>): boolean =>
  state === 'concluded' || state === 'unreachable' || state === 'skipped';

export const alreadyConcluded = (): Refusal => refuse('already_concluded', '该回访任务已结束，无需再办。');

/** `facts` are those of the action, where it has any that may be refused. */
export function callbackRefusal(
  job: CallbackJob,
  action: CallbackAction,
  actor: Actor,
  facts?: object,
): Refusal | null {
  const refusals = capacitiesOf(actor).map((capacity) => {
    if (action === 'skip') return skipRefusal(job, capacity.actor, actor);
    if (action === 'transfer')
      return transferRefusal(job, facts as CallbackFacts['transfer'] | undefined, capacity.actor, actor);
    return refusalAs(job, action, capacity.actor, actor, facts as CallbackFacts['conclude'] | undefined);
  });
  if (refusals.includes(null)) return null;
  return refusals.find((refused) => refused?.code !== 'not_allowed_for_role') ?? refusals[0] ?? null;
}

function refusalAs(
  job: CallbackJob,
  action: 'claim' | 'attempt' | 'conclude',
  actor: Actor,
  real: Actor,
  facts?: CallbackFacts['conclude'],
): Refusal | null {
  const stranger = callerRefusal(job, actor, real);
  if (stranger) return stranger;
  if (isEnded(job)) return alreadyConcluded();
  if (job.state === 'scheduled') return refuse('not_due_yet', '还未到回访时段，请在任务进入待回访队列后办理。');
  const mine = [actor, real].some((one) => one.kind === 'staff' && one.user === job.claimedBy);
  if (action === 'claim')
    return job.state === 'claimed' && !mine ? refuse('already_claimed', '该回访任务已被其他人员领取。') : null;
  if (!mine) return refuse('not_claimed', '请先领取该回访任务再操作。');
  if (action === 'conclude' && !job.attempts.some((a) => a.outcome === 'reached'))
    return refuse('not_allowed_in_stage', '尚未接通，不能下结论；请先登记一次“接通”的通话。');
  const grade = facts?.grade ?? null;
  if (action === 'conclude' && facts?.result === 'satisfied' && grade !== null && isDissatisfied(grade))
    return refuse('not_allowed_in_stage', '回访结论为满意时，评分不能是不满意，请核对。');
  if (action === 'conclude' && facts?.result === 'dissatisfied' && grade !== null && !isDissatisfied(grade))
    return refuse('not_allowed_in_stage', '回访结论为不满意时，评分只能是不满意或非常不满意，请核对。');
  if (action === 'conclude' && facts?.found?.replyQuality !== undefined && job.kind !== 'spot_check')
    return refuse('not_allowed_in_stage', '只有抽查的回访才评答复质量；不满意回访请登记原因。');
  return null;
}

/** Supervisors of the job's unit and above, who are not of the handling unit themselves. */
function supervisorRefusal(job: CallbackJob, actor: Actor, real: Actor): Refusal | null {
  const isSupervisor =
    actor.kind === 'staff' && actor.grants.some((g) => g.role === 'supervisor' && job.unit.path.includes(g.unit));
  if (!isSupervisor) return refuse('not_allowed_for_role', '只有本级或上级的督办员可以这样做。');
  const isOfLead = [actor, real].some((one) => one.kind === 'staff' && unitsBelongedTo(one).includes(job.lead ?? ''));
  return isOfLead && job.lead !== job.unit.path[0]
    ? refuse('separation_of_duties', '办理单位的人员不能处理对本单位的回访，请由其他督办员处理。')
    : null;
}

/** To another caller who may phone: by whoever has it, or by a supervisor. */
function transferRefusal(
  job: CallbackJob,
  facts: CallbackFacts['transfer'] | undefined,
  actor: Actor,
  real: Actor,
): Refusal | null {
  const mine = [actor, real].some((one) => one.kind === 'staff' && one.user === job.claimedBy);
  const stranger = mine ? callerRefusal(job, actor, real) : supervisorRefusal(job, actor, real);
  if (stranger) return stranger;
  if (isEnded(job)) return alreadyConcluded();
  if (job.state !== 'claimed') return refuse('not_claimed', '这件回访还没有人领取，不需要转交；请由接手的人直接领取。');
  if (facts === undefined) return null;
  if (facts.to.user === job.claimedBy)
    return refuse('held_by_another', '这件回访已经由此人负责，请选择另一位回访人员。');
  const unfit = callerRefusal(job, facts.to);
  return unfit ? refuse('not_a_caller', UNFIT[unfit.code] ?? unfit.message) : null;
}

const UNFIT: Partial<Record<Refusal['code'], string>> = {
  not_allowed_for_role: '接手的人须是本级或上级的回访人员，请另选。',
  separation_of_duties: '接手的人属于办理单位或经办过这件诉求，不能回访，请另选。',
};

/** A drawn case is phoned about, unless a supervisor says why not. */
function skipRefusal(job: CallbackJob, actor: Actor, real: Actor): Refusal | null {
  const stranger = supervisorRefusal(job, actor, real);
  if (stranger) return stranger;
  if (job.kind !== 'spot_check') return refuse('not_allowed_in_stage', '只有抽查的回访可以跳过；不满意回访必须办理。');
  return isEnded(job) ? alreadyConcluded() : null;
}

/** Whoever claims has at least half an hour before the job goes back to the queue. */
export function claim(job: CallbackJob, user: string, at: number): CallbackJob {
  const windowEnd = Math.max(job.windowEnd, at + 30 * MINUTE);
  const history: Passage[] =
    job.claimedBy === user ? job.history : [...job.history, { at, by: user, what: 'claimed', wordsId: null }];
  return { ...job, state: 'claimed', claimedBy: user, windowEnd, history, version: job.version + 1 };
}

/** The new caller has half an hour at least, too. */
export function transfer(
  job: CallbackJob,
  to: string,
  made: { at: number; by: string; wordsId: string | null },
): CallbackJob {
  const history: Passage[] = [...job.history, { ...made, what: 'transferred', to }];
  return { ...claim({ ...job, claimedBy: to }, to, made.at), history };
}

/** The claimer cannot phone any more: the job is in the queue again. Null when that person does not have it. */
export function release(job: CallbackJob, user: string, because: ReleaseCause, at: number): CallbackJob | null {
  if (job.state !== 'claimed' || job.claimedBy !== user) return null;
  return openWindow(job, { at, because });
}

export function skip(job: CallbackJob, made: { at: number; by: string; wordsId: string | null }): CallbackJob {
  const history: Passage[] = [...job.history, { ...made, what: 'skipped' }];
  const ended = { state: 'skipped', result: 'skipped', claimedBy: null, concludedAt: made.at } as const;
  return { ...job, ...ended, history, wordsId: made.wordsId, version: job.version + 1 };
}

/**
 * Records a call. Who refuses to talk is not phoned again: the job ends as refused. After the last unanswered attempt of the policy
 * it ends 未接通; otherwise it waits for a window at another time of day, or for the time the person asked for.
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
  if (facts.outcome === 'refused') return { ...next, state: 'concluded', result: 'refused', concludedAt: made.at };
  const unanswered = attempts.filter((a) => a.outcome !== 'reached' && a.outcome !== 'call_later').length;
  if (unanswered >= policy.callback.attempts || attempts.length >= policy.callback.attempts * 3)
    return { ...next, state: 'unreachable', result: 'unreachable', concludedAt: made.at };
  const window =
    facts.outcome === 'call_later' && facts.nextAt !== null && facts.nextAt > made.at
      ? { start: facts.nextAt, end: facts.nextAt + 60 * MINUTE }
      : nextWindow(policy.callback.windows, calendar, notBefore(attempts, made.at), made.at);
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
    found: facts.found ?? null,
    concludedAt: at,
    wordsId,
    version: job.version + 1,
  };
}

/** Claimed in this window, but nobody has phoned since. */
export const isLeftLying = (job: CallbackJob): boolean =>
  job.state === 'claimed' && !job.attempts.some((a) => a.at >= job.windowStart);

/** The window opens: the job is in the queue. Also for a job that its claimer left lying. */
export const openWindow = (
  job: CallbackJob,
  left: { at: number; because: ReleaseCause } = { at: job.windowEnd, because: 'left_lying' },
): CallbackJob => ({
  ...job,
  state: 'offered',
  claimedBy: null,
  history:
    job.state === 'claimed' && job.claimedBy !== null
      ? [...job.history, { ...left, by: job.claimedBy, what: 'released', wordsId: null }]
      : job.history,
  version: job.version + 1,
});
