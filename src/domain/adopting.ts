import type { Calendar } from './calendar';
import { isLive, isPaused, planAnew, replanClock, withDueTime, type Clock, type Rung } from './clock';
import { waitForAnswer } from './actions/handling';
import { isOfEdition, liveClock, type Demand } from './demand';
import { budgetFor, WORKING_DAY, type LadderRow, type Policy } from './policy';
import { occasion, record, type Draft } from './transition';
import { ENDED_STAGES, type ClockName, type Stage } from './vocabulary';

/** Clocks whose time a person gave them: a policy changes their ladder only. */
const GIVEN_BY_PEOPLE: readonly ClockName[] = ['supervision'];

const MINUTE = 60_000;
const MINUTES_OF_DAY = { working: WORKING_DAY, elapsed: 24 * 60 };

/**
 * A demand goes over to `draft.rules.policy`: its live clocks get the new budgets and ladders, everything else of the policy
 * holds from now on. Answers false, and changes nothing, when it has ended or has that version or a newer one.
 */
export function adoptPolicy(draft: Draft, cause: string): boolean {
  const { demand, rules, step } = draft;
  const { policy, calendar } = rules;
  occasion(draft, { kind: 'policy', cause });
  const isOver = (ENDED_STAGES as readonly Stage[]).includes(demand.stage);
  if (isOver || demand.policyVersion >= policy.version) return false;
  const from = demand.policyVersion;
  const live = demand.clocks.filter(isLive);
  const moved = live.filter((clock) => adopt(clock, policy, demand, calendar, step.now, cause));
  demand.policyVersion = policy.version;
  record(draft, 'policy_changed', {
    public: false,
    cause: { policyVersion: policy.version },
    data: { cause, from, to: policy.version, clocks: moved.map(({ id, dueAt }) => ({ id, dueAt })) },
  });
  return true;
}

/** A demand goes over to `draft.rules.calendar`. Answers whether anything moved. */
export function adoptCalendar(draft: Draft, cause: string): boolean {
  const { demand, rules, step } = draft;
  occasion(draft, { kind: 'calendar', cause });
  const moved = demand.clocks.filter((clock) => replanClock(clock, rules.calendar, step.now, cause));
  const waits = isOfEdition(demand, 2) && waitAnew(draft);
  if (moved.length === 0 && !waits) return false;
  record(draft, 'calendar_changed', {
    public: false,
    cause: { calendarVersion: rules.calendar.version },
    data: {
      ...{ cause, clocks: moved.map(({ id, dueAt }) => ({ id, dueAt })) },
      ...(waits ? { waitingUntil: demand.waitingUntil } : {}),
    },
  });
  return true;
}

/** An unanswered question waits as long as the calendar says, from when the ledger says that it was asked. */
function waitAnew({ demand, rules, step }: Draft): boolean {
  const { waitingUntil, waitingProvisional } = demand;
  const asked = liveClock(demand, 'handle')?.segments.at(-1);
  const isOpen = demand.stage === 'waiting' && waitingUntil !== null && waitingUntil > step.now;
  if (!isOpen || asked?.reason !== 'waiting_for_information') return false;
  waitForAnswer(demand, asked.from, rules);
  return demand.waitingUntil !== waitingUntil || demand.waitingProvisional !== waitingProvisional;
}

/** Answers whether due time, budget or ladder changed; then the ledger has one line more. */
function adopt(clock: Clock, policy: Policy, demand: Demand, calendar: Calendar, now: number, cause: string): boolean {
  const { dueAt, budget } = clock;
  const before = planOf(clock);
  if (!clock.given && !GIVEN_BY_PEOPLE.includes(clock.name)) takeBudget(clock, policy, demand);
  clock.rungs = adoptedRungs(clock.rungs, policy.ladders[clock.name] ?? [], isPaused(clock) ? -Infinity : now);
  clock.policyVersion = policy.version;
  if (!isPaused(clock)) planAnew(clock, calendar, now);
  if (planOf(clock) === before) return false;
  const amount = clock.budget === budget ? {} : { budget: { from: budget, to: clock.budget } };
  clock.changes.push({ at: now, cause, from: dueAt, to: clock.dueAt, ...amount });
  return true;
}

/** By the level that the clock was started at. A policy without a budget for it leaves the clock what it has. */
function takeBudget(clock: Clock, policy: Policy, { kind, urgency }: Demand): void {
  const row = budgetFor(policy, clock.name, { kind, urgency, level: clock.level });
  if (!row) return;
  // An extension was granted in days: of working time before, of all time after, or the other way round.
  if (row.scope !== clock.scope)
    clock.extension = Math.round((clock.extension * MINUTES_OF_DAY[row.scope]) / MINUTES_OF_DAY[clock.scope]);
  clock.scope = row.scope;
  clock.budget = row.minutes * MINUTE;
}

/**
 * What has fired stays fired, and so does what has come due by `now` and is about to. Above the highest of them the new ladder
 * holds, and nothing of the old one: so each of its rungs fires once, and none that is behind comes back.
 */
function adoptedRungs(rungs: readonly Rung[], ladder: readonly LadderRow[], now: number): Rung[] {
  const kept = rungs.filter((r) => r.firedAt !== null || (r.plannedAt !== null && r.plannedAt <= now));
  const highest = Math.max(0, ...kept.map((rung) => rung.percent));
  const ahead = withDueTime(ladder)
    .filter(({ percent }) => percent > highest)
    .map(({ percent, step }): Rung => ({ percent, step, plannedAt: null, firedAt: null }));
  return [...kept, ...ahead.sort((one, other) => one.percent - other.percent)];
}

const planOf = ({ dueAt, provisional, budget, extension, scope, rungs }: Clock): string => {
  // Field by field: what comes from the record has its keys in another order.
  const ladder = rungs.map(({ percent, step, plannedAt }) => [percent, step, plannedAt]);
  return JSON.stringify([dueAt, provisional, budget, extension, scope, ladder]);
};
