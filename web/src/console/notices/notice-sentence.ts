import type { Notice } from '../../../../src/api/contract';
import { CLOCKS } from '../../../../src/domain/vocabulary';
import { matterOf } from './notice-facts';
import { elapsedWords } from '../../time/remaining';

/** What a notice says, in one line. */
export function noticeSentence({
  kind,
  data,
  clock,
  demand,
  lateBySeconds,
}: Pick<Notice, 'kind' | 'data' | 'clock' | 'demand' | 'lateBySeconds'>): string {
  if (kind === 'deputised') return matterOf({ kind, data, clock }) ?? '';
  const about = demand ? `${demand.number} ${demand.title}` : '一件已不在您可见范围的诉求';
  const which = clock ? `${CLOCKS[clock]}时限:` : '';
  const late = lateBySeconds >= 60 ? `(比计划晚 ${elapsedWords(lateBySeconds * 1_000)}发出)` : '';
  return `${which}${about}${late}`;
}
