import { workingDay, type Calendar } from './calendar';
import { isPaused, spentBy, type Clock, type Rung, type Segment } from './clock';
import { countDays, type CountedDays, type Span } from './counted-days';
import type { Demand } from './demand';
import { EVENTS, type DemandEvent } from './event';
import type { BudgetRow, Policy } from './policy';
import type { ClockName, Level, Stage } from './vocabulary';

/** What the record says of one event, as far as a certificate looks at it. */
export type CertifiedEvent = Pick<DemandEvent, 'seq' | 'at' | 'type' | 'user' | 'unit' | 'data'>;

/** Everything that a certificate is made from. `before`: the clocks as they were at earlier versions, oldest first, when traceable. */
export interface Evidence {
  demand: Demand;
  events: readonly CertifiedEvent[];
  before: readonly { at: number; clocks: readonly Clock[] }[];
  policy: (version: number) => Policy | null;
  calendar: (version: string) => Calendar | null;
}

export interface Pause extends Span {
  reason: Segment['reason'];
  by: string | null;
  /** It has not ended. */
  lasts: boolean;
}

/** Time of a clock that belongs to a unit, in ms of the clock's scope; null: to the reporter. */
export interface Share {
  unit: string | null;
  amount: number;
  /** Of the unit that answers for the clock in the end. */
  isOwn: boolean;
}

export interface Extension {
  workingDays: number;
  askedBy: string | null;
  askedAt: number | null;
  grantedBy: string | null;
  grantedAt: number | null;
}

/** How the budget and the counted time relate: `used_up` where a change left less time than was used already. */
export type Balance = 'exact' | 'used_up' | 'paused' | 'unknown';

/** Why one clock was due when it was. Times in epoch ms, amounts in ms of the clock's scope. */
export interface ClockProof {
  id: string;
  name: ClockName;
  round: number;
  level: Level;
  scope: Clock['scope'];
  state: Clock['state'];
  startedAt: number;
  /** What the demand's record calls the moment at which it started. */
  startedBy: string | null;
  /** Null while it is paused. */
  dueAt: number | null;
  provisional: boolean;
  endedAt: number | null;
  budget: number;
  extension: number;
  policy: { version: number; row: number | null; isConfirmed: boolean };
  calendar: { version: string; sources: string[]; hours: [number, number][] };
  extended: Extension | null;
  pauses: Pause[];
  /** Day by day to the due time; empty for a clock that counts all hours, and while it is paused. */
  days: CountedDays[];
  counted: number;
  balance: Balance;
  /** Used until it ended, or until now. */
  used: number;
  changes: Clock['changes'];
  rungs: (Rung & { lateBy: number | null })[];
  shares: Share[];
}

export interface Certificate {
  number: string;
  version: number;
  stage: Stage;
  level: Level;
  round: number;
  createdAt: number;
  closedAt: number | null;
  /** When it was made, epoch ms: what still runs is counted until then. */
  madeAt: number;
  clocks: ClockProof[];
}

/** From the ledgers alone, by the versions of policy and calendar that they name: 时限证明. */
export function certificateOf(evidence: Evidence, madeAt: number): Certificate {
  const { number, version, stage, level, round, createdAt, closedAt, clocks } = evidence.demand;
  return {
    ...{ number, version, stage, level, round, createdAt, closedAt, madeAt },
    clocks: clocks.map((clock) => proofOf(clock, evidence, madeAt)),
  };
}

function proofOf(clock: Clock, evidence: Evidence, madeAt: number): ClockProof {
  const { id, name, round, level, scope, state, startedAt, endedAt, provisional, changes } = clock;
  const then = asItWasDue(clock, evidence);
  const calendar = evidence.calendar(then.calendarVersion);
  const standsStill = isPaused(clock) && state !== 'breached';
  const running = standsStill ? [] : runningUntil(clock);
  const days = calendar && scope === 'working' ? countDays(calendar, running) : [];
  const counted = scope === 'working' ? (days.at(-1)?.sum ?? 0) : lengthOf(running);
  const until = Math.max(endedAt ?? madeAt, startedAt);
  return {
    ...{ id, name, round, level, scope, state, startedAt, endedAt, provisional, changes, days, counted },
    startedBy: labelAt(evidence, startedAt),
    dueAt: standsStill ? null : clock.dueAt,
    budget: then.budget,
    extension: then.extension,
    policy: policyFacts(then, evidence),
    calendar: calendarFacts(then.calendarVersion, calendar, days),
    extended: then.extension > 0 ? extensionOf(clock, evidence) : null,
    pauses: clock.segments.filter(({ kind }) => kind === 'paused').map((segment) => pauseOf(segment, until)),
    balance: balanceOf(then.budget + then.extension, counted, standsStill, calendar !== null),
    used: calendar ? spentBy(clock, calendar, until) : 0,
    rungs: clock.rungs.map((rung) => ({ ...rung, lateBy: lateBy(rung) })),
    shares: calendar ? sharesOf(clock, calendar, until) : [],
  };
}

