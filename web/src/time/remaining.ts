import type { Calendar } from '../../../src/domain/calendar';
import { WORKING_DAY } from '../../../src/domain/policy';
import { workingTimeBetween } from '../../../src/domain/working-time';
import type { ClockBadge } from '../../../src/api/contract';

export type TimeSense = 'in-time' | 'soon' | 'late' | 'paused';
export interface Remaining {
  sense: TimeSense;
  text: string;
}

const MINUTE = 60_000;
const HOUR = 60;
/** Working minutes below which a clock is amber: half a working day, as the queue 即将超时 has it (four working hours). */
const SOON = 4 * HOUR;

/** «1 个工作日 3 小时»: working time in ms, in the units that an office thinks in. A working day is seven working hours. */
export function workingWords(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE));
  const days = Math.floor(minutes / WORKING_DAY);
  const hours = Math.floor((minutes % WORKING_DAY) / HOUR);
  const rest = (minutes % WORKING_DAY) % HOUR;
  if (days > 0) return `${days} 个工作日${hours > 0 ? ` ${hours} 小时` : ''}`;
  if (hours > 0) return `${hours} 小时${rest > 0 && hours < 3 ? ` ${rest} 分钟` : ''}`;
  return `${rest} 分钟`;
}

/** «2 天 3 小时»: plain time in ms. */
export function elapsedWords(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE));
  const days = Math.floor(minutes / (24 * HOUR));
  const hours = Math.floor((minutes % (24 * HOUR)) / HOUR);
  if (days > 0) return `${days} 天${hours > 0 ? ` ${hours} 小时` : ''}`;
  if (hours > 0) return `${hours} 小时`;
  return `${minutes % HOUR} 分钟`;
}

/** What a due time says at `now` (epoch ms), in working time or, for clocks that count every hour, in plain time. */
export function remaining(calendar: Calendar, dueAt: number, now: number, isElapsed = false): Remaining {
  const between = (from: number, to: number) => (isElapsed ? to - from : workingTimeBetween(calendar, from, to));
  const words = isElapsed ? elapsedWords : workingWords;
  if (now >= dueAt) {
    // After closing time no working time passes: late it is all the same.
    const over = between(dueAt, now);
    return { sense: 'late', text: over < MINUTE ? '刚刚超时' : `已超时 ${words(over)}` };
  }
  const left = between(now, dueAt);
  return { sense: left <= SOON * MINUTE ? 'soon' : 'in-time', text: `剩余 ${words(left)}` };
}

/** The badge of one clock of a demand. */
export function badgeOf(calendar: Calendar, clock: ClockBadge, now: number): Remaining {
  if (clock.state === 'paused') return { sense: 'paused', text: '已暂停计时' };
  if (clock.state === 'met') return { sense: 'in-time', text: '按时完成' };
  // What was done late is not getting later.
  const at = clock.endedAt === null ? now : Date.parse(clock.endedAt);
  const badge = remaining(calendar, Date.parse(clock.dueAt), at, clock.scope === 'elapsed');
  const late = badge.sense === 'late' ? badge.text : '已超时';
  if (clock.endedAt !== null) return { sense: 'late', text: `结束时${late}` };
  return clock.state === 'breached' && badge.sense !== 'late' ? { sense: 'late', text: '已超时' } : badge;
}
