import type { CallbackEnding } from './callback';
import type { Calendar } from './calendar';
import type { Segment } from './clock';
import type { Round } from './demand';
import type { Aspect } from './figures';
import type { FigureSet } from './figure-set';
import type { Scope } from './policy';
import { BARELY_SATISFIED } from './rates';
import type { Dimensions } from './rating';
import { isDissatisfied, type DissatisfactionReason, type Grade, type Kind, type Stage } from './vocabulary';
import { workingTimeBetween } from './working-time';

/** Of a clock what figures need. `segments` only of one that was late. Times in epoch ms, amounts in ms of its scope. */
export interface ClockFacts {
  name: 'accept' | 'contact' | 'handle' | 'rate';
  round: number;
  state: 'running' | 'paused' | 'met' | 'breached';
  dueAt: number;
  endedAt: number | null;
  scope: Scope;
  /** Budget with extension. */
  amount: number;
  /** Who had it when it ended, or has it now. */
  unit: string | null;
  id: string;
  segments: Segment[] | null;
}

/** A phone job that came to its end. `solved`: what the person said of the result, where it was asked. */
export interface CallFacts {
  kind: 'dissatisfied' | 'spot_check';
  round: number;
  unit: string | null;
  result: Exclude<CallbackEnding, 'skipped'>;
  grade: Grade | null;
  solved: boolean | null;
  at: number;
}

/** 追评 of a round; without a grade it is words only. */
export interface AdditionFacts {
  round: number;
  grade: Grade | null;
  at: number;
}

/** An appeal that was ruled on. */
export interface AppealFacts {
  kind: 'rating' | 'breach' | 'unreasonable';
  round: number;
  clockId: string | null;
  unit: string;
  upheld: boolean;
  at: number;
}

export type RoundFacts = Pick<Round, 'round' | 'lead' | 'result' | 'rating' | 'ratedBy' | 'callback' | 'endedAt'> &
  Partial<Pick<Round, 'reasons' | 'dimensions'>>;

/** What figures are counted from, of one demand. */
export interface DemandFacts {
  kind: Kind;
  stage: Stage;
  round: number;
  filedAt: number;
  closedAt: number | null;
  isMerged: boolean;
  isSplit: boolean;
  rounds: RoundFacts[];
  clocks: ClockFacts[];
  /** When units returned it. */
  returns: { at: number; unit: string | null }[];
  calls: CallFacts[];
  appeals: AppealFacts[];
  additions: AdditionFacts[];
}

export interface Span {
  from: number;
  /** Not included. */
  to: number;
  now: number;
}

/** What came of a demand in one respect: whether it was the bad thing, by whom (a unit), and when. */
export interface Mark {
  aspect: Aspect;
  bad: boolean;
  unit: string | null;
  at: number;
  /** Of `grade`, with what the rating said beside it; of `check`, the rating that was checked; of `addition`, what was given then. */
  grade?: Grade;
  reasons?: DissatisfactionReason[];
  dimensions?: Dimensions;
}

/**
 * Everything that came of a demand in a period. The one place where figures are defined: tables, series and the lists behind
 * every number are counted from it.
 */
export function outcomesOf(facts: DemandFacts, span: Span, set: FigureSet, calendar: Calendar): Mark[] {
  const isIn = (at: number | null): at is number => at !== null && at >= span.from && at < span.to;
  const { exclude } = set;
  const upheld = exclude.appeals ? facts.appeals.filter((appeal) => appeal.upheld) : [];
  const found: Mark[] = [];
  const tell = (mark: Mark): void => {
    if (isIn(mark.at)) found.push(mark);
  };
  const counts = !(exclude.merged && facts.isMerged);
  for (const clock of facts.clocks) {
    if (!counts || clock.name === 'rate') continue;
    // Due before it was filed: taken over from the letter that it is a part of, of which it is told once.
    if (clock.dueAt < facts.filedAt) continue;
    if (upheld.some(({ kind, clockId }) => kind === 'breach' && clockId === clock.id)) continue;
    if (isIn(clock.dueAt) || isIn(clock.endedAt)) tellClock(facts, clock, { span, set, calendar }, tell);
  }
  for (const round of facts.rounds) {
    if (counts) tellAnswer(facts, round, set, tell);
    const isRatingVoid =
      upheld.some((appeal) => appeal.kind !== 'breach' && appeal.round === round.round) ||
      (exclude.unreasonable && round.callback === 'unreasonable');
    tellRating(facts, round, { set, isVoid: isRatingVoid }, tell);
    if (!isRatingVoid) tellAddition(facts, round, tell);
  }
  for (const call of facts.calls) tellCall(facts, call, tell);
  for (const { unit, upheld: bad, at } of facts.appeals) tell({ aspect: 'appeal', bad, unit, at });
  return found;
}

/** Takes a mark, whenever it was; those of other periods are left out there. */
type Tell = (mark: Mark) => void;

/** A clock belongs to the period in which it was met, or else to that in which it was due. */
function tellClock(
  facts: DemandFacts,
  clock: ClockFacts,
  { span: { now }, set, calendar }: { span: Span; set: FigureSet; calendar: Calendar },
  tell: Tell,
): void {
  const { name, unit } = clock;
  if (name === 'accept') tellAssignment(facts, clock, tell);
  // Also late: a clock whose due time nobody has noticed yet, because the worker is away.
  const isLate = clock.state === 'breached' || (clock.state === 'running' && clock.dueAt <= now);
  if (isLate && !(set.exclude.deferred && facts.stage === 'deferred' && clock.endedAt === null)) {
    const at = clock.dueAt;
    tell({ aspect: name as Aspect, bad: true, unit, at });
    if (name === 'handle') tell({ aspect: 'own', bad: ownTime(clock, calendar, now) > clock.amount, unit, at });
  }
  if (clock.state === 'met' && clock.endedAt !== null && !wasCutShort(facts, clock)) {
    const at = clock.endedAt;
    tell({ aspect: name as Aspect, bad: false, unit, at });
    if (name === 'handle') tell({ aspect: 'own', bad: false, unit, at });
  }
}

