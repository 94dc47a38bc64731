import type { Calendar } from './calendar';
import type { LadderRow, LadderStep, Scope } from './policy';
import type { ClockName, Level } from './vocabulary';
import { addWorkingTime, workingTimeBetween } from './working-time';

export type PauseReason = 'waiting_for_information' | 'deferred' | 'poll';

/** A stretch of a clock's life, charged to whoever held the demand then. Times in epoch ms; `to` is null while it lasts. */
export interface Segment {
  from: number;
  to: number | null;
  kind: 'running' | 'paused';
  unit: string | null;
  reason?: PauseReason;
  by?: string;
}

export interface Rung {
  percent: number;
  step: LadderStep;
  /** When it is due, in epoch ms; null while the clock is paused. */
  plannedAt: number | null;
  /** When it was carried out, in epoch ms. Later than planned after an outage, and kept so. */
  firedAt: number | null;
}

export type ClockState = 'running' | 'paused' | 'met' | 'breached';

/**
 * One promise with its ledger. Budget and extension in ms of the clock's scope. `breached` stays once the due time has
 * passed, also after the clock has ended.
 */
export interface Clock {
  id: string;
  name: ClockName;
  round: number;
  level: Level;
  scope: Scope;
  budget: number;
  extension: number;
  startedAt: number;
  dueAt: number;
  provisional: boolean;
  /** A person gave it this budget instead of the policy's, which then does not change it. */
  given?: true;
  state: ClockState;
  endedAt: number | null;
  segments: Segment[];
  rungs: Rung[];
  policyVersion: number;
  calendarVersion: string;
  /** Changes of calendar or policy that moved something: why, the due time from and to, and the budget where it changed (ms). */
  changes: { at: number; cause: string; from: number; to: number; budget?: { from: number; to: number } }[];
}

const MINUTE = 60_000;

function add(calendar: Calendar, scope: Scope, from: number, amount: number): { at: number; provisional: boolean } {
  return scope === 'working' ? addWorkingTime(calendar, from, amount) : { at: from + amount, provisional: false };
}

const between = (calendar: Calendar, scope: Scope, from: number, to: number): number =>
  scope === 'working' ? workingTimeBetween(calendar, from, to) : Math.max(0, to - from);

/** Time used up to `now`, in ms of the clock's scope. Paused segments cost nothing. */
export function spentBy(clock: Clock, calendar: Calendar, now: number): number {
  return clock.segments
    .filter((s) => s.kind === 'running')
    .reduce((sum, s) => sum + between(calendar, clock.scope, s.from, s.to ?? now), 0);
}

export const isLive = (clock: Clock): boolean => clock.endedAt === null;
const last = (clock: Clock): Segment => clock.segments[clock.segments.length - 1]!;

/** Every ladder has its due time as a rung: passing it is what makes a breach. */
export const withDueTime = (ladder: readonly LadderRow[]): readonly LadderRow[] =>
  ladder.some((row) => row.percent === 100) ? ladder : [...ladder, { percent: 100, step: 'remind' }];

/** Computes due time and the rungs that have not fired, from the budget that is left at `now`. */
function plan(clock: Clock, calendar: Calendar, now: number): void {
  const total = clock.budget + clock.extension;
  const spent = spentBy(clock, calendar, now);
  const at = (amount: number) => add(calendar, clock.scope, now, Math.max(0, amount - spent));
  clock.calendarVersion = calendar.version;
  if (clock.state !== 'breached') {
    const due = at(total);
    clock.dueAt = due.at;
    clock.provisional = due.provisional;
  }
  for (const rung of clock.rungs) {
    if (rung.firedAt !== null) continue;
    rung.plannedAt = rung.percent === 100 ? clock.dueAt : at((total * rung.percent) / 100).at;
  }
}

export interface StartClock {
  id: string;
  name: ClockName;
  round: number;
  level: Level;
  scope: Scope;
  minutes: number;
  ladder: readonly LadderRow[];
  policyVersion: number;
  unit: string | null;
  now: number;
}

