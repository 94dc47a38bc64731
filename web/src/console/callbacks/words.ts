import type { Callback } from '../../../../src/api/contract';
import type { AttemptOutcome, CallbackResult, CallbackState } from '../../../../src/domain/callback';

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
};
export const OUTCOME_LABELS: Record<AttemptOutcome, string> = {
  reached: '接通',
  no_answer: '无人接听',
  wrong_number: '号码有误',
  refused: '拒绝回访',
  call_later: '要求稍后再打',
};
export const CONCLUSION_LABELS: Record<CallbackResult | 'unreachable', string> = {
  satisfied: '满意',
  dissatisfied: '不满意',
  unreasonable: '不合理诉求',
  unreachable: '未接通',
};
