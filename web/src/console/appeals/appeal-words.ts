import type { Appeal } from '../../../../src/api/contract';
import { GRADE_LABELS } from '../../words/labels';

/** What is disputed, in one phrase: «第 1 轮评价“不满意”», «签收时限超时». */
export function disputedWords({
  kind,
  round,
  clock,
  rating,
}: Pick<Appeal, 'kind' | 'round' | 'clock' | 'rating'>): string {
  if (kind === 'breach') return `${clock?.label ?? ''}时限超时（第 ${round} 轮）`;
  const grade = rating === null ? '' : `评价“${GRADE_LABELS[rating]}”`;
  return kind === 'rating' ? `第 ${round} 轮${grade}` : `第 ${round} 轮${grade}，认为诉求不合理`;
}

/** What came of it, as both sides read it. */
export const STATE_WORDS: Record<Appeal['state'], string> = {
  open: '待裁定',
  upheld: '成立，统计时不计这一项',
  refused: '不成立，结果不变',
  withdrawn: '已撤回',
};
