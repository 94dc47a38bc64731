import type { Asked, Occasion } from './asked';
import type { Calendar } from './calendar';
import type { AttemptOutcome } from './callback';
import { chargeTo, endClock, pauseClock, resumeClock, startClock, type PauseReason } from './clock';
import { liveClock, type Actor, type Demand, type Holder } from './demand';
import type { DemandEvent, Cause, EventType } from './event';
import type { Notice, NoticeKind, Recipient } from './notice';
import type { UnitRef } from './organisation';
import type { PassedOn } from './passing-on';
import { budgetFor, type Policy } from './policy';
import type { OpenPromise } from './promise-keeping';
import type { Refusal } from './refusal-codes';
import type { Action, ClockName, Result, Stage } from './vocabulary';
import type { Facts } from './facts';
import { quietEnd } from './working-time';

/** Data a rule needs besides the demand. Policy and calendar come in as data, time as an argument. */
export interface Rules {
  policy: Policy;
  calendar: Calendar;
}

/** One thing happening: who, when (epoch ms), and the id of what they wrote. */
export interface Step {
  now: number;
  actor: Actor;
  wordsId?: string | null;
  requestId?: string | null;
  /** The absent person for whom the actor stood in, and the unit whose vacant seat the actor covered. */
  actedFor?: string;
  insteadOf?: string;
  /** When it really ran, where that is later than `now` says: what rings goes by it (epoch ms). */
  ranAt?: number;
}

/** What the workflow must do besides recording. */
export type Effect =
  | { kind: 'start_callback'; jobId: string }
  | { kind: 'tell_demand'; demandId: string; message: DemandMessage }
  | { kind: 'file_parts'; partIds: string[]; wordsId: string | null; passedOn?: PassedOn }
  | { kind: 'start_poll'; poll: string; closesAt: number }
  | { kind: 'end_poll'; poll: string }
  | { kind: 'start_promise'; open: OpenPromise };

/**
 * What one demand's workflow tells another's. `joined` says which merging of the follower is meant (the number of its event),
 * so that what was said of an earlier one, or comes late, changes nothing. Messages of older runs have none.
 */
export type DemandMessage =
  | { kind: 'follower_joined'; follower: string; joined?: number }
  | { kind: 'follower_left'; follower: string; joined?: number }
  | {
      kind: 'main_replied';
      wordsId: string | null;
      lead?: UnitRef | null;
      result?: Result | null;
      workedOn?: string[];
      joined?: number;
    }
  | { kind: 'main_ended'; joined?: number }
  | { kind: 'main_moved'; to: string; joined?: number }
  | { kind: 'part_ended'; part: string }
  | ({ kind: 'callback_attempted'; jobId: string } & MadeCall)
  | ({ kind: 'poll_closed' } & PollResult)
  | ({ kind: 'main_poll_closed'; joined?: number } & PollResult);

/** A call of the phone job that did not end it. From `nextFrom` (epoch ms) on there is something to do: the next call, or the conclusion. */
export interface MadeCall {
  outcome: AttemptOutcome;
  nextFrom: number;
}

/** What a poll came to: votes by option, of so many ballots. `wordsId`: why it was closed before its time. */
export interface PollResult {
  poll: string;
  counts: number[];
  ballots: number;
  wordsId: string | null;
}

/** The outcome of a transition, all of it to be recorded at once. */
export interface Outcome {
  demand: Demand;
  events: DemandEvent[];
  notices: Notice[];
  effects: Effect[];
}

/** A demand being changed by one step. Rules call its verbs; the copy keeps the original untouched. */
export interface Draft extends Outcome {
  rules: Rules;
  step: Step;
  /** The state that the step began with. */
  before: Demand;
  asked: Occasion | null;
}

/** Of plain JSON. Several times as fast as writing and reading it, and every transition begins with one (measured). */
function copyOf<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  const copy: Record<string, unknown> = {};
  for (const name in value) if (value[name] !== undefined) copy[name] = copyOf(value[name]);
  return copy as Value;
}

