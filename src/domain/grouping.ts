/** By what figures may be grouped. */
export const GROUPINGS = {
  unit: '承办单位',
  place: '所在地',
  level: '层级',
  kind: '类型',
  category: '类别',
  channel: '渠道',
  day: '日',
  week: '周',
  month: '月',
} as const;
export type Grouping = keyof typeof GROUPINGS;
export const GROUPING_NAMES = Object.keys(GROUPINGS) as [Grouping, ...Grouping[]];
export const isOverTime = (by: Grouping | null): boolean => by === 'day' || by === 'week' || by === 'month';
