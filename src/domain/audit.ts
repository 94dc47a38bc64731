/** Every kind of line in the audit: what people read, and what its target is. A new action is one more line here. */
export const AUDIT_ACTIONS = {
  user_created: { label: '新增人员', about: 'user' },
  user_changed: { label: '修改人员', about: 'user' },
  password_changed: { label: '修改本人口令', about: 'user' },
  view_as_started: { label: '开始以他人身份查看', about: 'user' },
  view_as_ended: { label: '结束以他人身份查看', about: 'user' },
  unit_created: { label: '新增单位', about: 'unit' },
  unit_renamed: { label: '单位改名', about: 'unit' },
  unit_closed: { label: '关闭单位', about: 'unit' },
  unit_reopened: { label: '重新开放单位', about: 'unit' },
  shared_view_deleted: { label: '删除他人共享的视图', about: 'unit' },
  contact_revealed: { label: '查看完整联系方式', about: 'demand' },
  policy_published: { label: '发布时限与规则', about: 'service' },
  calendar_published: { label: '发布日历', about: 'service' },
} as const satisfies Record<string, { label: string; about: 'user' | 'unit' | 'demand' | 'service' }>;

export type AuditAction = keyof typeof AUDIT_ACTIONS;
export type AuditSubject = (typeof AUDIT_ACTIONS)[AuditAction]['about'];

export const auditActionsAbout = (subject: AuditSubject): AuditAction[] =>
  (Object.keys(AUDIT_ACTIONS) as AuditAction[]).filter((action) => AUDIT_ACTIONS[action].about === subject);

/** The label; the word itself for a line that an older version wrote. */
export const auditLabel = (action: string): string =>
  Object.hasOwn(AUDIT_ACTIONS, action) ? AUDIT_ACTIONS[action as AuditAction].label : action;
