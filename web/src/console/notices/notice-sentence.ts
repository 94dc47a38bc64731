import type { Notice } from '../../../../src/api/contract';
import { CLOCKS } from '../../../../src/domain/vocabulary';
import { matterOf, subjectOf } from './notice-facts';
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
  const subject = subjectOf({ kind, demand, data });
  const about = demand ? `${demand.number} ${subject}` : subject;
  const which = clock ? `${CLOCKS[clock]}时限：` : '';
  const late = lateBySeconds >= 60 ? `（比计划晚 ${elapsedWords(lateBySeconds * 1_000)}发出）` : '';
  return `${which}${about}${late}`;
}
