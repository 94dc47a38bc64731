import type { Callback } from '../../src/api/contract';
import { callable, groupsOf } from '../../web/src/console/callbacks/groups';
import { windowText } from '../../web/src/console/callbacks/window-text';
import { at } from '../support/a-demand';

const now = at('2026-11-25 10:00');
const zhihui = { id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C' } as const;
const fuyong = { id: 'fuyong', name: '福永街道', kind: 'street', level: 'B' } as const;
const me = { username: 'fuyong.callback', name: '回访员甲' };
const somebody = { username: 'baoan.callback', name: '回访员乙' };

const job = (id: string, more: Partial<Callback> = {}): Callback => ({
  ...{ id, kind: 'dissatisfied', unit: fuyong, state: 'offered', attempts: [], claimedBy: null },
  ...{ result: null, grade: null, note: null, answers: [], history: [] },
  found: { reasons: [], dimensions: {}, solved: null, replyQuality: null },
  ...{ windowStart: '2026-11-25T09:30:00+08:00', windowEnd: '2026-11-25T11:30:00+08:00' },
  demand: {
    ...{
      number: `SQ-${id}`,
      title: '路灯不亮',
      kind: 'help',
      category: '其他',
      round: 1,
      unit: zhihui,
      leadUnit: zhihui,
    },
    ...{ result: 'resolved', rating: 2, reasons: [], comment: null },
  },
  ...more,
});
const jobs: Callback[] = [
  job('now'),
  job('mine', { state: 'claimed', claimedBy: me }),
  job('theirs', { state: 'claimed', claimedBy: somebody }),
  job('today', { state: 'scheduled', windowStart: '2026-11-25T14:30:00+08:00' }),
  job('tomorrow', { state: 'scheduled', windowStart: '2026-11-26T09:30:00+08:00' }),
  job('over', { state: 'concluded', result: 'satisfied' }),
];
const named = (listed: Callback[]) =>
  groupsOf(listed, me.username, now).map(({ name, jobs: of }) => [name, of.map(({ id }) => id)]);

describe('the jobs of the callback desk', () => {
  it('stand in the order of a day at the telephone', () => {
    expect(named(jobs)).toEqual([
      ['我领取的', ['mine']],
      ['现在可打', ['now']],
      ['他人已领取', ['theirs']],
      ['今天稍后', ['today']],
      ['以后', ['tomorrow']],
      ['已结束', ['over']],
    ]);
  });

  it('show no empty group, and lose none', () => {
    expect(named([jobs[0]!])).toEqual([['现在可打', ['now']]]);
    expect(groupsOf(jobs, me.username, now).flatMap((group) => group.jobs)).toHaveLength(jobs.length);
  });

  it('offer to phone only what I hold and what nobody holds', () => {
    expect(callable(groupsOf(jobs, me.username, now)).map(({ id }) => id)).toEqual(['mine', 'now']);
  });

  it('count a day by Beijing, not by London', () => {
    const late = job('late', { state: 'scheduled', windowStart: '2026-11-25T16:30:00Z' });
    expect(named([late])).toEqual([['以后', ['late']]]);
  });
});

describe('a window', () => {
  it.each([
    ['14:30–17:30', '2026-11-25 14:30', '2026-11-25 17:30'],
    ['明天 09:30–11:30', '2026-11-26 09:30', '2026-11-26 11:30'],
    ['11月27日 周五 09:30–11:30', '2026-11-27 09:30', '2026-11-27 11:30'],
    ['17:10–11月26日 周四 09:40', '2026-11-25 17:10', '2026-11-26 09:40'],
  ])('reads %s', (text, start, end) => {
    expect(windowText(at(start), at(end), now)).toBe(text);
  });
});
