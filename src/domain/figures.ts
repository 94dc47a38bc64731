/**
 * What the boards count. Each counts demands, a demand once however many of its clocks or rounds fit, so that the list that
 * a figure opens is as long as the figure says. Where a demand has both kinds in a period, the bad one counts: a redo does not
 * make up for the round before it.
 */
export const FIGURES = {
  open: '在办',
  overdue: '已超时',
  due_soon: '即将超时',
  supervised: '督办中',
  provisional: '到期日暂定',
  deferred: '挂账中',
  filed: '新登记',
  closed: '已办结',
  accept_due: '应签收',
  accept_in_time: '按时签收',
  accept_late: '未按时签收',
  contact_due: '应联系',
  contact_in_time: '按时联系',
  contact_late: '未按时联系',
  answered: '已答复并结束',
  resolved: '已解决',
  unresolved: '未解决',
  redone: '重办',
  not_redone: '未重办',
  rated: '已评价',
  satisfied: '基本满意及以上',
  barely_satisfied: '基本满意',
  dissatisfied: '不满意',
  asked_to_rate: '请评价并结束',
  gave_rating: '有评价',
  unrated: '逾期未评价',
  rating_received: '收到评价',
  proxy_rated: '代评',
  self_rated: '本人评价',
  added_to: '追评',
  added_alike: '追评未转为不满意',
  turned_dissatisfied: '追评转为不满意',
  handle_due: '应办结',
  handle_in_time: '按时办结',
  handle_late: '未按时办结',
  own_in_time: '按时办结（扣除他方用时）',
  own_late: '未按时办结（扣除他方用时）',
  assigned: '已签收或退回',
  kept: '未退单',
  returned: '退单',
  phoned: '回访结束',
  phone_valid: '有效回访',
  phone_unreached: '未接通',
  phone_answered: '回访有结论',
  phone_satisfied: '回访满意',
  phone_dissatisfied: '回访不满意',
  checked: '抽查可比对',
  check_agrees: '抽查与评价一致',
  contradicted: '抽查与评价矛盾',
  appealed: '申诉已裁定',
  appeal_upheld: '申诉成立',
  appeal_refused: '申诉不成立',
} as const;
export type Figure = keyof typeof FIGURES;
export const FIGURE_NAMES = Object.keys(FIGURES) as Figure[];

/** What stands so now. All others count what happened in a period. */
const STANDING_NOW = ['open', 'overdue', 'due_soon', 'supervised', 'provisional', 'deferred'] as const;
export type StandingFigure = (typeof STANDING_NOW)[number];
export const isOfPeriod = (figure: Figure): boolean => !(STANDING_NOW as readonly Figure[]).includes(figure);

/** What came of a demand in one respect: `due` counts all of it, `bad` and `good` the two ways it may end. */
export const ASPECTS = {
  accept: { due: 'accept_due', good: 'accept_in_time', bad: 'accept_late' },
  contact: { due: 'contact_due', good: 'contact_in_time', bad: 'contact_late' },
  handle: { due: 'handle_due', good: 'handle_in_time', bad: 'handle_late' },
  own: { due: 'handle_due', good: 'own_in_time', bad: 'own_late' },
  resolution: { due: 'answered', good: 'resolved', bad: 'unresolved' },
  redo: { due: 'answered', good: 'not_redone', bad: 'redone' },
  grade: { due: 'rated', good: 'satisfied', bad: 'dissatisfied' },
  voice: { due: 'asked_to_rate', good: 'gave_rating', bad: 'unrated' },
  proxy: { due: 'rating_received', good: 'self_rated', bad: 'proxy_rated' },
  addition: { due: 'added_to', good: 'added_alike', bad: 'turned_dissatisfied' },
  return: { due: 'assigned', good: 'kept', bad: 'returned' },
  reach: { due: 'phoned', good: 'phone_valid', bad: 'phone_unreached' },
  call: { due: 'phone_answered', good: 'phone_satisfied', bad: 'phone_dissatisfied' },
  check: { due: 'checked', good: 'check_agrees', bad: 'contradicted' },
  appeal: { due: 'appealed', good: 'appeal_refused', bad: 'appeal_upheld' },
} as const satisfies Record<string, { due: Figure; good: Figure; bad: Figure }>;
export type Aspect = keyof typeof ASPECTS;
export const ASPECT_NAMES = Object.keys(ASPECTS) as Aspect[];

export type OutcomeFigure = (typeof ASPECTS)[Aspect]['due' | 'good' | 'bad'] | 'barely_satisfied';

/** Which part of which aspect a figure counts; undefined for those that columns tell. */
const WHERE = new Map<Figure, { aspect: Aspect; part: 'due' | 'good' | 'bad' | 'barely' }>([
  ['barely_satisfied', { aspect: 'grade', part: 'barely' }],
]);
for (const aspect of ASPECT_NAMES)
  for (const part of ['bad', 'good', 'due'] as const) {
    const figure = ASPECTS[aspect][part];
    if (!WHERE.has(figure)) WHERE.set(figure, { aspect, part });
  }
export const whereCounted = (figure: Figure) => WHERE.get(figure);
export const isByOutcome = (figure: Figure): figure is OutcomeFigure => WHERE.has(figure);
