import { civilDate, dayNumber, dayNumberOf, startOfDay } from '../../../../src/domain/local-time';
import { dayText } from '../../time/format';

/** Days of Beijing as «2026-09-25», both included. */
export interface Period {
  from: string;
  to: string;
}

const WEEK = 7;
const ABOUT_A_MONTH = 30;

export const PRESETS = [
  { label: '近7天', of: (today: number) => spanOf(today - WEEK + 1, today) },
  { label: '近30天', of: (today: number) => spanOf(today - ABOUT_A_MONTH + 1, today) },
  { label: '本月', of: (today: number) => spanOf(firstOfMonths(today, 1), today) },
  { label: '本季度', of: (today: number) => spanOf(firstOfMonths(today, 3), today) },
] as const;

const spanOf = (first: number, last: number): Period => ({
  from: dayText(startOfDay(first)),
  to: dayText(startOfDay(last)),
});

/** The first day of the month, or of the group of `months` months of the year that the day lies in. */
function firstOfMonths(day: number, months: number): number {
  const { year, month } = civilDate(day);
  return dayNumberOf(year, month - ((month - 1) % months), 1);
}

export const isDay = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** What the URL says, or the last thirty days. `now` is epoch ms. */
export function periodOf(from: string | undefined, to: string | undefined, now: number): Period {
  return isDay(from) && isDay(to) && from <= to ? { from, to } : PRESETS[1].of(dayNumber(now));
}

export const presetOf = ({ from, to }: Period, now: number): string | undefined =>
  PRESETS.find(({ of }) => {
    const preset = of(dayNumber(now));
    return preset.from === from && preset.to === to;
  })?.label;

/** «9月1日至9月25日», with the year when it is not this one. */
export function periodWords({ from, to }: Period, now: number): string {
  const thisYear = dayText(now).slice(0, 4);
  const words = (day: string) => {
    const [year, month, ofMonth] = day.split('-');
    return `${year === thisYear ? '' : `${year}年`}${Number(month)}月${Number(ofMonth)}日`;
  };
  return from === to ? words(from) : `${words(from)}至${words(to)}`;
}
