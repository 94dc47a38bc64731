import type { Overview } from '../../../../src/api/contract';

type Day = Overview['trend'][number];

export interface Point {
  /** «11/25», or of a week «11/23–11/29», as far as it lies in the period. */
  label: string;
  filed: number;
  closed: number;
}

/** Of more days than this only weeks can be told apart: working days and weekends make a comb. */
const MOST_DAYS = 62;
const MONDAY = 1;

export const isByWeek = (trend: readonly Day[]): boolean => trend.length > MOST_DAYS;

export function pointsOf(trend: readonly Day[]): Point[] {
  if (!isByWeek(trend)) return trend.map((day) => ({ ...day, label: shortDay(day.day) }));
  const weeks: Day[][] = [];
  for (const day of trend) {
    if (weeks.length === 0 || new Date(day.day).getUTCDay() === MONDAY) weeks.push([]);
    weeks.at(-1)!.push(day);
  }
  return weeks.map((days) => ({
    label: `${shortDay(days[0]!.day)}–${shortDay(days.at(-1)!.day)}`,
    filed: sum(days.map(({ filed }) => filed)),
    closed: sum(days.map(({ closed }) => closed)),
  }));
}

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

function shortDay(day: string): string {
  const [, month, ofMonth] = day.split('-');
  return `${Number(month)}/${Number(ofMonth)}`;
}
