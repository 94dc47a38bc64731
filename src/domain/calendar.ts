import { civilDate, dayNumber, dayNumberOf, instant, weekday } from './local-time';

/** Minutes of the Beijing day, half-open: [540, 720] is 09:00–12:00. */
export type Span = [number, number];
export type WorkingHours = Span[];

/** What a day that differs from plain Monday to Friday is; spans mean a day with hours of its own (half day). */
export type DayRule = 'off' | 'work' | Span[];

export interface CalendarYear {
  year: number;
  version: number;
  /** The document the days were taken from. */
  source: string;
  /** Only the exceptions, keyed 'MM-DD'. */
  days: Record<string, DayRule>;
}

/** Plain JSON and small, because it is stored in workflow histories. Years it does not hold are unpublished. */
export interface Calendar {
  /** For example "2025.1+2026.2"; hours other than the default are appended. Written into clock ledgers. */
  version: string;
  hours: WorkingHours;
  years: CalendarYear[];
}

/** 09:00–12:00 and 14:00–18:00: a working day is 420 minutes. */
export const DEFAULT_HOURS: WorkingHours = [
  [540, 720],
  [840, 1080],
];

/**
 * A calendar of the published years given; of several versions of a year the highest counts.
 * Throws RangeError when a day does not exist in its year or spans are empty, unordered or outside the day.
 */
export function calendarOf(years: CalendarYear[], hours: WorkingHours = DEFAULT_HOURS): Calendar {
  checkSpans(hours, 'hours');
  const newest = new Map<number, CalendarYear>();
  for (const year of years) {
    checkYear(year);
    const known = newest.get(year.year);
    if (!known || known.version < year.version) newest.set(year.year, year);
  }
  const held = [...newest.values()].sort((a, b) => a.year - b.year);
  const version = held.map((year) => `${year.year}.${year.version}`).join('+');
  const written = hours.map((span) => span.join('-')).join(',');
  const isDefault = written === DEFAULT_HOURS.map((span) => span.join('-')).join(',');
  return { version: isDefault ? version : `${version}@${written}`, hours, years: held };
}

/** Years without a calendar that it is time to ask for: the one of `now` (epoch ms), and from December on the next one. */
export function missingYears(published: readonly { year: number }[], now: number): number[] {
  const { year, month } = civilDate(dayNumber(instant(now)));
  const wanted = month === 12 ? [year, year + 1] : [year];
  return wanted.filter((each) => published.every((held) => held.year !== each));
}

/** Whether the year of the instant (epoch ms) has published data. Throws RangeError. */
export function isPublished(calendar: Calendar, epochMs: number): boolean {
  return yearOf(calendar, civilDate(dayNumber(instant(epochMs))).year) !== undefined;
}

/** Working spans of a day (by its number); an unpublished year is taken as plain Monday to Friday. */
export function workingDay(calendar: Calendar, day: number): { spans: Span[]; published: boolean } {
  const { year, month, day: ofMonth } = civilDate(day);
  const held = yearOf(calendar, year);
  const rule = held?.days[dayKey(month, ofMonth)];
  const published = held !== undefined;
  if (Array.isArray(rule)) return { spans: rule, published };
  const isWeekday = weekday(day) % 6 !== 0;
  const works = rule === undefined ? isWeekday : rule === 'work';
  return { spans: works ? calendar.hours : [], published };
}

/** Key of a day in `CalendarYear.days`: 'MM-DD'. */
export function dayKey(month: number, day: number): string {
  return `${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

/** Whether it holds a newer version of a year than these, or a year that they lack. */
export const isNewer = (calendar: Calendar, held: readonly Pick<CalendarYear, 'year' | 'version'>[]): boolean =>
  calendar.years.some(({ year, version }) => version > (held.find((h) => h.year === year)?.version ?? 0));

export interface DayChange {
  day: string;
  /** Null: plain Monday to Friday. */
  from: DayRule | null;
  to: DayRule | null;
}

/** The days that two versions of a year write differently, in order. */
export function changedDays(before: CalendarYear['days'], after: CalendarYear['days']): DayChange[] {
  const days = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return days
    .map((day): DayChange => ({ day, from: before[day] ?? null, to: after[day] ?? null }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}

function yearOf(calendar: Calendar, year: number): CalendarYear | undefined {
  for (const held of calendar.years) if (held.year === year) return held;
  return undefined;
}

function checkYear({ year, version, days }: CalendarYear): void {
  if (!Number.isInteger(year) || year < 2000 || year > 2199) throw new RangeError(`not a calendar year: ${year}`);
  if (!Number.isInteger(version) || version < 1) throw new RangeError(`not a version of calendar ${year}: ${version}`);
  for (const [key, rule] of Object.entries(days)) {
    const [month = 0, day = 0] = key.split('-').map(Number);
    const real = civilDate(dayNumberOf(year, month, day));
    if (real.year !== year || dayKey(real.month, real.day) !== key) throw new RangeError(`no such day: ${year}-${key}`);
    if (Array.isArray(rule)) checkSpans(rule, `${year}-${key}`);
    else if (rule !== 'off' && rule !== 'work') throw new RangeError(`neither off, work nor spans: ${year}-${key}`);
  }
}

function checkSpans(spans: Span[], where: string): void {
  if (spans.length === 0) throw new RangeError(`no working spans: ${where}`);
  let end = 0;
  for (const [from, to] of spans) {
    const whole = Number.isInteger(from) && Number.isInteger(to);
    if (!whole || from < end || to <= from || to > 1440) throw new RangeError(`bad working spans: ${where}`);
    end = to;
  }
}
