import { liveClock, type Demand } from './demand';
import { localDay } from './local-time';
import { upperLevel } from './organisation';
import { WORKING_DAY } from './policy';
import type { Rules } from './transition';
import { addWorkingTime, workingTimeBetween } from './working-time';

const MINUTE = 60_000;

/** What is left of the right to return a demand that waits to be accepted. */
export interface ReturnRoom {
  /** Returns before the upper level rules, this one included. */
  left: number;
  limit: number;
  /** Epoch ms: the end of the window, or the moment at which the case goes up for want of acceptance; null without either. */
  until: number | null;
  /** Working minutes until then. */
  minutesLeft: number | null;
  /** It goes up before the window is over. */
  movesUp: boolean;
}

/** The window counts from the dispatch, in working time; a policy without one leaves it open (null). Epoch ms. */
export function windowEnd(demand: Demand, { policy: { returnWindow }, calendar }: Rules): number | null {
  const from = liveClock(demand, 'accept')?.startedAt;
  if (returnWindow === undefined || from === undefined) return null;
  return addWorkingTime(calendar, from, returnWindow * MINUTE).at;
}

/** When a case that nobody accepts is taken from the unit. */
function goesUpAt(demand: Demand): number | null {
  if (upperLevel(demand.level) === null) return null;
  const rungs = liveClock(demand, 'accept')?.rungs ?? [];
  return rungs.find(({ step, firedAt }) => step === 'move_up' && firedAt === null)?.plannedAt ?? null;
}

export function returnRoom(demand: Demand, now: number, rules: Rules): ReturnRoom {
  const { returnLimit: limit } = rules.policy;
  const left = Math.max(0, limit - demand.returns);
  const [closes, goesUp] = [windowEnd(demand, rules) ?? Infinity, goesUpAt(demand) ?? Infinity];
  const until = Math.min(closes, goesUp);
  if (until === Infinity) return { left, limit, until: null, minutesLeft: null, movesUp: false };
  const minutesLeft = Math.ceil(workingTimeBetween(rules.calendar, now, until) / MINUTE);
  return { left, limit, until, minutesLeft, movesUp: goesUp < closes };
}

const two = (n: number): string => String(n).padStart(2, '0');

function moment(at: number): string {
  const { month, day, minutes } = localDay(at);
  return `${month}月${day}日 ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** An amount of working time (minutes) as people say it. */
export function workingAmount(minutes: number): string {
  const days = Math.floor(minutes / WORKING_DAY);
  const hours = Math.floor((minutes % WORKING_DAY) / 60);
  const rest = minutes % 60 === 0 || days > 0 ? 0 : (minutes % WORKING_DAY) % 60;
  const parts = [days && `${days} 个工作日`, hours && `${hours} 小时`, rest && `${rest} 分钟`].filter(Boolean);
  return parts.length > 0 ? parts.join(' ') : '0 分钟';
}

/** What the form of a return says first. */
export function returnHint({ left, limit, until, minutesLeft, movesUp }: ReturnRoom): string {
  const count =
    left <= 1
      ? `这次退单后达到上限（${limit} 次），由上一级裁决，裁决必须执行。`
      : `本轮还可退单 ${left} 次（上限 ${limit} 次）。`;
  if (until === null) return count;
  const what = movesUp ? '前提出，届时仍未签收就上提一级' : '前提出';
  return `${count}退单须在 ${moment(until)} ${what}，还剩工作时间 ${workingAmount(minutesLeft ?? 0)}。`;
}
