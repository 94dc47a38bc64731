import { dayKey, workingDay, type Calendar } from './calendar';
import { civilDate, dayNumber, MINUTE, startOfDay, weekday } from './local-time';

/** What the calendar says of a day. `own_hours`: a working day with hours of its own; `paused`: the clock stood still. */
export const DAY_KINDS = {
  working: '工作日',
  weekend: '周末',
  holiday: '节假日',
  makeup: '调休上班',
  own_hours: '另定上班时间',
  unpublished: '日历未发布',
  paused: '暂停',
} as const;
export type DayKind = keyof typeof DAY_KINDS;

export interface Span {
  /** Epoch ms. */
  from: number;
  to: number;
}

/** One day on the way to a due time, or several that follow each other and of which nothing counts. */
export interface CountedDays {
  /** Numbers of the Beijing days, both included. */
  first: number;
  last: number;
  kind: DayKind;
  /** The stretches that count; their length in ms, and that of all days so far. */
  spans: Span[];
  amount: number;
  sum: number;
}

export function dayKindOf(calendar: Calendar, day: number): DayKind {
  const { year, month, day: ofMonth } = civilDate(day);
  const held = calendar.years.find((each) => each.year === year);
  const rule = held?.days[dayKey(month, ofMonth)];
  const isWeekend = weekday(day) % 6 === 0;
  if (!held && !isWeekend) return 'unpublished';
  if (rule === 'off') return isWeekend ? 'weekend' : 'holiday';
  if (Array.isArray(rule)) return isWeekend ? 'makeup' : 'own_hours';
  if (rule === 'work') return isWeekend ? 'makeup' : 'working';
  return isWeekend ? 'weekend' : 'working';
}

/** Working time of the running stretches, day by day. Holidays and weekends on the way are among the days: nothing of them counts. */
export function countDays(calendar: Calendar, running: readonly Span[]): CountedDays[] {
  const [first, last] = [running[0], running.at(-1)];
  if (!first || !last) return [];
  const days: CountedDays[] = [];
  let sum = 0;
  for (let day = dayNumber(first.from); day <= dayNumber(last.to); day += 1) {
    const { spans: open } = workingDay(calendar, day);
    const spans = open.flatMap(([opens, closes]) => {
      const [from, to] = [startOfDay(day) + opens * MINUTE, startOfDay(day) + closes * MINUTE];
      return running.map((each) => ({ from: Math.max(from, each.from), to: Math.min(to, each.to) })).filter(isLong);
    });
    const amount = spans.reduce((total, span) => total + span.to - span.from, 0);
    sum += amount;
    const isStill = open.length > 0 && !running.some((each) => overlaps(each, day));
    add(days, { first: day, last: day, kind: isStill ? 'paused' : dayKindOf(calendar, day), spans, amount, sum });
  }
  return days;
}

const isLong = ({ from, to }: Span): boolean => to > from;

const overlaps = ({ from, to }: Span, day: number): boolean => from < startOfDay(day + 1) && to > startOfDay(day);

function add(days: CountedDays[], next: CountedDays): void {
  const last = days.at(-1);
  if (last?.kind === next.kind && last.amount + next.amount === 0) last.last = next.last;
  else days.push(next);
}
