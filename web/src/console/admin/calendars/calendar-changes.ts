import type { DayRule } from '../../../../../src/domain/calendar';
import { daysOf, spansWords, WEEKDAYS, type Day, type Days } from './day-kinds';

export interface DayChange {
  day: Day;
  before: string;
  after: string;
}

/** The days that two versions of a year take differently, in order. */
export function calendarChanges(year: number, before: Days, after: Days): DayChange[] {
  const was = daysOf(year, before);
  return daysOf(year, after).flatMap((day, i) => {
    const [old, next] = [ruleWords(was[i]!), ruleWords(day)];
    return old === next ? [] : [{ day, before: old, after: next }];
  });
}

function ruleWords({ kind, rule }: Day): string {
  if (kind === 'hours') return spansWords(rule as Exclude<DayRule, string>);
  return kind === 'work' || kind === 'makeup' ? '上班' : '休息';
}

/** «10月8日(周四)休息 → 上班». */
export const changeWords = ({ day, before, after }: DayChange): string =>
  `${day.month}月${day.day}日（周${WEEKDAYS[day.weekday]!}）${before} → ${after}`;
