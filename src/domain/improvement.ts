/** Where an improvement 整改 stands, for the unit that asked for it. */
export const IMPROVEMENT_STATES = {
  open: '整改中',
  late: '已超期',
  waiting: '待验收',
  verified: '已验收',
  unverified: '逾期未验收',
  ended: '已终止',
} as const;
export type ImprovementState = keyof typeof IMPROVEMENT_STATES;

/** In what a unit may stand out in a report. */
export const CONCERNS = {
  dissatisfied: '不满意率',
  redone: '重办率',
  returned: '回退率',
  ownLate: '超时率（扣除他方用时）',
  contradicted: '抽查矛盾率',
} as const;
export type Concern = keyof typeof CONCERNS;
