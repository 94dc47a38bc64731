import { civilDate, dayNumber, dayNumberOf, startOfDay, weekday } from './local-time';

export const PLAN_RHYTHMS = ['week', 'month'] as const;
export type PlanRhythm = (typeof PLAN_RHYTHMS)[number];

/** One run of a plan: the cases closed from `from` on and before `to` are the frame. All in epoch ms. */
export interface PlanPeriod {
  /** Unique within the plan, so that a period is drawn once. */
  key: string;
  from: number;
  to: number;
  /** When frame and seed are fixed and their hashes published. */
  commitAt: number;
}

/** Between commitment and draw. */
export const DRAW_AFTER = 3_600_000;

const MINUTE = 60_000;

/**
 * The first run after an instant (epoch ms): on Monday about the week before, or on the 1st about the month before, at `minute`
 * of the local day.
 */
export function periodAfter(every: PlanRhythm, minute: number, after: number): PlanPeriod {
  const runs = every === 'week' ? weekStarts(after) : monthStarts(after);
  const found = runs.find((run) => startOfDay(run.first) + minute * MINUTE > after)!;
  const { year, month, day } = civilDate(found.before);
  return {
    key: `${every}-${year}-${month}-${day}`,
    from: startOfDay(found.before),
    to: startOfDay(found.first),
    commitAt: startOfDay(found.first) + minute * MINUTE,
  };
}

/** The first day of this and the next period, with the first day of the one before each. */
function weekStarts(at: number): { first: number; before: number }[] {
  const today = dayNumber(at);
  const monday = today - ((weekday(today) + 6) % 7);
  return [monday, monday + 7].map((first) => ({ first, before: first - 7 }));
}

function monthStarts(at: number): { first: number; before: number }[] {
  const { year, month } = civilDate(dayNumber(at));
  const start = (months: number): number => {
    const index = year * 12 + month - 1 + months;
    return dayNumberOf(Math.floor(index / 12), (index % 12) + 1, 1);
  };
  return [0, 1].map((ahead) => ({ first: start(ahead), before: start(ahead - 1) }));
}