export function openDraft(demand: Demand, rules: Rules, step: Step): Draft {
  const copy = copyOf(demand);
  return { demand: copy, events: [], notices: [], effects: [], rules, step, before: demand, asked: null };
}

/** Says what makes the transition happen. Of rules that call each other the first one counts. */
export function occasion(draft: Draft, asked: Occasion): void {
  draft.asked ??= asked;
}

/** Ends a draft: one transition is one version. */
export function seal(draft: Draft): Outcome {
  const { demand, events, notices, effects } = draft;
  demand.version += 1;
  demand.updatedAt = Math.max(demand.updatedAt, draft.step.now);
  keepOccasion(draft);
  return { demand, events, notices, effects };
}

/** With the first event of the transition, or in the state until there is one: so no version is without its occasion. */
function keepOccasion({ demand, events, rules, step, before, asked }: Draft): void {
  const common = {
    now: step.ranAt ?? step.now,
    rules: { policy: rules.policy.version, calendar: rules.calendar.version },
  };
  const earlier: Asked[] = before.silent ?? [{ ...common, kind: 'found', demand: before }];
  const occasions: Asked[] = [...earlier, { ...common, ...(asked ?? { kind: 'unknown' as const }) }];
  demand.silent = events.length > 0 ? [] : occasions;
  if (events.length > 0) events[0]!.asked = occasions;
}

/** Events name who really acted, and by whose right. */
const standingIn = ({ actedFor, insteadOf }: Step): Record<string, string> => ({
  ...(actedFor === undefined ? {} : { actedFor }),
  ...(insteadOf === undefined ? {} : { insteadOf }),
});

export function record(
  draft: Draft,
  type: EventType,
  more: { data?: Record<string, unknown>; cause?: Cause; public?: boolean; unit?: string | null } = {},
): void {
  const { demand, step } = draft;
  demand.seq += 1;
  draft.events.push({
    seq: demand.seq,
    at: step.now,
    type,
    actor: step.actor.kind,
    user: step.actor.kind === 'staff' ? step.actor.user : null,
    unit: more.unit === undefined ? (demand.holder.unit?.id ?? null) : more.unit,
    stage: demand.stage,
    round: demand.round,
    public: more.public ?? true,
    cause: more.cause ?? { policyVersion: demand.policyVersion },
    data: { ...more.data, ...standingIn(step) },
    wordsId: step.wordsId ?? null,
    requestId: step.requestId ?? null,
  });
}

/** Moves to a stage and names who must act next; live clocks are charged to that unit from now on. */
export function moveTo(draft: Draft, stage: Stage, holder: Holder): void {
  const { demand, step } = draft;
  demand.stage = stage;
  demand.holder = holder;
  for (const clock of demand.clocks) if (clock.endedAt === null) chargeTo(clock, holder.unit?.id ?? null, step.now);
}

/** Starts a clock by the policy; a live one of that name is kept, so that nothing resets a promise. */
export function start(draft: Draft, name: ClockName, minutes?: number): void {
  const { demand, rules, step } = draft;
  if (liveClock(demand, name)) return;
  const row = budgetFor(rules.policy, name, demand);
  if (!row && minutes === undefined) return;
  const id = `${name}-${demand.clocks.filter((c) => c.name === name).length + 1}`;
  const clock = startClock(
    {
      id,
      name,
      round: demand.round,
      level: demand.level,
      scope: row?.scope ?? 'working',
      minutes: minutes ?? row!.minutes,
      ladder: rules.policy.ladders[name] ?? [],
      policyVersion: rules.policy.version,
      unit: demand.holder.unit?.id ?? null,
      now: step.now,
    },
    rules.calendar,
  );
  if (row && minutes !== undefined) clock.given = true;
  demand.clocks.push(clock);
}

export function stop(draft: Draft, ...names: ClockName[]): void {
  for (const clock of draft.demand.clocks) if (names.includes(clock.name)) endClock(clock, draft.step.now);
}

