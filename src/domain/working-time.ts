import { type Calendar, workingDay } from './calendar';
import { dayNumber, instant, MINUTE, startOfDay } from './local-time';

export { atLocal, localDay, quietEnd } from './local-time';

// No clock of this service runs for twenty years; a longer walk means a broken budget or a calendar without working days.
const LONGEST_WALK = 20 * 366;

/** `provisional`: a day between start and result lies in a year without published data (日历未发布). */
export interface WorkingInstant {
  /** epoch ms */
  at: number;
  provisional: boolean;
}

/**
 * The earliest instant at which `amountMs` of working time has passed since `from` (both ms).
 * A budget used up exactly at closing time is due at closing time, not at the next opening; an amount of 0 is due at `from`,
 * also outside working hours. The amount is rounded to whole ms, because budgets are multiplied by percentages.
 * Throws RangeError for NaN, negative or absurd input.
 */
export function addWorkingTime(calendar: Calendar, from: number, amountMs: number): WorkingInstant {
  const start = instant(from);
  if (!(amountMs >= 0)) throw new RangeError(`not an amount of working time in ms: ${amountMs}`);
  let left = Math.round(amountMs);
  let provisional = false;
  const first = dayNumber(start);
  for (let day = first; day <= first + LONGEST_WALK; day++) {
    const { spans, published } = workingDay(calendar, day);
    provisional ||= !published;
    if (left === 0) return { at: start, provisional };
    const midnight = startOfDay(day);
    for (const [opens, closes] of spans) {
      const open = Math.max(start, midnight + opens * MINUTE);
      const length = midnight + closes * MINUTE - open;
      if (length <= 0) continue;
      if (left <= length) return { at: open + left, provisional };
      left -= length;
    }
  }
  throw new RangeError(`more than twenty years of working time: ${amountMs} ms`);
}

/** Working time from `from` to `to` in ms; 0 when `to` is not later. Throws RangeError for instants out of range or 20 years apart. */
export function workingTimeBetween(calendar: Calendar, from: number, to: number): number {
  const start = instant(from);
  const end = instant(to);
  const first = dayNumber(start);
  const last = dayNumber(end);
  if (last - first > LONGEST_WALK) throw new RangeError(`more than twenty years apart: ${from}, ${to}`);
  let total = 0;
  for (let day = first; day <= last; day++) {
    const midnight = startOfDay(day);
    for (const [opens, closes] of workingDay(calendar, day).spans) {
      const length = Math.min(end, midnight + closes * MINUTE) - Math.max(start, midnight + opens * MINUTE);
      if (length > 0) total += length;
    }
  }
  return total;
}

/** Spans are half-open: 09:00 is working time, 12:00 and 18:00 are not. Throws RangeError. */
export function isWorkingTime(calendar: Calendar, at: number): boolean {
  return nextWorkingInstant(calendar, at).at === instant(at);
}

/** `at` itself during working hours, else the next opening (epoch ms). Throws RangeError when none comes within twenty years. */
export function nextWorkingInstant(calendar: Calendar, at: number): WorkingInstant {
  // One millisecond of working time ends one millisecond after the instant at which it could begin.
  const next = addWorkingTime(calendar, at, 1);
  return { at: next.at - 1, provisional: next.provisional };
}
