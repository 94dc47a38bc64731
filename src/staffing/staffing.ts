import type { Database } from '../database/client';
import {
  dissatisfiedShare,
  insertShortNotice,
  openJobsByDay,
  ratingsEnding,
  readShifts,
  type Shift,
} from '../database/staffing';
import { refOf, type DirectoryUnit } from '../database/unit-directory';
import type { Calendar } from '../domain/calendar';
import { civilDate, dayNumber, startOfDay } from '../domain/local-time';
import { callbackUnitFor, type UnitRef } from '../domain/organisation';
import { shortfallOf } from '../domain/staffing';
import { nextWorkingInstant } from '../domain/working-time';

export interface Staffing {
  /** ISO date. */
  date: string;
  isWorkingDay: boolean;
  open: number;
  ratingsEnding: number;
  expected: number;
  callers: Omit<Shift, 'day'>[];
  capacity: number;
  shortfall: number;
}

/** Local days by number, both included; `now` in epoch ms. */
export interface Span {
  first: number;
  last: number;
  now: number;
}

/** Days on which nobody phones bring nothing due: their ratings are called about on the next working day. */
const workingDayFrom = (calendar: Calendar, day: number): number =>
  dayNumber(nextWorkingInstant(calendar, startOfDay(day)).at);

const isoDate = (day: number): string => {
  const { year, month, day: date } = civilDate(day);
  return [year, String(month).padStart(2, '0'), String(date).padStart(2, '0')].join('-');
};

/**
 * What each day asks of a unit's callers and who is on duty. Expected are the ratings whose time ends on the day before, times
 * the part that was dissatisfied in the last 90 days; jobs left from before count today.
 */
export async function readStaffing(
  database: Database,
  units: ReadonlyMap<string, DirectoryUnit>,
  unit: UnitRef,
  calendar: Calendar,
  { first, last, now }: Span,
): Promise<Staffing[]> {
  const [jobs, ratings, share, shifts] = await Promise.all([
    openJobsByDay(database, unit.id, last),
    ratingsEnding(database, unit.id, last),
    dissatisfiedShare(database, unit.id),
    readShifts(database, unit.id, first, last),
  ]);
  const today = dayNumber(now);
  const ofUnit = ratings.filter(({ lead }) => {
    const handled = units.get(lead);
    return handled !== undefined && callbackUnitFor(refOf(handled)).id === unit.id;
  });
  const dueOn = (given: number): number => workingDayFrom(calendar, Math.max(given, today));
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const day = first + i;
    const open = sum([...jobs].filter(([given]) => Math.max(given, today) === day).map(([, count]) => count));
    const ending = sum(ofUnit.filter((each) => dueOn(each.day) === day).map(({ demands }) => demands));
    const callers = shifts.filter((shift) => shift.day === day).map(({ day: _day, ...shift }) => shift);
    const capacity = sum(callers.map((caller) => caller.capacity));
    const expected = Math.round(ending * share * 10) / 10;
    const isWorkingDay = workingDayFrom(calendar, day) === day;
    return {
      ...{ date: isoDate(day), isWorkingDay, open, ratingsEnding: ending, expected, callers, capacity },
      shortfall: shortfallOf({ open, expected, capacity }),
    };
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Tells the supervisors that a unit's callers are too few on that day; false when they were told before. */
export const tellShort = (database: Database, unit: string, day: Staffing, now: number): Promise<boolean> =>
  insertShortNotice(database, {
    key: `callers_short:${unit}:${day.date}`,
    unit,
    at: now,
    data: {
      unit,
      day: day.date,
      due: day.open + Math.ceil(day.expected),
      capacity: day.capacity,
      short: day.shortfall,
    },
  });
