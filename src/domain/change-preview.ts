import { adoptCalendar, adoptPolicy } from './adopting';
import { isLive, isPaused } from './clock';
import type { Demand } from './demand';
import { openDraft, type Rules } from './transition';
import type { ClockName } from './vocabulary';

/** A due time that a change would move, in epoch ms. */
export interface Move {
  clock: ClockName;
  from: number;
  to: number;
  provisional: boolean;
  /** The new budget is used up already: it breaches as soon as the change takes effect. */
  breaches: boolean;
}

/**
 * What a demand's due times would do if it went over to these rules at `now` (epoch ms), by what its workflow will run. The
 * due time of a paused clock means nothing until it resumes, so it is not among them.
 */
export function movesOf(demand: Demand, rules: Rules, now: number, change: 'policy' | 'calendar'): Move[] {
  // Clocks that have ended, and earlier rounds, do not matter: there may be a hundred thousand to look at.
  const live = { ...demand, rounds: [], past: [], clocks: demand.clocks.filter(isLive) };
  const draft = openDraft(live, rules, { now, actor: { kind: 'system' } });
  (change === 'policy' ? adoptPolicy : adoptCalendar)(draft, '');
  return live.clocks.flatMap((before, i): Move[] => {
    const { dueAt, provisional } = draft.demand.clocks[i]!;
    if (isPaused(before) || dueAt === before.dueAt) return [];
    const breaches = before.dueAt > now && dueAt <= now;
    return [{ clock: before.name, from: before.dueAt, to: dueAt, provisional, breaches }];
  });
}