/** A clock that rejecting, withdrawing or splitting cut short was neither kept nor missed. */
function wasCutShort({ stage, closedAt, isSplit, round }: DemandFacts, clock: ClockFacts): boolean {
  const isOver = stage === 'rejected' || stage === 'withdrawn';
  return (isOver && clock.endedAt! >= closedAt!) || (isSplit && clock.round === round);
}

/** The clock's time charged to the unit that has to answer for it, without what others took. */
function ownTime({ segments, unit, scope }: ClockFacts, calendar: Calendar, now: number): number {
  let sum = 0;
  for (const { from, to, kind, unit: charged } of segments ?? []) {
    if (kind !== 'running' || charged !== unit) continue;
    sum += scope === 'working' ? workingTimeBetween(calendar, from, to ?? now) : (to ?? now) - from;
  }
  return sum;
}

/** A unit that was given the demand took it or returned it: its accepting clock ends either way. One cut short says neither. */
function tellAssignment(facts: DemandFacts, clock: ClockFacts, tell: Tell): void {
  const { endedAt, unit } = clock;
  if (endedAt === null) return;
  const isReturned = facts.returns.some(({ at }) => at === endedAt);
  if (isReturned || !wasCutShort(facts, clock)) tell({ aspect: 'return', bad: isReturned, unit, at: endedAt });
}

/** Of an answered round that has ended. One that was redone resolved nothing, whatever its result says. */
function tellAnswer(facts: DemandFacts, round: RoundFacts, set: FigureSet, tell: Tell): void {
  if (round.ratedBy === null || round.endedAt === null) return;
  const isRedone = round.round < facts.round;
  const heard = set.resolution === 'confirmed' ? heardOf(facts, round) : null;
  const isResolved = heard ?? isSaidResolved(facts, round, set);
  const { lead: unit, endedAt: at } = round;
  tell({ aspect: 'resolution', bad: isRedone || !isResolved, unit, at });
  tell({ aspect: 'redo', bad: isRedone, unit, at });
}

const isSaidResolved = ({ kind }: DemandFacts, { result }: RoundFacts, { resolving }: FigureSet): boolean =>
  kind !== 'improvement' && result !== null && resolving[kind].includes(result);

/** What the person said on the telephone, either way; null when nobody asked whether it is resolved, and nobody complained. */
function heardOf({ calls }: DemandFacts, { round, callback }: RoundFacts): boolean | null {
  const call = calls.findLast((each) => each.round === round && saysSomething(each));
  const isUnhappy = call ? call.result === 'dissatisfied' : callback === 'dissatisfied';
  return call?.solved ?? (isUnhappy ? false : null);
}

/**
 * Silence counts in no rate but its own. A good rating closes the demand at once; after a bad one it stays open for the
 * callback, so that the end of its rating clock tells when it was given.
 */
function tellRating(
  facts: DemandFacts,
  round: RoundFacts,
  { set, isVoid }: { set: FigureSet; isVoid: boolean },
  tell: Tell,
): void {
  const { lead: unit, rating: grade, ratedBy, endedAt, reasons, dimensions } = round;
  if (ratedBy === null) return;
  if (ratedBy === 'expired' || grade === null) {
    if (endedAt !== null) tell({ aspect: 'voice', bad: true, unit, at: endedAt });
    return;
  }
  const clock = facts.clocks.find((each) => each.name === 'rate' && each.round === round.round);
  const at = clock?.endedAt ?? endedAt;
  if (at === null) return;
  const isProxy = ratedBy !== 'reporter';
  tell({ aspect: 'voice', bad: false, unit, at });
  tell({ aspect: 'proxy', bad: isProxy, unit, at });
  if (!isVoid && !(set.exclude.proxy && isProxy))
    tell({ aspect: 'grade', bad: grade < BARELY_SATISFIED, unit, at, grade, reasons, dimensions });
}

/** The rating stays as it was: that somebody thought better of it afterwards is told apart. */
function tellAddition({ additions }: DemandFacts, { round, rating, lead: unit }: RoundFacts, tell: Tell): void {
  if (rating === null) return;
  for (const { round: of, grade, at } of additions) {
    if (of !== round) continue;
    const bad = grade !== null && isDissatisfied(grade) && !isDissatisfied(rating);
    tell({ aspect: 'addition', bad, unit, at, ...(grade === null ? {} : { grade }) });
  }
}

function tellCall({ rounds }: DemandFacts, call: CallFacts, tell: Tell): void {
  const { unit, at, result } = call;
  // Somebody answered who refused to talk: reached, and nothing was said.
  tell({ aspect: 'reach', bad: result === 'unreachable', unit, at });
  if (!saysSomething(call)) return;
  tell({ aspect: 'call', bad: isBadCall(call), unit, at });
  const rating = rounds.find(({ round }) => round === call.round)?.rating ?? null;
  if (call.kind === 'spot_check' && rating !== null && result !== 'unreasonable')
    tell({ aspect: 'check', bad: isBadCall(call) !== rating < BARELY_SATISFIED, unit, at, grade: rating });
}

const saysSomething = ({ result }: CallFacts): boolean => result !== 'unreachable' && result !== 'refused';

const isBadCall = ({ grade, result }: CallFacts): boolean =>
  grade === null ? result !== 'satisfied' : grade < BARELY_SATISFIED;