export function startClock(start: StartClock, calendar: Calendar): Clock {
  const ladder = withDueTime(start.ladder);
  const clock: Clock = {
    id: start.id,
    name: start.name,
    round: start.round,
    level: start.level,
    scope: start.scope,
    budget: start.minutes * MINUTE,
    extension: 0,
    startedAt: start.now,
    dueAt: start.now,
    provisional: false,
    state: 'running',
    endedAt: null,
    segments: [{ from: start.now, to: null, kind: 'running', unit: start.unit }],
    rungs: ladder.map(({ percent, step }) => ({ percent, step, plannedAt: null, firedAt: null })),
    policyVersion: start.policyVersion,
    calendarVersion: calendar.version,
    changes: [],
  };
  plan(clock, calendar, start.now);
  return clock;
}

function closeSegment(clock: Clock, now: number): void {
  const segment = last(clock);
  // A timer that ran late may carry a business time before the segment began: a segment never ends before its start.
  segment.to = Math.max(segment.from, now);
}

/** Charges the clock to another unit from now on. */
export function chargeTo(clock: Clock, unit: string | null, now: number): void {
  const segment = last(clock);
  if (!isLive(clock) || segment.unit === unit) return;
  closeSegment(clock, now);
  clock.segments.push({ ...segment, from: Math.max(segment.from, now), to: null, unit });
}

export function pauseClock(clock: Clock, now: number, reason: PauseReason, by: string): void {
  if (clock.endedAt !== null || (last(clock).kind === 'paused' && last(clock).reason === reason)) return;
  closeSegment(clock, now);
  clock.segments.push({ from: now, to: null, kind: 'paused', unit: last(clock).unit, reason, by });
  if (clock.state === 'running') clock.state = 'paused';
  for (const rung of clock.rungs) if (rung.firedAt === null) rung.plannedAt = null;
}

export function resumeClock(clock: Clock, calendar: Calendar, now: number): void {
  if (clock.endedAt !== null || last(clock).kind === 'running') return;
  closeSegment(clock, now);
  clock.segments.push({ from: now, to: null, kind: 'running', unit: last(clock).unit });
  if (clock.state === 'paused') clock.state = 'running';
  plan(clock, calendar, now);
}

/** Gives the clock more budget; rungs that have fired stay fired, the others move. Amount in working minutes. */
export function extendClock(clock: Clock, calendar: Calendar, now: number, minutes: number): void {
  clock.extension += minutes * MINUTE;
  if (last(clock).kind === 'running') plan(clock, calendar, now);
}

/** Ends the clock: met when it never passed its due time. While it is paused its last due time means nothing. */
export function endClock(clock: Clock, now: number): void {
  if (clock.endedAt !== null) return;
  closeSegment(clock, now);
  clock.endedAt = now;
  if (clock.state !== 'breached') clock.state = clock.state === 'running' && now > clock.dueAt ? 'breached' : 'met';
}

export const isPaused = (clock: Clock): boolean => last(clock).kind === 'paused';

/**
 * Plans a running clock anew. What has come due by `now` stays where it was, also when a late timer has not carried it out
 * yet: a passed due time never moves, but the rungs after it do.
 */
export function planAnew(clock: Clock, calendar: Calendar, now: number): void {
  const { dueAt, provisional } = clock;
  const passed = clock.rungs.filter((r) => r.firedAt === null && r.plannedAt !== null && r.plannedAt <= now);
  const were = passed.map((rung) => rung.plannedAt);
  plan(clock, calendar, now);
  passed.forEach((rung, i) => (rung.plannedAt = were[i]!));
  if (dueAt <= now && passed.some((rung) => rung.percent === 100)) Object.assign(clock, { dueAt, provisional });
}

/**
 * Plans a live clock anew after a calendar change and writes the ledger line. Answers whether it moved. A paused one is
 * planned when it resumes.
 */
export function replanClock(clock: Clock, calendar: Calendar, now: number, cause: string): boolean {
  if (clock.endedAt !== null || isPaused(clock)) return false;
  const { dueAt, provisional } = clock;
  const next = nextRung(clock)?.plannedAt;
  planAnew(clock, calendar, now);
  if (clock.dueAt === dueAt && clock.provisional === provisional && nextRung(clock)?.plannedAt === next) return false;
  clock.changes.push({ at: now, cause, from: dueAt, to: clock.dueAt });
  return true;
}

/** The next rung of a live clock that has not fired, or null. */
export function nextRung(clock: Clock): Rung | null {
  if (clock.endedAt !== null) return null;
  const open = clock.rungs.filter((r): r is Rung & { plannedAt: number } => r.firedAt === null && r.plannedAt !== null);
  return open.reduce<Rung | null>((next, r) => (next === null || r.plannedAt < next.plannedAt! ? r : next), null);
}
