import { z } from 'zod';
import { DAY, dayNumber, startOfDay } from '../domain/local-time';
import { invalidInput } from './errors';

const [EARLIEST, LATEST] = ['2000-01-01', '2199-12-31'];
const LONGEST = 400;
const USUAL = 30;

/** A Beijing day, as YYYY-MM-DD. */
export const dateSchema = z.iso
  .date()
  .refine((day) => day >= EARLIEST && day <= LATEST, '日期须在 2000 年至 2199 年之间');
export const periodQuery = {
  from: dateSchema.optional().meta({ description: '起始日期（北京时间），不填则为截止日期前 29 天' }),
  to: dateSchema.optional().meta({ description: '截止日期（北京时间，含当日），不填则为今天' }),
};

export interface Period {
  /** Days, both included. */
  days: string[];
  /** Instants; `to` is not included. */
  from: Date;
  to: Date;
}

const numberOf = (day: string): number => dayNumber(startOfDate(day).getTime());
const dateOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** The instant at which a Beijing day begins. */
export const startOfDate = (day: string): Date => new Date(`${day}T00:00:00+08:00`);
/** The instant at which it is over. */
export const endOfDate = (day: string): Date => new Date(startOfDate(day).getTime() + DAY);

/** The days asked for, 30 of them unless told otherwise. Throws `invalid_input`. */
export function periodOf(asked: { from?: string; to?: string }, now: number): Period {
  const last = asked.to === undefined ? dayNumber(now) : numberOf(asked.to);
  const first = asked.from === undefined ? last - USUAL + 1 : numberOf(asked.from);
  if (first > last) throw invalidInput('/from', '起始日期不能晚于截止日期。');
  if (last - first >= LONGEST) throw invalidInput('/from', `时间段不能超过 ${LONGEST} 天，请缩短。`);
  return daysFrom(first, last - first + 1);
}

/** The period of the same length just before. */
export const periodBefore = ({ days }: Period): Period => daysFrom(numberOf(days[0]!) - days.length, days.length);

/** As many days from the same date a year before; there is no 29 February then. */
export function yearBefore({ days }: Period): Period {
  const [year, ...rest] = days[0]!.split('-');
  const first = [Number(year) - 1, ...rest].join('-').replace('-02-29', '-02-28');
  return daysFrom(numberOf(first), days.length);
}

function daysFrom(first: number, length: number): Period {
  const days = Array.from({ length }, (_, i) => dateOf(first + i));
  return { days, from: new Date(startOfDay(first)), to: new Date(startOfDay(first + length)) };
}
