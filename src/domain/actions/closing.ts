import type { CallbackEnding } from '../callback';
import { currentRound, liveClock, type Actor, type Demand, type Round } from '../demand';
import type { Cause } from '../event';
import type { Facts } from '../facts';
import { callbackUnitFor, upperLevel } from '../organisation';
import { budgetFor } from '../policy';
import { promiseRules } from '../promise-keeping';
import { everWorkedOn, reasonsFound, reopensFor } from '../rating';
import { refuse, type Refusal } from '../refusal-codes';
import {
  holds,
  moveTo,
  notify,
  occasion,
  record,
  start,
  stop,
  stopAll,
  type ActionRule,
  type Draft,
  type MadeCall,
} from '../transition';
import { CLOCK_NAMES, isDissatisfied, type DissatisfactionReason } from '../vocabulary';
import { workingTimeBetween } from '../working-time';
import { putBefore, releaseLead, remember } from './committee';
import { superviseUnasked } from './supervising';
import { tellFollowers, tellParent } from './telling';

const isOneOf = (actor: Actor, users: readonly string[]): boolean =>
  actor.kind === 'staff' && users.includes(actor.user);

/** 结案审核: another person than the handler approves or sends back. The handling clock ends with the approval. */
export const review: ActionRule<'review'> = {
  from: ['reviewing'],
  to: ['replying', 'handling'],
  who: ['lead_reviewer'],
  refuse: (demand, actor) =>
    isOneOf(actor, demand.handledBy)
      ? refuse('separation_of_duties', '经办人不能审核自己办理的诉求，请由本单位其他审核人审核。')
      : null,
  apply: (draft, facts) => {
    const { demand, step } = draft;
    if (step.actor.kind === 'staff') demand.reviewedBy.push(step.actor.user);
    record(draft, 'reviewed', { public: false, data: { approve: facts.approve } });
    if (facts.approve) {
      stop(draft, 'handle');
      moveTo(draft, 'replying', holds(demand.replying, 'replier'));
      start(draft, 'reply');
      notify(draft, 'task', { role: 'replier', unit: demand.replying!.id }, { data: { task: 'reply' } });
      return;
    }
    demand.result = null;
    const handler = demand.handledBy[demand.handledBy.length - 1] ?? null;
    moveTo(draft, 'handling', holds(demand.lead, 'handler', handler));
    notify(draft, 'task', handler ? { user: handler } : { role: 'handler', unit: demand.lead!.id }, {
      data: { task: 'handle' },
    });
  },
};

/** Whoever filed it is asked; of an improvement the unit that asked for it, which has to look whether it was done. */
export function askForRating(draft: Draft): void {
  const { kind, collecting } = draft.demand;
  const isImprovement = kind === 'improvement';
  moveTo(draft, 'rating', isImprovement ? holds(collecting, 'supervisor') : holds(null, null));
  start(draft, 'rate');
  if (isImprovement) notify(draft, 'task', { role: 'supervisor', unit: collecting.id }, { data: { task: 'verify' } });
  else notify(draft, 'replied', { reporter: true }, { ring: true, data: { round: draft.demand.round } });
}

/** The reply is the contact when nobody was in touch before. */
export const reply: ActionRule<'reply'> = {
  from: ['replying'],
  to: ['rating'],
  who: ['replier'],
  apply: (draft, facts) => {
    const { demand, step } = draft;
    if (step.actor.kind === 'staff') demand.repliedBy.push(step.actor.user);
    stop(draft, 'contact', 'reply');
    record(draft, 'replied', { data: { result: demand.result, ...makePromise(draft, facts) } });
    askForRating(draft);
    const workedOn = [...new Set([...demand.handledBy, ...demand.reviewedBy, ...demand.repliedBy])];
    const { lead, result } = demand;
    tellFollowers(draft, { kind: 'main_replied', wordsId: step.wordsId ?? null, lead, result, workedOn });
  },
};

/** What is promised for later, and every suggestion that was adopted: somebody must report on it. */
function makePromise(draft: Draft, { promise }: Facts['reply']): { promise?: string; promisedFor?: number } {
  const { demand, step, rules } = draft;
  const isAdopted = demand.result === 'adopted' || demand.result === 'partly_adopted';
  if (!promise || !step.wordsId || (promise.dueAt === null && !isAdopted)) return {};
  const dueAt = promise.dueAt ?? step.now + promiseRules(rules.policy).adoptedAfter * 60_000;
  const madeBy = step.actor.kind === 'staff' ? step.actor.user : step.actor.kind;
  const open = { id: promise.id, demandId: demand.id, unit: demand.lead!, madeBy, wordsId: step.wordsId, dueAt };
  draft.effects.push({ kind: 'start_promise', open });
  return { promise: promise.id, promisedFor: dueAt };
}

