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
  filed: '新登记',
  closed: '已办结',
  contact_due: '应联系',
  contact_in_time: '按时联系',
  contact_late: '未按时联系',
  answered: '已答复并结束',
  resolved: '已解决',
  unresolved: '未解决',
  rated: '已评价',
  satisfied: '基本满意及以上',
  barely_satisfied: '基本满意',
  dissatisfied: '不满意',
  unrated: '逾期未评价',
  handle_due: '应办结',
  handle_in_time: '按时办结',
  handle_late: '未按时办结',
} as const;
export type Figure = keyof typeof FIGURES;
export const FIGURE_NAMES = Object.keys(FIGURES) as Figure[];

/** What stands so now. All others count what happened in a period. */
const STANDING_NOW: readonly Figure[] = ['open', 'overdue', 'due_soon', 'supervised', 'provisional'];
export const isOfPeriod = (figure: Figure): boolean => !STANDING_NOW.includes(figure);
