import { dayKey, type DayRule, type Span } from '../../../../../src/domain/calendar';
import { civilDate, clockTime, dayNumberOf, weekday } from '../../../../../src/domain/local-time';

/** Only the days that differ from plain Monday to Friday, keyed 'MM-DD'. */
export type Days = Readonly<Record<string, DayRule>>;
export type DayKind = 'work' | 'weekend' | 'holiday' | 'makeup' | 'hours';

export interface Day {
  key: string;
  month: number;
  day: number;
  /** 0 is Sunday. */
  weekday: number;
  rule: DayRule | undefined;
  kind: DayKind;
}

/** Short enough to stand in every day of the year. */
export const DAY_KIND_LABELS: Record<DayKind, string> = {
  work: '班',
  weekend: '休',
  holiday: '放假',
  makeup: '调班',
  hours: '半日',
};
export const DAY_KIND_MEANINGS: Record<DayKind, string> = {
  work: '上班',
  weekend: '周末休息',
  holiday: '周一至周五放假',
  makeup: '调休：周末上班',
  hours: '半日或自定时段',
};
export const WEEKDAYS = '日一二三四五六';

const isWeekend = (of: number): boolean => of % 6 === 0;

function kindOf(weekdayOf: number, rule: DayRule | undefined): DayKind {
  if (Array.isArray(rule)) return 'hours';
  if (isWeekend(weekdayOf)) return rule === 'work' ? 'makeup' : 'weekend';
  return rule === 'off' ? 'holiday' : 'work';
}

/** Every day of the year, in order. */
export function daysOf(year: number, days: Days): Day[] {
  const first = dayNumberOf(year, 1, 1);
  const length = dayNumberOf(year + 1, 1, 1) - first;
  return Array.from({ length }, (_, i) => dayOf(first + i, days));
}

function dayOf(number: number, days: Days): Day {
  const { month, day } = civilDate(number);
  const key = dayKey(month, day);
  const of = weekday(number);
  const rule = days[key];
  return { key, month, day, weekday: of, rule, kind: kindOf(of, rule) };
}

/** The days with one of them changed; what says no more than its weekday does is left out. */
export function withRule(days: Days, { key, weekday: of }: Day, rule: DayRule | undefined): Days {
  const { [key]: _was, ...others } = days;
  const isPlain = rule === undefined || rule === (isWeekend(of) ? 'off' : 'work');
  return isPlain ? others : { ...others, [key]: rule };
}

/** What a click makes of a day: work becomes rest and rest work; hours of its own go back to the weekday. */
export function cycled(days: Days, day: Day): Days {
  if (day.kind === 'hours') return withRule(days, day, undefined);
  return withRule(days, day, day.kind === 'work' || day.kind === 'makeup' ? 'off' : 'work');
}

export const spansWords = (spans: readonly Span[]): string =>
  spans.map(([from, to]) => `${clockTime(from)}–${clockTime(to)}`).join('、');

export const dayName = ({ month, day }: Pick<Day, 'month' | 'day'>): string => `${month}月${day}日`;
export function dayWords(day: Day): string {
  const hours = Array.isArray(day.rule) ? ` ${spansWords(day.rule)}` : '';
  return `${dayName(day)} 周${WEEKDAYS[day.weekday]!} ${DAY_KIND_MEANINGS[day.kind]}${hours}`;
}
