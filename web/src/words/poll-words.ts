import type { PublicPoll } from '../../../src/api/contract';
import { nearMoment } from '../time/format';

/** Whole percent of all votes. */
export const shareOf = (votes: number, all: number): number => (all === 0 ? 0 : Math.round((votes * 100) / all));

type Turnout = Pick<PublicPoll, 'electorate' | 'votes' | 'ballots'>;

/** «30 票,发出 40 份,投票率 75 %»; an open poll knows no electorate to compare with. */
export function turnoutWords({ electorate, votes, ballots }: Turnout): string {
  if (votes === null || ballots === null) return '截止后公布';
  return electorate === 'open' ? `${votes} 票` : `${votes} 票，发出 ${ballots} 份，投票率 ${shareOf(votes, ballots)} %`;
}

/** Where a poll stands. */
export function standingWords(
  { closesAt, closedAt, closedEarly }: Pick<PublicPoll, 'closesAt' | 'closedAt' | 'closedEarly'>,
  now: number,
): string {
  if (closedAt) return `${nearMoment(closedAt, now)} ${closedEarly ? '提前结束' : '结束'}`;
  return Date.parse(closesAt) <= now ? '已截止，正在计票' : `${nearMoment(closesAt, now)} 截止`;
}

export const OPEN_POLL = '开放投票，不核对身份';
