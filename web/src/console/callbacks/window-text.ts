import { dayNumber } from '../../../../src/domain/local-time';
import { moment } from '../../time/format';

const clockOf = (at: number): string => moment(at, at).slice(-5);

/** «14:30–17:30» today, «明天 09:30–11:30», else with its date; all in epoch ms. */
export function windowText(start: number, end: number, now: number): string {
  const days = dayNumber(start) - dayNumber(now);
  const from = days === 0 ? clockOf(start) : days === 1 ? `明天 ${clockOf(start)}` : moment(start, now);
  const to = dayNumber(end) === dayNumber(start) ? clockOf(end) : moment(end, now);
  return `${from}–${to}`;
}
