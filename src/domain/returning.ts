import { liveClock, type Demand } from './demand';
import { localDay } from './local-time';
import { WORKING_DAY } from './policy';
import type { Rules } from './transition';
import { addWorkingTime, workingTimeBetween } from './working-time';

const MINUTE = 60_000;

/** What is left of the right to return a demand that waits to be accepted. */
export interface ReturnRoom {
  /** Returns before the upper level rules, this one included. */
  left: number;
  limit: number;
  /** Epoch ms; null without a window. */
  until: number | null;
  /** Working minutes; null without a window. */
  minutesLeft: number | null;
}

/** The window counts from the dispatch, in working time; a policy without one leaves it open. */
export function returnRoom(demand: Demand, now: number, { policy, calendar }: Rules): ReturnRoom {
  const { returnLimit: limit, returnWindow } = policy;
  const left = Math.max(0, limit - demand.returns);
  const from = liveClock(demand, 'accept')?.startedAt;
  if (returnWindow === undefined || from === undefined) return { left, limit, until: null, minutesLeft: null };
  const spent = workingTimeBetween(calendar, from, now) / MINUTE;
  const until = addWorkingTime(calendar, from, returnWindow * MINUTE).at;
  return { left, limit, until, minutesLeft: now >= until ? 0 : Math.max(0, Math.ceil(returnWindow - spent)) };
}

const two = (n: number): string => String(n).padStart(2, '0');

function moment(at: number): string {
  const { month, day, minutes } = localDay(at);
  return `${month} 月 ${day} 日 ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
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
export function returnHint({ left, limit, until, minutesLeft }: ReturnRoom): string {
  const count =
    left <= 1
      ? `这次退单后达到上限(${limit} 次),由上一级裁决,裁决必须执行。`
      : `本轮还可退单 ${left} 次(上限 ${limit} 次)。`;
  return until === null
    ? count
    : `${count}退单须在 ${moment(until)} 前提出,还剩工作时间 ${workingAmount(minutesLeft ?? 0)}。`;
}
