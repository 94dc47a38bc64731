import { clockTime, localDay } from '../../../src/domain/local-time';

const two = (n: number): string => String(n).padStart(2, '0');
const WEEKDAYS = '日一二三四五六';

const weekdayOf = (ms: number): string => WEEKDAYS[new Date(ms + 8 * 3_600_000).getUTCDay()]!;

/** «11月25日 周三 17:55», with the year when it is another one. All times are Beijing's, whatever the browser's zone. */
export function moment(at: string | number, now = Date.now()): string {
  const ms = typeof at === 'number' ? at : Date.parse(at);
  const { year, month, day, minutes } = localDay(ms);
  const ofYear = year === localDay(now).year ? '' : `${year}年`;
  return `${ofYear}${month}月${day}日 周${weekdayOf(ms)} ${clockTime(minutes)}`;
}

/** «今天 17:55», «昨天 09:10», else the short date. */
export function nearMoment(at: string | number, now = Date.now()): string {
  const ms = typeof at === 'number' ? at : Date.parse(at);
  const there = localDay(ms);
  const days = Math.floor((now + 8 * 3_600_000) / 86_400_000) - Math.floor((ms + 8 * 3_600_000) / 86_400_000);
  const clock = clockTime(there.minutes);
  const named: Record<number, string> = { 0: '今天', 1: '昨天', [-1]: '明天' };
  if (named[days]) return `${named[days]} ${clock}`;
  const ofYear = there.year === localDay(now).year ? '' : `${there.year}年`;
  return `${ofYear}${there.month}月${there.day}日 ${clock}`;
}

/** «2026年11月25日», as a letter has it. */
export function fullDay(at: string | number): string {
  const { year, month, day } = localDay(typeof at === 'number' ? at : Date.parse(at));
  return `${year}年${month}月${day}日`;
}

/** «11月25日», with the year when it is another one. */
export const dayWords = (at: string | number, now = Date.now()): string =>
  fullDay(at).replace(`${localDay(now).year}年`, '');

/** «2026-11-25», in tables. */
export function dayText(at: string | number): string {
  const { year, month, day } = localDay(typeof at === 'number' ? at : Date.parse(at));
  return `${year}-${two(month)}-${two(day)}`;
}
