import type { ClockName, Role } from './vocabulary';

export const NOTICES = {
  task: '新任务',
  reminder: '时限提醒',
  timeout_escalation: '超时升级',
  moved_up: '超时上提一级',
  supervised: '督办',
  supervision_answered: '督办已答复',
  urged: '催办',
  decision: '审批结果',
  approval: '待审批',
  callback_due: '回访任务',
  callers_short: '回访人手不足',
  information: '补充材料',
  deputised: '代办安排',
  draft_submitted: '草案待审定',
  draft_decided: '草案审定结果',
  calendar_missing: '日历未发布',
  holder_gone: '经办人已停用',
  poll_closed: '票选结果',
  decided: '联席会议决定',
  information_requested: '请补充材料',
  rejected: '不予受理',
  deferred: '挂账暂缓',
  withdrawn: '已撤回',
  replied: '已反馈，请评价',
  rating_reminded: '提醒评价',
  promise_due: '承诺到期，请报告',
  promise_late: '承诺逾期未报告',
  promise_reported: '承诺兑现情况',
  reporter_untold: '请转告诉求人',
  endpoint_disabled: '机器人或 Webhook 停用',
  appeal_filed: '申诉待裁定',
  appeal_due: '申诉将到期',
  appeal_overdue: '申诉超期未裁定',
  appeal_ruled: '申诉结果',
  analysis_ready: '专题分析已生成',
  topic_owned: '类案由您负责',
} as const;
export type NoticeKind = keyof typeof NOTICES;

/** What whoever filed the demand is told; staff never is. */
export const REPORTER_KINDS = [
  'information_requested',
  'rejected',
  'deferred',
  'withdrawn',
  'replied',
  'rating_reminded',
  'promise_reported',
] as const satisfies NoticeKind[];
export const isForReporter = (kind: NoticeKind): boolean => (REPORTER_KINDS as readonly NoticeKind[]).includes(kind);
export const STAFF_KINDS = (Object.keys(NOTICES) as NoticeKind[]).filter((kind) => !isForReporter(kind));

/** A person, or everyone with a role in a unit. When nobody has the role there, the nearest unit above gets it. */
export interface Recipient {
  /** Whoever filed the demand, by the contact they left. */
  reporter?: true;
  user?: string;
  role?: Role;
  unit?: string;
}

/** `key` makes a notice exist once. In-app it appears at once; what rings waits until `ringAt` (quiet hours). Epoch ms. */
export interface Notice {
  key: string;
  kind: NoticeKind;
  to: Recipient;
  clock: ClockName | null;
  at: number;
  /** Seconds that the rung behind it ran late. */
  lateBy: number;
  ringAt: number | null;
  data: Record<string, unknown>;
}
