import type { Grade } from '../../../../src/domain/vocabulary';
import type { Callback } from '../../../../src/api/contract';
import type { AttemptOutcome, CallbackEnding, CallbackState, ReleaseCause } from '../../../../src/domain/callback';

export const CALLBACK_KIND_LABELS: Record<Callback['kind'], string> = {
  dissatisfied: '不满意回访',
  spot_check: '抽查回访',
};
export const CALLBACK_STATE_LABELS: Record<CallbackState, string> = {
  scheduled: '未到时段',
  offered: '待领取',
  claimed: '已领取',
  concluded: '已有结论',
  unreachable: '未接通结束',
  skipped: '已跳过',
};
export const OUTCOME_LABELS: Record<AttemptOutcome, string> = {
  reached: '接通',
  no_answer: '无人接听',
  wrong_number: '号码有误',
  refused: '拒绝回访',
  call_later: '要求稍后再打',
};
export const CONCLUSION_LABELS: Record<CallbackEnding, string> = {
  satisfied: '满意',
  dissatisfied: '不满意',
  unreasonable: '不合理诉求',
  refused: '拒绝回访',
  unreachable: '未接通',
  skipped: '跳过，未回访',
};
export const RELEASE_LABELS: Record<ReleaseCause, string> = {
  left_lying: '到时没有通话，放回队列',
  disabled: '账号停用，放回队列',
  absent: '休假开始，放回队列',
};
/** 答非所问 is what the second reader looks for. */
export const REPLY_QUALITY_LABELS: Record<Grade, string> = {
  5: '句句答到',
  4: '答到了',
  3: '大致答到',
  2: '答得不全',
  1: '答非所问',
};