export function stopAll(draft: Draft): void {
  for (const clock of draft.demand.clocks) endClock(clock, draft.step.now);
}

const PAUSED_WITH_THE_CASE: readonly ClockName[] = ['handle', 'contact'];

export function pause(draft: Draft, reason: PauseReason): void {
  const by = draft.step.actor.kind === 'staff' ? draft.step.actor.user : draft.step.actor.kind;
  for (const clock of draft.demand.clocks)
    if (PAUSED_WITH_THE_CASE.includes(clock.name)) pauseClock(clock, draft.step.now, reason, by);
}

export function resume(draft: Draft): void {
  for (const clock of draft.demand.clocks) resumeClock(clock, draft.rules.calendar, draft.step.now);
}

/** Spreads what rings at one moment over two minutes, the same for the same demand every time. Never touches deadlines. */
function jitter(id: string): number {
  let hash = 0;
  for (let i = 0; i < id.length; i += 1) hash = (hash * 31 + id.charCodeAt(i)) % 120_000;
  return hash;
}

/** A message rings outside quiet hours only; those that waited for the end of them are spread over it as well. */
function ringTime(draft: Draft): number {
  const { demand, step, rules } = draft;
  const spread = jitter(demand.id);
  const wanted = (step.ranAt ?? step.now) + spread;
  const allowed = quietEnd(wanted, rules.policy.quietHours);
  return allowed === wanted ? wanted : allowed + spread;
}

export function notify(
  draft: Draft,
  kind: NoticeKind,
  to: Recipient,
  more: { key?: string; clock?: ClockName; ring?: boolean; lateBy?: number; data?: Record<string, unknown> } = {},
): void {
  const { demand, step } = draft;
  const suffix = more.key ?? `${demand.seq}:${kind}:${to.reporter ? 'reporter' : (to.user ?? `${to.role}@${to.unit}`)}`;
  draft.notices.push({
    key: `${demand.id}:${suffix}`,
    kind,
    to,
    clock: more.clock ?? null,
    at: step.now,
    lateBy: more.lateBy ?? 0,
    ringAt: more.ring ? ringTime(draft) : null,
    data: { stage: demand.stage, level: demand.level, ...more.data },
  });
}

export const holds = (unit: UnitRef | null, role: Holder['role'], user: string | null = null): Holder => ({
  unit,
  role,
  user,
});

/** The rule of one action: where it may happen, by whom, what speaks against it, and what it changes. */
export interface ActionRule<A extends Action> {
  from: readonly Stage[];
  /** Stages it may lead to; empty means the stage stays. Drawn in the state diagram. */
  to: readonly Stage[];
  /** Stages of `from` that it leaves as they are, when it moves others. */
  keeps?: readonly Stage[];
  who: readonly Standing[];
  /** What speaks against it whatever the body says. */
  refuse?: (demand: Demand, actor: Actor, now: number, rules: Rules) => Refusal | null;
  /** What speaks against this body. */
  check?: (demand: Demand, facts: Facts[A], actor: Actor, now: number, rules: Rules) => Refusal | null;
  apply: (draft: Draft, facts: Facts[A]) => void;
}

/** How an actor stands to a demand. Evaluated in standing.ts. */
export type Standing =
  | 'committee' // dispatcher of the unit that holds it
  | 'ruling_committee' // dispatcher or supervisor of the unit that holds it
  | 'presiding' // dispatcher or supervisor of the unit that handles or holds it, or above
  | 'merging_committee' // dispatcher of the committee that had it last, or of the one above
  | 'lead_handler' // handler of the lead unit
  | 'case_handler' // the handler who accepted it
  | 'lead_reviewer'
  | 'replier'
  | 'collector' // collector of the collecting unit
  | 'reporter'
  | 'lead_supervisor' // supervisor of the lead or holding unit, or above
  | 'supervisor_above' // supervisor one level above the lead unit, or higher
  | 'district_supervisor'
  | 'concerned'; // any working role in a unit that holds, handles, replies, collects or supervises
