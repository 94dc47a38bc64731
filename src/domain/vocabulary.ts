/** The words of the service: one English word per Chinese term. The Chinese labels are what people read on screens. */

/** What people file: what forms, public filing, imports, the console and the rules offer. */
export const FILED_KINDS = ['consultation', 'help', 'complaint', 'suggestion'] as const;
/** An improvement 整改 is asked for by an analysis, never filed; it is not among the figures of what people filed. */
export const KINDS = [...FILED_KINDS, 'improvement'] as const;
export type Kind = (typeof KINDS)[number];
export type FiledKind = (typeof FILED_KINDS)[number];
export const KIND_LABELS: Record<Kind, string> = {
  consultation: '咨询',
  help: '求助',
  complaint: '投诉',
  suggestion: '建议',
  improvement: '整改',
};

/** A = district 区, B = street 街道, C = community or park 社区、园区. */
export const LEVELS = ['A', 'B', 'C'] as const;
export type Level = (typeof LEVELS)[number];
export const LEVEL_LABELS: Record<Level, string> = { A: '区级', B: '街道级', C: '园区社区级' };

export const URGENCIES = ['normal', 'urgent'] as const;
export type Urgency = (typeof URGENCIES)[number];
export const URGENCY_LABELS: Record<Urgency, string> = { normal: '普通', urgent: '加急' };

export const RISKS = ['green', 'amber', 'red'] as const;
export type Risk = (typeof RISKS)[number];

export const SUBJECT_TYPES = ['sole', 'joint', 'association', 'member', 'enterprise', 'employee'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];
export const SUBJECT_LABELS: Record<SubjectType, string> = {
  sole: '单建党组织',
  joint: '联建党组织',
  association: '行业协会党组织',
  member: '党员',
  enterprise: '企业',
  employee: '员工',
};

export const ROLES = [
  'collector',
  'dispatcher',
  'handler',
  'reviewer',
  'replier',
  'callback',
  'supervisor',
  'administrator',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];
export const ROLE_LABELS: Record<Role, string> = {
  collector: '收集人',
  dispatcher: '分拨员',
  handler: '经办人',
  reviewer: '审核人',
  replier: '反馈人',
  callback: '回访人员',
  supervisor: '督办员',
  administrator: '管理员',
  auditor: '审计员',
};

export const UNIT_KINDS = ['district', 'street', 'community', 'park', 'building', 'department', 'team'] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];
export const UNIT_KIND_LABELS: Record<UnitKind, string> = {
  district: '区',
  street: '街道',
  community: '社区',
  park: '园区',
  building: '楼宇',
  department: '职能部门',
  team: '办理队伍',
};

export const STAGES = {
  submitted: '已提交',
  dispatching: '待分拨',
  accepting: '待签收',
  handling: '办理中',
  waiting: '待补充材料',
  deferred: '挂账',
  reviewing: '待审核',
  replying: '待反馈',
  rating: '待评价',
  calling_back: '待回访',
  merged: '已并案',
  split: '已拆分',
  closed: '已办结',
  rejected: '不受理',
  withdrawn: '已撤回',
} as const;
export type Stage = keyof typeof STAGES;
export const STAGE_NAMES = Object.keys(STAGES) as Stage[];

/** Stages in which a demand's workflow has ended. A closed demand may be reopened by a spot check. */
export const ENDED_STAGES = ['closed', 'rejected', 'withdrawn'] as const satisfies readonly Stage[];
export const OPEN_STAGES: readonly Stage[] = STAGE_NAMES.filter((s) => !(ENDED_STAGES as readonly Stage[]).includes(s));

export const ACTIONS = {
  dispatch: '分拨',
  reject: '不受理',
  merge: '并案',
  unmerge: '撤销并案',
  split: '拆分',
  pass_up: '上报',
  pass_down: '下派',
  accept: '签收',
  return: '退单',
  rule: '裁决',
  transfer: '转办',
  contact: '联系诉求人',
  note: '记录',
  request_information: '要求补充材料',
  supply_information: '补充材料',
  open_poll: '发起票选',
  request_extension: '申请延期',
  decide_extension: '审批延期',
  request_deferral: '申请挂账',
  decide_deferral: '审批挂账',
  finish: '办结报审',
  review: '结案审核',
  reply: '反馈',
  rate: '评价',
  urge: '催办',
  supervise: '督办',
  answer_supervision: '答复督办',
  decide: '联席会议决定',
  withdraw: '撤回诉求',
} as const;
export type Action = keyof typeof ACTIONS;
export const ACTION_NAMES = Object.keys(ACTIONS) as Action[];

export const CLOCKS = {
  dispatch: '分拨',
  accept: '签收',
  contact: '首次联系',
  handle: '办理',
  reply: '反馈',
  rate: '评价',
  callback: '回访',
  supervision: '督办答复',
} as const;
export type ClockName = keyof typeof CLOCKS;
export const CLOCK_NAMES = Object.keys(CLOCKS) as ClockName[];

export const RESULTS = ['resolved', 'partly', 'explained', 'adopted', 'partly_adopted', 'noted'] as const;
export type Result = (typeof RESULTS)[number];
export const RESULT_LABELS: Record<Result, string> = {
  resolved: '已解决',
  partly: '部分解决',
  explained: '已解释说明',
  adopted: '采纳',
  partly_adopted: '部分采纳',
  noted: '留作参考',
};

/** Five grades: 非常满意 5, 满意 4, 基本满意 3, 不满意 2, 非常不满意 1. */
export type Grade = 1 | 2 | 3 | 4 | 5;
export const GRADE_LABELS: Record<Grade, string> = {
  5: '非常满意',
  4: '满意',
  3: '基本满意',
  2: '不满意',
  1: '非常不满意',
};
export const isDissatisfied = (grade: Grade): boolean => grade <= 2;

export const CONTACT_CHANNELS = ['phone', 'visit', 'message', 'online'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];
export const CONTACT_OUTCOMES = ['reached', 'no_answer', 'wrong_number', 'refused'] as const;
export type ContactOutcome = (typeof CONTACT_OUTCOMES)[number];

/** 票选: who votes. `ballots`: one link for every voter; `open`: whoever has the one link draws a ballot. */
export const ELECTORATES = { ballots: '一人一票链接', open: '开放投票' } as const;
export type Electorate = keyof typeof ELECTORATES;

export const DISSATISFACTION_REASONS = {
  not_solved: '问题没有解决',
  too_slow: '办理太慢',
  bad_service: '态度不好',
  bad_reply: '答非所问',
  not_contacted: '没有联系我',
  other: '其他',
} as const;
export type DissatisfactionReason = keyof typeof DISSATISFACTION_REASONS;