export function closeDemand(draft: Draft): void {
  const { demand, step } = draft;
  stopAll(draft);
  demand.closedAt = step.now;
  const round = currentRound(demand);
  round.endedAt = step.now;
  round.result = demand.result;
  record(draft, 'closed', { data: { result: demand.result, rating: demand.rating } });
  moveTo(draft, 'closed', holds(null, null));
  tellParent(draft);
}

const rateTwice = (demand: Demand): Refusal | null =>
  demand.rating !== null ? refuse('already_rated', '本轮已评价过，感谢您的反馈；如有补充请联系回访人员。') : null;

/**
 * Once per round. Nobody rates an own case, of whatever round; a collector rates only on behalf of the person concerned, and
 * flagged so.
 */
export const rate: ActionRule<'rate'> = {
  from: ['rating'],
  to: ['closed', 'calling_back', 'dispatching'],
  who: ['reporter', 'collector'],
  refuse: (demand, actor) =>
    rateTwice(demand) ??
    (isOneOf(actor, everWorkedOn(demand))
      ? refuse('own_case', '不能评价自己经办的诉求，请由诉求人本人通过评价链接评价。')
      : null),
  apply: (draft, facts) => {
    const { demand, step } = draft;
    const { grade, reasons, dimensions } = facts;
    const ratedBy = step.actor.kind === 'reporter' ? 'reporter' : (facts.by ?? 'collector');
    demand.rating = grade;
    Object.assign(currentRound(demand), {
      ...{ rating: grade, reasons, ratedBy, result: demand.result },
      ...(dimensions ? { dimensions } : {}),
      ...(isDissatisfied(grade) ? { complainedOf: unitsOnIt(demand) } : {}),
    } satisfies Partial<Round>);
    stop(draft, 'rate');
    record(draft, 'rated', { data: { grade, reasons, ratedBy, ...(dimensions ? { dimensions } : {}) } });
    // What was written belongs to the rating; what follows from it says nothing.
    step.wordsId = null;
    if (!isDissatisfied(grade)) closeDemand(draft);
    // Who asked for the improvement has said that it is not done: there is nobody to phone.
    else if (demand.kind === 'improvement') redo(draft);
    else scheduleCallback(draft);
  },
};

const unitsOnIt = ({ lead, co }: Demand): string[] => [...(lead ? [lead] : []), ...co].map(({ id }) => id);

/** Silence closes the case as 未评价 and is never counted as satisfied. */
export function expireRating(draft: Draft, cause: Cause): void {
  currentRound(draft.demand).ratedBy = 'expired';
  record(draft, 'rating_expired', { cause });
  closeDemand(draft);
}

/** The workflow itself arranges the phone call: its id follows from demand and round, so it exists once. */
function scheduleCallback(draft: Draft): void {
  const { demand } = draft;
  const unit = callbackUnitFor(demand.lead ?? demand.place);
  demand.callbackJob = `${demand.id}-${demand.round}`;
  moveTo(draft, 'calling_back', holds(unit, 'callback'));
  start(draft, 'callback');
  record(draft, 'callback_scheduled', { data: { unit: unit.id } });
  draft.effects.push({ kind: 'start_callback', jobId: demand.callbackJob });
}

/**
 * A call is what the callback clock asks for (domain.md §5), so it ends here, and who calls in time is in time. What is left has a
 * budget of its own from when it can be done: the next call from its window on, the conclusion from the call that reached the
 * person. So nothing is forgotten, and nobody is late before they may phone.
 */
export function callbackAttempted(draft: Draft, jobId: string, { outcome, nextFrom }: MadeCall): boolean {
  const { demand, rules, step } = draft;
  if (demand.stage !== 'calling_back' || demand.callbackJob !== jobId) return false;
  const cause = { callbackJob: jobId, policyVersion: demand.policyVersion };
  record(draft, 'callback_attempted', { public: false, cause, data: { outcome } });
  stop(draft, 'callback');
  const row = budgetFor(rules.policy, 'callback', demand);
  if (!row) return true;
  const until =
    row.scope === 'working' ? workingTimeBetween(rules.calendar, step.now, nextFrom) : Math.max(0, nextFrom - step.now);
  start(draft, 'callback', Math.ceil(until / 60_000) + row.minutes);
  const next = liveClock(demand, 'callback')!;
  next.rungs = next.rungs.filter(({ percent, plannedAt }) => percent >= 100 || plannedAt! >= nextFrom);
  return true;
}

