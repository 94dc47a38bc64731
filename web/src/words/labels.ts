import type { Grade, Level, Result, Risk, Role, UnitKind, Urgency } from '../../../src/domain/vocabulary';

/** What people read for the words of the domain that the domain itself gives no label. */
export const LEVEL_LABELS: Record<Level, string> = { A: '区级', B: '街道级', C: '园区社区级' };
export const URGENCY_LABELS: Record<Urgency, string> = { normal: '普通', urgent: '加急' };
export const RISK_LABELS: Record<Risk, string> = { green: '低风险', amber: '黄色风险', red: '红色风险' };
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
export const UNIT_KIND_LABELS: Record<UnitKind, string> = {
  district: '区',
  street: '街道',
  community: '社区',
  park: '园区',
  building: '楼宇',
  department: '部门',
  team: '队伍',
};
export const RESULT_LABELS: Record<Result, string> = {
  resolved: '已解决',
  partly: '部分解决',
  explained: '已解释说明',
  adopted: '采纳',
  partly_adopted: '部分采纳',
  noted: '留作参考',
};
export const GRADE_LABELS: Record<Grade, string> = {
  5: '非常满意',
  4: '满意',
  3: '基本满意',
  2: '不满意',
  1: '非常不满意',
};

/** The label of a word that came as plain text; the word itself when it has none. */
export const labelOf = (labels: Record<string, string>, word: string | null | undefined): string =>
  word == null ? '—' : (labels[word] ?? word);