const lateBy = ({ plannedAt, firedAt }: Rung): number | null =>
  firedAt === null || plannedAt === null ? null : Math.max(0, Math.round((firedAt - plannedAt) / 1000));

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + to - from, 0);

/** A passed due time never moves, whatever changed afterwards: it is explained by the clock as it was when it came. */
function asItWasDue(clock: Clock, { before }: Evidence): Clock {
  const last = Math.min(clock.dueAt, clock.endedAt ?? Infinity);
  const known = before.findLast(({ at, clocks }) => at <= last && clocks.some(({ id }) => id === clock.id));
  const then = known?.clocks.find(({ id }) => id === clock.id);
  return then?.dueAt === clock.dueAt ? then : clock;
}

/** What counts on the way to the due time; a clock that ended early is counted on to when it would have been due. */
function runningUntil({ segments, dueAt }: Clock): Span[] {
  const running = segments
    .filter(({ kind, from }) => kind === 'running' && from < dueAt)
    .map(({ from, to }) => ({ from, to: Math.min(dueAt, to ?? dueAt) }));
  const last = running.at(-1);
  if (last && segments.at(-1)?.kind === 'running' && segments.at(-1)!.from < dueAt) last.to = dueAt;
  return running;
}

function balanceOf(total: number, counted: number, standsStill: boolean, isKnown: boolean): Balance {
  if (standsStill) return 'paused';
  if (!isKnown) return 'unknown';
  if (counted === total) return 'exact';
  return counted > total ? 'used_up' : 'unknown';
}

const labelAt = ({ events }: Evidence, at: number): string | null => {
  const event = events.find((each) => each.at === at);
  return event ? EVENTS[event.type] : null;
};

/** The row of the policy that gives this budget: its first that fits, as `budgetFor` reads it. */
function policyFacts(clock: Clock, { demand, policy }: Evidence): ClockProof['policy'] {
  const held = policy(clock.policyVersion);
  const fits = (row: BudgetRow): boolean =>
    row.clock === clock.name &&
    (row.kind ?? demand.kind) === demand.kind &&
    (row.level ?? clock.level) === clock.level &&
    row.scope === clock.scope &&
    row.minutes * 60_000 === clock.budget;
  const index = held?.budgets.findIndex(fits) ?? -1;
  return { version: clock.policyVersion, row: index < 0 ? null : index + 1, isConfirmed: held?.confirmed ?? false };
}

function calendarFacts(version: string, calendar: Calendar | null, days: CountedDays[]): ClockProof['calendar'] {
  const years = new Set(
    days.flatMap(({ first, last }) => [first, last].map((day) => new Date(day * 86_400_000).getUTCFullYear())),
  );
  const used = (calendar?.years ?? []).filter(({ year }) => years.has(year));
  const ordinary = calendar && days[0] ? workingDay({ ...calendar, years: [] }, mondayOf(days[0].first)).spans : [];
  return {
    version,
    sources: used.map(({ year, version: edition, source }) => `${year} 年第 ${edition} 版：${source}`),
    hours: ordinary,
  };
}

/** 1970-01-05 was a Monday. */
const mondayOf = (day: number): number => day - ((((day - 4) % 7) + 7) % 7);

function extensionOf({ startedAt, endedAt }: Clock, { events }: Evidence): Extension | null {
  const ofClock = events.filter(({ at }) => at >= startedAt && (endedAt === null || at <= endedAt));
  const granted = ofClock.findLast(({ type, data }) => type === 'extension_decided' && data.approve === true);
  if (!granted) return null;
  const asked = ofClock.findLast(({ type, seq }) => type === 'extension_requested' && seq < granted.seq);
  return {
    workingDays: Number(granted.data.workingDays ?? 0),
    ...{ askedBy: asked?.user ?? null, askedAt: asked?.at ?? null },
    ...{ grantedBy: granted.user, grantedAt: granted.at },
  };
}

const pauseOf = ({ from, to, reason, by }: Segment, until: number): Pause => ({
  ...{ from, to: to ?? Math.max(from, until), reason },
  by: by ?? null,
  lasts: to === null,
});

function sharesOf(clock: Clock, calendar: Calendar, until: number): Share[] {
  const own = clock.segments.at(-1)!.unit;
  const amounts = new Map<string | null, number>();
  for (const segment of clock.segments)
    if (segment.kind === 'running')
      amounts.set(
        segment.unit,
        (amounts.get(segment.unit) ?? 0) + spentBy({ ...clock, segments: [segment] }, calendar, until),
      );
  return [...amounts].map(([unit, amount]) => ({ unit, amount, isOwn: unit === own }));
}
