/** What is changed by draft, review and publication: it holds for the whole district. */
export const DRAFT_KINDS = { policy: '时限与规则', calendar: '日历', rules: '分拨规则', figures: '统计口径' } as const;
export type DraftKind = keyof typeof DRAFT_KINDS;
export const DRAFT_KIND_NAMES = Object.keys(DRAFT_KINDS) as [DraftKind, ...DraftKind[]];

export const DRAFT_STATES = {
  draft: '起草中',
  in_review: '待审定',
  published: '已发布',
  refused: '已退回',
  withdrawn: '已撤回',
} as const;
export type DraftState = keyof typeof DRAFT_STATES;
export const DRAFT_STATE_NAMES = Object.keys(DRAFT_STATES) as [DraftState, ...DraftState[]];

export const DRAFT_ACTIONS = { submit: '送审', approve: '批准发布', refuse: '退回修改', withdraw: '撤回草案' } as const;
export type DraftAction = keyof typeof DRAFT_ACTIONS;
export const DRAFT_ACTION_NAMES = Object.keys(DRAFT_ACTIONS) as [DraftAction, ...DraftAction[]];

/** Editing takes a draft back from review: nobody approves what was changed behind their back. */
export const EDITABLE_STATES: readonly DraftState[] = ['draft', 'in_review', 'refused'];

/** From which states an action goes, and to which. */
export const DRAFT_TRANSITIONS: Record<DraftAction, { from: readonly DraftState[]; to: DraftState }> = {
  submit: { from: ['draft'], to: 'in_review' },
  approve: { from: ['in_review'], to: 'published' },
  refuse: { from: ['in_review'], to: 'refused' },
  withdraw: { from: ['draft', 'in_review', 'refused'], to: 'withdrawn' },
};
