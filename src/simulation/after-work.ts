import { MINUTE } from '../domain/local-time';
import { addWorkingTime } from '../domain/working-time';
import type { Life } from './play';

/**
 * When somebody has done `minutes` of work from `now` on: nobody works at night. A little later than the full minute, so that not
 * everything falls on the opening of a day.
 */
export function afterWork({ rules: { calendar }, chance }: Life, now: number, minutes: number): number {
  const busy = Math.max(1, minutes) * MINUTE + chance.below(50 * 1_000);
  return addWorkingTime(calendar, now, Math.round(busy)).at;
}
