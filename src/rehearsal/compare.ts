import type { Clock } from '../domain/clock';
import type { Demand } from '../domain/demand';
import type { DemandEvent } from '../domain/event';
import { isOfAddition } from '../domain/rating';
import type { ClockName, Stage } from '../domain/vocabulary';
import { openOf, phoneCourse } from './phone';
import type { RecordedCase } from './recorded';
import type { Replayed } from './replay';
import type { Trial } from './trial';

/** What counts of one course of a demand, as it was or as it would have been. Times in epoch ms. */
export interface Measured {
  breaches: { clock: ClockName; unit: string | null; at: number }[];
  escalations: { unit: string | null; at: number }[];
  movedUp: number;
  /** The unit that led its first round, and the one that leads it in the end. */
  owner: string | null;
  lead: string | null;
  stage: Stage;
  closedAt: number | null;
  /** Phone jobs that came into the queue. */
  windows: { unit: string; at: number }[];
}

export interface CaseChange {
  number: string;
  isTraceable: boolean;
  /** Every event at its number, of its type, at its time. */
  isIdentical: boolean;
  /** The tried rules propose something else for it. */
  isReproposed: boolean;
  before: Measured;
  after: Measured;
  replayed: Pick<Replayed, 'later' | 'undone' | 'assumed' | 'openEnd'> | null;
}

const ESCALATIONS = ['timeout_escalated', 'moved_up', 'supervised_by_clock'];

/** The unit that the clock was charged to when its time was over. */
const chargedTo = ({ segments, dueAt }: Clock): string | null =>
  (segments.find(({ to }) => to === null || to >= dueAt) ?? segments.at(-1))?.unit ?? null;

function measured(
  demand: Demand,
  events: readonly DemandEvent[],
  windows: Measured['windows'],
  horizon: number,
): Measured {
  const isPast = ({ at }: { at: number }) => at <= horizon;
  return {
    breaches: demand.clocks
      .filter(({ state, name }) => state === 'breached' && name !== 'rate')
      .map((clock) => ({ clock: clock.name, unit: chargedTo(clock), at: clock.dueAt }))
      .filter(isPast),
    escalations: events
      .filter(({ type, at }) => ESCALATIONS.includes(type) && at <= horizon)
      .map(({ unit, at }) => ({ unit, at })),
    movedUp: events.filter(({ type, at }) => type === 'moved_up' && at <= horizon).length,
    owner: demand.rounds[0]?.lead ?? null,
    lead: demand.lead?.id ?? null,
    stage: demand.stage,
    closedAt: demand.closedAt,
    windows: windows.filter(isPast),
  };
}

const seen = (windows: readonly { unit: { id: string }; start: number }[]): Measured['windows'] =>
  windows.map(({ unit, start }) => ({ unit: unit.id, at: start }));

/** A demand as it was beside what it would have been. */
export function compared(recorded: RecordedCase, replayed: Replayed | null, trial: Trial): CaseChange {
  const { state, events } = recorded;
  const { horizon } = trial;
  const before = measured(state, events, phoneWindows(recorded, trial, false), horizon);
  if (!replayed) {
    const same = { isTraceable: false, isIdentical: false, isReproposed: false, replayed: null };
    return { number: state.number, ...same, before, after: before };
  }
  const { later, undone, assumed, openEnd } = replayed;
  const unawaited = phoneWindows(recorded, trial, true);
  const after = measured(replayed.demand, replayed.events, [...seen(replayed.windows), ...unawaited], horizon);
  const known = events.filter(({ at }) => at <= horizon);
  const isSame = (event: DemandEvent | undefined, other: DemandEvent) =>
    event?.seq === other.seq && event.type === other.type && event.at === other.at;
  const isIdentical =
    replayed.events.length === known.length && known.every((one, i) => isSame(replayed.events[i], one));
  const isReproposed = trial.proposal !== null;
  return {
    ...{ number: state.number, isTraceable: true, isIdentical, isReproposed, before, after },
    replayed: { later, undone, assumed, openEnd },
  };
}

/** Windows of recorded jobs: all as they were, or those of spot checks and additions, which no round waits for, as they would have been. */
function phoneWindows({ jobs, state, events }: RecordedCase, trial: Trial, isTrial: boolean): Measured['windows'] {
  const held = trial.rulesAt(
    events.find(({ asked }) => asked?.length)?.asked?.at(-1)?.rules ?? { policy: 0, calendar: '' },
  );
  if (!held) return [];
  const rules = isTrial
    ? { policy: trial.policy ?? held.policy, calendar: trial.calendarAt?.(state.createdAt) ?? held.calendar }
    : held;
  return jobs
    .filter(({ id, kind }) => !isTrial || kind === 'spot_check' || isOfAddition(id))
    .flatMap((job) => seen(phoneCourse(openOf(job, state.id), job.createdAt, job, rules).windows));
}
