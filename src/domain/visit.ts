import { atLocal, dayNumber, localDay, startOfDay } from './local-time';
import { refuse, type Refusal } from './refusal-codes';

export const VISIT_STATES = { planned: '待走访', done: '已走访', cancelled: '已取消', missed: '逾期未走访' } as const;
export type VisitState = keyof typeof VISIT_STATES;
export const VISIT_STATE_NAMES = Object.keys(VISIT_STATES) as VisitState[];

/** Of a demand that is filed from a visit. */
export const VISIT_CHANNEL = '包干队伍';

/** Epoch ms. */
export interface VisitTimes {
  plannedAt: number;
  doneAt: number | null;
  cancelledAt: number | null;
}

/** Nothing sweeps: a visit that nobody recorded by the end of its Beijing day is missed from then on, and can still be made. */
export function visitState({ plannedAt, doneAt, cancelledAt }: VisitTimes, now: number): VisitState {
  if (doneAt !== null) return 'done';
  if (cancelledAt !== null) return 'cancelled';
  return dayNumber(plannedAt) < dayNumber(now) ? 'missed' : 'planned';
}

const OVER: Partial<Record<VisitState, string>> = {
  done: '这次走访已经记录。记错了请由记录人更正；需要再去时请另外安排一次。',
  cancelled: '这次走访已经取消。需要去时请另外安排一次。',
};

/** Why the visit can no longer be recorded, cancelled or moved, or null. */
export function visitRefusal(visit: VisitTimes, now: number): Refusal | null {
  const over = OVER[visitState(visit, now)];
  return over === undefined ? null : refuse('already_concluded', over);
}

/** Why this person cannot correct what was recorded of the visit, or null. */
export function correctionRefusal(
  visit: VisitTimes,
  { isRecorder, isAdministrator }: { isRecorder: boolean; isAdministrator: boolean },
  now: number,
): Refusal | null {
  const state = visitState(visit, now);
  if (state === 'cancelled') return refuse('already_concluded', OVER.cancelled!);
  if (state !== 'done') return refuse('not_allowed_in_stage', '这次走访还没有记录，请先写走访记录。');
  return isRecorder || isAdministrator
    ? null
    : refuse('not_allowed_for_role', '走访记录由记录人更正；记录人不在的，请本队伍或上级的管理员更正。');
}

const CORRECTED = '\n更正（';

/** What the record says now, without what it said before it was corrected. */
export const newestSummary = (summary: string): string => summary.split(CORRECTED)[0]!;

/** As it is kept: what is said now, and under it what was said instead, by whom and why, the newest first. `at` in epoch ms. */
export function correctedSummary(
  before: string,
  { summary, reason, by, at }: { summary: string; reason: string; by: string; at: number },
): string {
  const [was, ...earlier] = before.split(CORRECTED);
  const { year, month, day } = localDay(at);
  return [summary, `${year}年${month}月${day}日 ${by}）：原记“${was}”，${reason}`, ...earlier].join(CORRECTED);
}

const FARTHEST_DAYS = 400;

/** A visit is planned for today or later (epoch ms); today's morning is not too late to write down where one is now. */
export function planRefusal(at: number, now: number): Refusal | null {
  if (dayNumber(at) < dayNumber(now)) return refuse('not_in_future', '走访时间不能早于今天，请改为今天或以后。');
  return tooFarAhead('走访', at, now);
}

/** Why nothing is planned for then (epoch ms), or null. */
export const tooFarAhead = (what: string, at: number, now: number): Refusal | null =>
  dayNumber(at) - dayNumber(now) > FARTHEST_DAYS
    ? refuse('too_long', `${what}最多提前 ${FARTHEST_DAYS} 天安排，请选近一些的日期。`)
    : null;

/** 每月一次: the same day and hour of so many months, the first included; a short month has its last day. Epoch ms. */
export function monthlyFrom(first: number, times: number): number[] {
  const { year, month, day, minutes } = localDay(first);
  return Array.from({ length: times }, (_, i) => {
    const [inYear, inMonth] = [year + Math.floor((month - 1 + i) / 12), ((month - 1 + i) % 12) + 1];
    return atLocal(inYear, inMonth, Math.min(day, daysIn(inYear, inMonth)), minutes);
  });
}

function daysIn(year: number, month: number): number {
  const next = month === 12 ? atLocal(year + 1, 1, 1, 0) : atLocal(year, month + 1, 1, 0);
  return localDay(next - 1).day;
}

/** From when on a visit that is still open is not missed (epoch ms). */
export const startOfToday = (now: number): number => startOfDay(dayNumber(now));

export function startOfMonth(now: number): number {
  const { year, month } = localDay(now);
  return atLocal(year, month, 1, 0);
}
