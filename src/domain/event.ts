import type { Asked } from './asked';
import type { Actor } from './demand';
import type { ClockName, Stage } from './vocabulary';

/** Event types in past tense. They stand in the record for ever: never rename one. */
export const EVENTS = {
  submitted: '已提交',
  dispatched: '已分拨',
  rejected: '不予受理',
  merged: '已并案',
  follower_joined: '并入诉求',
  unmerged: '已撤销并案，单独办理',
  follower_left: '并入诉求已撤出',
  main_moved: '主案已并入另一件',
  split: '已拆分',
  passed_up: '已上报',
  passed_down: '已下派',
  accepted: '已签收',
  returned: '已退单',
  ruled: '已裁决',
  transferred: '已转办',
  contacted: '已联系诉求人',
  noted: '办理记录',
  information_requested: '请补充材料',
  information_supplied: '已补充材料',
  information_overdue: '逾期未补充材料，恢复计时',
  poll_opened: '已发起票选',
  poll_closed: '票选结束',
  poll_overdue: '票选结果逾期未到，恢复计时',
  extension_requested: '已申请延期',
  extension_decided: '延期审批',
  deferral_requested: '已申请挂账',
  deferral_decided: '挂账审批',
  deferral_ended: '挂账到期，恢复办理',
  finished: '办结报审',
  reviewed: '结案审核',
  replied: '已反馈',
  rated: '已评价',
  rating_expired: '逾期未评价',
  rating_reminded: '提醒评价',
  urged: '催办',
  supervised: '督办',
  supervision_answered: '已答复督办',
  decided: '联席会议决定',
  withdrawn: '已撤回',
  reminded: '时限提醒',
  timeout_escalated: '超时升级',
  moved_up: '超时上提一级',
  supervised_by_clock: '超时督办',
  callback_scheduled: '已安排回访',
  callback_attempted: '已拨打回访电话',
  callback_concluded: '回访结果',
  redone: '重办',
  closed: '办结',
  main_replied: '主案已反馈',
  main_ended: '主案终止，恢复分拨',
  part_ended: '拆分件办结',
  calendar_changed: '日历变更，时限重算',
  policy_changed: '改按新版时限与规则',
} as const;
export type EventType = keyof typeof EVENTS;

/** What reporters do themselves; what only follows from it is not their doing. */
export const DONE_BY_REPORTERS: readonly EventType[] = [
  ...(['submitted', 'information_supplied', 'urged', 'rated', 'withdrawn'] as const),
];

/** Why it happened: the policy version in force, the rung of a clock, or the rule that matched. */
export interface Cause {
  policyVersion?: number;
  /** The reason stands with the first event that names the rule. */
  rule?: { id: string; version: number; reason?: string };
  clock?: ClockName;
  percent?: number;
  plannedAt?: number;
  /** Seconds between the planned and the actual time of a rung. */
  lateBy?: number;
  calendarVersion?: string;
  callbackJob?: string;
}

/** One line of the append-only record. `at` is business time in epoch ms. */
export interface DemandEvent {
  seq: number;
  at: number;
  type: EventType;
  actor: Actor['kind'];
  user: string | null;
  unit: string | null;
  stage: Stage;
  round: number;
  /** Whether the reporter may see it. */
  public: boolean;
  cause: Cause;
  data: Record<string, unknown>;
  wordsId: string | null;
  requestId: string | null;
  /** On the first event of a transition: its occasion, after those of transitions before it that left no event. */
  asked?: Asked[];
}
