import type { FigureSet } from '../../../../src/api/contract';
import { percent, resolvingWords } from '../overview/rate-words';
import { clockTime } from '../../../../src/domain/local-time';

export type Set = Omit<FigureSet, 'version' | 'note' | 'publishedAt' | 'publishedBy'>;

export const EXCLUDED = {
  appeals: '申诉成立的评价和超时',
  unreasonable: '裁定为不合理诉求的评价',
  deferred: '挂账期间的超时',
  merged: '并入他案的诉求（评价除外）',
  proxy: '代评（收集人代评、电话代评）',
} as const;
export type Excluded = keyof typeof EXCLUDED;
export const EXCLUDED_NAMES = Object.keys(EXCLUDED) as Excluded[];

/** What a set of figures says, line by line. */
export function setLines(set: Set): [string, string][] {
  const { weights, barelyCounts, exclude, dayEnds, monthBegins, small } = set;
  const left = EXCLUDED_NAMES.filter((name) => exclude[name]).map((name) => EXCLUDED[name]);
  return [
    ['综合得分', `响应率 × ${weights.response} + 解决率 × ${weights.resolution} + 满意率 × ${weights.satisfaction}`],
    ['基本满意', `每件按 ${barelyCounts} 计（${percent(barelyCounts)}）`],
    ['是否解决', resolvingWords(set)],
    ['不计入', left.length > 0 ? left.join('；') : '没有'],
    ['统计日', dayEnds === 1440 ? '自然日' : `前一日 ${clockTime(dayEnds)} 至当日 ${clockTime(dayEnds)}`],
    ['考核月', monthBegins === 1 ? '自然月' : `上月 ${monthBegins} 日至本月 ${monthBegins - 1} 日`],
    ['样本少', `分母不足 ${small} 件`],
    ['确认', set.confirmed ? '已经主管部门确认' : '示例，尚未经主管部门确认'],
  ];
}
