/** 推演: the real demands of a period replayed under what is tried, by a job in the background. */
export const REHEARSAL_STATES = {
  waiting: '等待开始',
  running: '推演中',
  done: '已完成',
  failed: '没有完成',
  cancelled: '已取消',
} as const;
export type RehearsalState = keyof typeof REHEARSAL_STATES;
export const REHEARSAL_STATE_NAMES = Object.keys(REHEARSAL_STATES) as [RehearsalState, ...RehearsalState[]];

/** Kinds of drafts that can be tried. */
export const TRIED_KINDS = ['policy', 'calendar', 'rules'] as const;
export type TriedKind = (typeof TRIED_KINDS)[number];

/** What the list of changed demands is narrowed to. */
export const CASE_CHANGES = {
  more_breaches: '多出超时',
  fewer_breaches: '减少超时',
  moved_up: '上提不同',
  owner: '主办单位不同',
} as const;
export type CaseChangeKind = keyof typeof CASE_CHANGES;
export const CASE_CHANGE_NAMES = Object.keys(CASE_CHANGES) as [CaseChangeKind, ...CaseChangeKind[]];
