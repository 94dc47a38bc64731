import type { Callback } from '../../../../src/api/contract';
import { dayNumber } from '../../../../src/domain/local-time';

export interface Group {
  name: string;
  jobs: Callback[];
}

/** Jobs as a day at the telephone goes: what I hold, what can be phoned now, what others hold, what comes. Empty groups are left out. */
export function groupsOf(jobs: readonly Callback[], username: string, now: number): Group[] {
  const nameOf = ({ state, claimedBy, windowStart }: Callback): string => {
    if (state === 'claimed') return claimedBy?.username === username ? '我领取的' : '他人已领取';
    if (state === 'offered') return '现在可打';
    if (state !== 'scheduled') return '已结束';
    return dayNumber(Date.parse(windowStart)) <= dayNumber(now) ? '今天稍后' : '以后';
  };
  return ORDER.map((name) => ({ name, jobs: jobs.filter((job) => nameOf(job) === name) })).filter(
    ({ jobs: of }) => of.length > 0,
  );
}

const ORDER = ['我领取的', '现在可打', '他人已领取', '今天稍后', '以后', '已结束'];

/** What the person can phone about now, in order. */
export const callable = (groups: readonly Group[]): Callback[] =>
  groups.filter(({ name }) => name === '我领取的' || name === '现在可打').flatMap(({ jobs }) => jobs);