export interface CallbackConclusion {
  jobId: string;
  result: Exclude<CallbackEnding, 'skipped'>;
  grade: 1 | 2 | 3 | 4 | 5 | null;
  /** What was found to be the reasons; those of callbacks from before these were told are unknown. */
  reasons?: DissatisfactionReason[];
  wordsId: string | null;
}

const saysNothing = ({ result }: CallbackConclusion): boolean => result === 'unreachable' || result === 'refused';

/**
 * What the callback found. Satisfied and unreasonable close; dissatisfied redoes, unless the policy says of every reason that it
 * does not reopen: then the case closes with the finding kept. Where nothing was said, because nobody was reached or the person
 * refused to talk, the rating stands, and the policy says what it leads to.
 */
export function concludeCallback(draft: Draft, conclusion: CallbackConclusion): boolean {
  const { demand, rules, step } = draft;
  if (demand.stage !== 'calling_back' || demand.callbackJob !== conclusion.jobId) return false;
  occasion(draft, { kind: 'concluded', conclusion });
  stop(draft, 'callback');
  const round = currentRound(demand);
  round.callback = conclusion.result;
  step.wordsId = conclusion.wordsId;
  const isConfirmed = conclusion.result === 'dissatisfied';
  const reasons = reasonsFound(conclusion.reasons, round);
  const redoes = isConfirmed
    ? reopensFor(rules.policy, reasons)
    : saysNothing(conclusion) && rules.policy.callback.unreachable === 'redo';
  record(draft, 'callback_concluded', {
    data: {
      ...{ result: conclusion.result, grade: conclusion.grade },
      ...(isConfirmed ? { reasons, reopens: redoes } : {}),
    },
    cause: { callbackJob: conclusion.jobId, policyVersion: demand.policyVersion },
  });
  step.wordsId = null;
  if (redoes) redo(draft);
  else closeDemand(draft);
  return true;
}

/**
 * 重办 opens round n+1; the figures of round n stay. After two dissatisfied rounds it starts one level up, after three it is
 * supervised and listed for the joint conference (domain.md §4).
 */
export function redo(draft: Draft, cause: Cause = { policyVersion: draft.demand.policyVersion }): void {
  const { demand, rules, step } = draft;
  occasion(draft, { kind: 'reopened', callbackJob: cause.callbackJob ?? null });
  const done = currentRound(demand);
  stop(draft, ...CLOCK_NAMES.filter((name) => name !== 'supervision'));
  done.endedAt = step.now;
  done.result = demand.result;
  done.workedOn = [...new Set([...demand.handledBy, ...demand.reviewedBy, ...demand.repliedBy])];
  const dissatisfied = demand.rounds.length;
  remember(draft, demand.replying, ...demand.co);
  releaseLead(draft, false);
  Object.assign(demand, {
    round: demand.round + 1,
    result: null,
    rating: null,
    closedAt: null,
    handledBy: [],
    reviewedBy: [],
    repliedBy: [],
    returns: 0,
    ruling: false,
    ruled: false,
    callbackJob: null,
    co: [],
    mergedInto: null,
    followers: [],
    // Supervision ends with an answer, so an open one goes on; one whose clock ended with the case is over.
    supervision: liveClock(demand, 'supervision') ? demand.supervision : null,
  } satisfies Partial<Demand>);
  demand.rounds.push({
    round: demand.round,
    startedAt: step.now,
    lead: null,
    result: null,
    rating: null,
    ratedBy: null,
    callback: null,
    endedAt: null,
  });
  const levelsUp = dissatisfied >= rules.policy.redo.levelUpAfter && dissatisfied < rules.policy.redo.superviseAfter;
  const level = (levelsUp && upperLevel(demand.level)) || demand.level;
  const supervised = dissatisfied >= rules.policy.redo.superviseAfter;
  record(draft, 'redone', { cause, data: { round: demand.round, level, supervised } });
  putBefore(draft, level);
  if (!supervised) return;
  demand.conference = true;
  record(draft, 'supervised_by_clock', { data: { dissatisfiedRounds: dissatisfied } });
  superviseUnasked(draft, { ring: true });
}
