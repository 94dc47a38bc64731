import type { Callback } from '../../../../src/api/contract';
import { attempt, type AttemptOutcome, type CallbackJob, type CallbackResult } from '../../../../src/domain/callback';
import type { Calendar } from '../../../../src/domain/calendar';
import { upperLevel } from '../../../../src/domain/organisation';
import type { Policy } from '../../../../src/domain/policy';
import { reopensFor } from '../../../../src/domain/rating';
import type { DissatisfactionReason, Level } from '../../../../src/domain/vocabulary';
import { LEVEL_LABELS } from '../../words/labels';
import { windowText } from './window-text';

/** What of the rules in force for the demand says what a callback leads to. */
export type CallbackRules = Pick<Policy, 'callback' | 'redo' | 'reasons'>;
type Job = Pick<Callback, 'kind' | 'windowStart' | 'windowEnd' | 'attempts'> & {
  demand: Pick<Callback['demand'], 'round'>;
};

const GENTLE: readonly AttemptOutcome[] = ['reached', 'call_later'];

/** Calls that count towards the last unanswered one. */
export const unansweredIn = (attempts: readonly { outcome: AttemptOutcome }[]): number =>
  attempts.filter(({ outcome }) => !GENTLE.includes(outcome)).length;

/** Where a dissatisfied demand goes; `level` is where it stands now, null while that is not known. */
export function followsDissatisfied(round: number, level: Level | null, { redo }: CallbackRules): string {
  const next = `开启第 ${round + 1} 轮重办`;
  if (round >= redo.superviseAfter) return `已有 ${round} 轮不满意：${next}，列入督办，并提交党建联席会议。`;
  if (round >= redo.levelUpAfter) {
    const upper = level && upperLevel(level);
    const where = upper ? `上提一级，由${LEVEL_LABELS[upper]}` : level ? `由${LEVEL_LABELS[level]}` : '由上一级';
    return `已有 ${round} 轮不满意：${next}，${where}党委重新分拨。`;
  }
  return `${next}，由${level ? LEVEL_LABELS[level] : '本级'}党委重新分拨；本轮的评价和数据保留。`;
}

/** What a conclusion does to the demand. */
export function followsConclusion(
  result: CallbackResult,
  { kind, demand }: Job,
  level: Level | null,
  rules: CallbackRules,
  reasons: readonly DissatisfactionReason[] = [],
): string {
  if (result === 'dissatisfied' && !reopensFor(rules, reasons))
    return '所选原因都定为“不重新办理”：诉求保持办结，结论记在评价旁边，进入专题分析。';
  if (result === 'dissatisfied') return followsDissatisfied(demand.round, level, rules);
  if (kind === 'spot_check') return '抽查结果记在原评价旁边，诉求保持办结。';
  return result === 'satisfied'
    ? '诉求就此办结；原来的不满意评价保留，回访结论记在旁边。'
    : '认定为不合理诉求，诉求就此办结，不再重办；依据告知诉求人，对方可以追评一次，再由回访人员核实。';
}

interface Call {
  outcome: AttemptOutcome;
  /** The agreed time (epoch ms); null: none. */
  nextAt: number | null;
  /** When it is made (epoch ms). */
  now: number;
  /** From when the reader looks at it (epoch ms). */
  today: number;
}

/** What recording a call does to the job, reckoned by the service's own rule. */
export function followsCall(
  job: Job,
  call: Call,
  level: Level | null,
  rules: CallbackRules,
  calendar: Calendar,
): string {
  if (call.outcome === 'reached') return '任务仍由您负责，接着登记回访结论。';
  const after = attempt(asHeld(job), call, { at: call.now, by: '', wordsId: null }, rules as Policy, calendar);
  if (after.state === 'scheduled') {
    const when = windowText(after.windowStart, after.windowEnd, call.today);
    return `任务放回队列，到 ${when} 再由回访人员领取；未接通累计 ${unansweredIn(after.attempts)}/${rules.callback.attempts} 次。`;
  }
  const ends =
    call.outcome === 'refused'
      ? '对方拒绝回访，不再打扰：任务以“拒绝回访”结束，原评价不变。'
      : `未接通已满 ${unansweredIn(after.attempts)} 次：任务以“未接通”结束，原评价不变。`;
  if (job.kind === 'spot_check') return `${ends}由同一办理单位的下一件替补。`;
  const rest =
    rules.callback.unreachable === 'redo' ? followsDissatisfied(job.demand.round, level, rules) : '诉求就此办结。';
  return `${ends}${rest}`;
}

/** As much of the job as the rule looks at. */
const asHeld = (job: Job): CallbackJob => ({
  ...{ id: '', demandId: '', kind: job.kind, round: job.demand.round, state: 'claimed', lead: null, workedOn: [] },
  ...{ unit: { id: '', level: 'B', path: [] }, claimedBy: '', result: null, grade: null, version: 1, createdAt: 0 },
  ...{ found: null, history: [] },
  ...{ concludedAt: null, wordsId: null, spotCheckId: null, requests: [] },
  windowStart: Date.parse(job.windowStart),
  windowEnd: Date.parse(job.windowEnd),
  attempts: job.attempts.map(({ at, outcome }) => ({ at: Date.parse(at), by: '', outcome, wordsId: null })),
});
