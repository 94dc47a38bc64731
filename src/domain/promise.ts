import { liveClock, waitsForPoll, type Demand } from './demand';
import type { ClockName, Stage } from './vocabulary';

/** What the reporter may expect next, and by when (epoch ms). */
export interface NextPromise {
  step: string;
  dueAt: number;
  /** The calendar of that year is not published yet. */
  provisional: boolean;
}

const STEPS: Partial<Record<Stage, [ClockName, string]>> = {
  dispatching: ['dispatch', '分拨给办理单位'],
  accepting: ['accept', '办理单位签收'],
  handling: ['handle', '办理完毕'],
  reviewing: ['handle', '审核办理结果'],
  replying: ['reply', '向您反馈办理结果'],
  rating: ['rate', '请您评价'],
  calling_back: ['callback', '回访人员与您联系'],
  merged: ['handle', '随主案一并反馈'],
};

/** The next step that a demand promises its reporter; null when nothing is promised any more. */
export function nextPromise(demand: Demand): NextPromise | null {
  const { stage, waitingUntil, waitingProvisional, deferral } = demand;
  if (waitsForPoll(demand)) return { step: '公布票选结果', dueAt: demand.poll!.closesAt, provisional: false };
  if (stage === 'waiting' && waitingUntil !== null)
    return { step: '请您补充材料', dueAt: waitingUntil, provisional: waitingProvisional === true };
  if (stage === 'deferred' && deferral) return { step: '复查挂账事项', dueAt: deferral.reviewAt, provisional: false };
  const [name, step] = STEPS[stage] ?? [];
  const clock = name && liveClock(demand, name);
  return clock && step ? { step, dueAt: clock.dueAt, provisional: clock.provisional } : null;
}
