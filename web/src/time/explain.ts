import { dayKey, workingDay, type Calendar } from '../../../src/domain/calendar';
import { civilDate, dayNumber, MINUTE, startOfDay, weekday } from '../../../src/domain/local-time';
import type { ClockLedger } from '../../../src/api/contract';

/** One day of the way from the start of a clock to its due time. Minutes; times in epoch ms. */
export interface ExplainedDay {
  /** Number of the Beijing day. */
  day: number;
  /** What kind of day the calendar says it is. */
  kind: '工作日' | '周末' | '节假日' | '调休上班' | '日历未发布';
  /** Counted stretches of the day. */
  spans: { from: number; to: number }[];
  minutes: number;
  /** Counted so far, this day included. */
  sum: number;
}

type Ledger = Pick<ClockLedger, 'scope' | 'segments' | 'dueAt' | 'budgetMinutes' | 'extensionMinutes'>;

/**
 * Why a clock is due when it is: every day on the way with the working time that counts, from the ledger's running stretches and
 * the calendar. The sum of the last day is the whole budget. Empty for a clock that counts all hours, or is paused.
 */
export function explainDue(calendar: Calendar, ledger: Ledger): ExplainedDay[] {
  const dueAt = Date.parse(ledger.dueAt);
  if (ledger.scope === 'elapsed' || ledger.segments.at(-1)?.kind === 'paused') return [];
  const running = ledger.segments
    .filter(({ kind }) => kind === 'running')
    .map(({ from, to }) => ({ from: Date.parse(from), to: Math.min(dueAt, to === null ? dueAt : Date.parse(to)) }));
  // What was ended in time still says when it would have been due.
  const last = running.at(-1);
  if (!last) return [];
  last.to = dueAt;

  const days: ExplainedDay[] = [];
  let sum = 0;
  for (let day = dayNumber(running[0]!.from); day <= dayNumber(dueAt); day += 1) {
    const { spans, published } = workingDay(calendar, day);
    const counted = spans.flatMap(([opens, closes]) =>
      running.flatMap(({ from, to }) => {
        const start = Math.max(from, startOfDay(day) + opens * MINUTE);
        const end = Math.min(to, startOfDay(day) + closes * MINUTE);
        return end > start ? [{ from: start, to: end }] : [];
      }),
    );
    const minutes = counted.reduce((total, span) => total + (span.to - span.from) / MINUTE, 0);
    sum += minutes;
    days.push({ day, kind: kindOf(calendar, day, published), spans: counted, minutes, sum });
  }
  return days;
}

function kindOf(calendar: Calendar, day: number, published: boolean): ExplainedDay['kind'] {
  const { year, month, day: ofMonth } = civilDate(day);
  const rule = calendar.years.find((held) => held.year === year)?.days[dayKey(month, ofMonth)];
  const isWeekend = weekday(day) % 6 === 0;
  if (!published && !isWeekend) return '日历未发布';
  if (rule === 'off') return isWeekend ? '周末' : '节假日';
  if (rule !== undefined) return isWeekend ? '调休上班' : '工作日';
  return isWeekend ? '周末' : '工作日';
}
