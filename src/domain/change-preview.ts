import { adoptCalendar, adoptPolicy } from './adopting';
import { isLive, isPaused, type Clock } from './clock';
import type { Demand } from './demand';
import type { DemandEvent, EventType } from './event';
import type { LadderStep } from './policy';
import { passTime } from './time-passing';
import { openDraft, type Rules } from './transition';
import type { ClockName } from './vocabulary';

/** What a rung does; the due time of a rating that nobody gave closes the case. */
export const STEPS_AT_ONCE = ['remind', 'escalate', 'move_up', 'supervise', 'expire'] as const;
export type StepAtOnce = LadderStep | 'expire';

/** A clock that a change would touch, with its due times in epoch ms; they are the same where only rungs come due. */
export interface Move {
  clock: ClockName;
  from: number;
  to: number;
  provisional: boolean;
  /** The new budget is used up already: it breaches as soon as the change takes effect. */
  breaches: boolean;
  /** What its ladder does as soon as the change takes effect, and would not have done. */
  atOnce: StepAtOnce[];
}

const STEP_OF: Partial<Record<EventType, StepAtOnce>> = {
  reminded: 'remind',
  rating_reminded: 'remind',
  timeout_escalated: 'escalate',
  moved_up: 'move_up',
  supervised_by_clock: 'supervise',
  rating_expired: 'expire',
};

/**
 * What a demand's clocks would do if it went over to these rules at `at` (epoch ms), by what its workflow will run: what is due
 * anyway comes first, then the change, then whatever is due by it. The due time of a paused clock means nothing until it
 * resumes, so it is not among them.
 */
export function movesOf(demand: Demand, rules: Rules, at: number, change: 'policy' | 'calendar'): Move[] {
  // A demand that was sent ahead in time lives there.
  const now = Math.max(at, demand.updatedAt);
  const present = settled(demand, rules, now).demand;
  // Clocks that have ended, and earlier rounds, do not matter: there may be a hundred thousand to look at.
  const live = { ...present, rounds: [], past: [], clocks: present.clocks.filter(isLive) };
  const draft = openDraft(live, rules, { now, actor: { kind: 'system' } });
  (change === 'policy' ? adoptPolicy : adoptCalendar)(draft, '');
  const adopted = new Map(draft.demand.clocks.map((clock) => [clock.id, clock]));
  const { rounds, past } = present;
  const clocks = present.clocks.map((clock) => adopted.get(clock.id) ?? clock);
  const { events } = settled({ ...draft.demand, rounds, past, clocks }, rules, now);
  return live.clocks.flatMap((clock) => moveOf(clock, adopted.get(clock.id)!, stepsOf(events, clock.name), now));
}

function moveOf(before: Clock, after: Clock, atOnce: StepAtOnce[], now: number): Move[] {
  const { dueAt: from, name } = before;
  const { dueAt: to, provisional } = after;
  if (isPaused(before) || (from === to && atOnce.length === 0)) return [];
  return [{ clock: name, from, to, provisional, breaches: from > now && to <= now, atOnce }];
}

const stepsOf = (events: readonly DemandEvent[], clock: ClockName): StepAtOnce[] =>
  events.flatMap(({ type, cause }) => (cause.clock === clock ? (STEP_OF[type] ?? []) : []));

/** With everything done that is due by `now`. */
function settled(demand: Demand, rules: Rules, now: number): { demand: Demand; events: DemandEvent[] } {
  const events: DemandEvent[] = [];
  let state = demand;
  for (let due; (due = passTime(state, now, rules)) !== null; state = due.demand) events.push(...due.events);
  return { demand: state, events };
}
