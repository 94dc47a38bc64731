import type { Callback } from '../../src/api/contract';
import type { AttemptOutcome } from '../../src/domain/callback';
import { defaultPolicy } from '../../src/domain/policy';
import { followsCall, followsConclusion } from '../../web/src/console/callbacks/what-follows';
import { at, rules } from '../support/a-demand';

type Job = Parameters<typeof followsCall>[0];
const call = (outcome: AttemptOutcome, when: string): Callback['attempts'][number] => ({
  ...{ by: { username: 'fuyong.callback', name: '回访员甲' }, outcome, note: null },
  at: `${when.replace(' ', 'T')}:00+08:00`,
});
const job = (more: Partial<Job> = {}): Job => ({
  ...{ kind: 'dissatisfied', attempts: [], demand: { round: 1 } },
  ...{ windowStart: '2026-03-02T09:30:00+08:00', windowEnd: '2026-03-02T11:30:00+08:00' },
  ...more,
});
const now = at('2026-03-02 10:00');
const after = (outcome: AttemptOutcome, held = job(), policy = defaultPolicy, nextAt: number | null = null) =>
  followsCall(held, { outcome, nextAt, now, today: now }, 'C', policy, rules.calendar);

describe('what recording a call leads to', () => {
  it('somebody who was reached is asked for a conclusion', () => {
    expect(after('reached')).toContain('接着登记回访结论');
  });

  it('an unanswered call is tried again at another time of day', () => {
    expect(after('no_answer')).toContain('14:30–17:30');
    expect(after('no_answer')).toContain('1/3');
  });

  it('the agreed time counts, not the next window', () => {
    expect(after('call_later', job(), defaultPolicy, at('2026-03-03 16:10'))).toContain('明天 16:10–17:10');
    expect(after('call_later')).toContain('14:30–17:30');
  });

  it('being asked to call later does not count as unanswered', () => {
    const held = job({ attempts: [call('call_later', '2026-02-27 10:00'), call('no_answer', '2026-02-27 15:00')] });
    expect(after('no_answer', held)).toContain('2/3');
  });

  it('the third unanswered call ends the job, and the bad rating stands', () => {
    const held = job({ attempts: [call('no_answer', '2026-02-27 10:00'), call('wrong_number', '2026-02-27 15:00')] });
    expect(after('no_answer', held)).toMatch(/任务以“未接通”结束，原评价不变。开启第 2 轮重办/);
  });

  it('whoever refuses is not called again', () => {
    expect(after('refused')).toMatch(/^对方拒绝回访，不再打扰：任务以“拒绝回访”结束.*第 2 轮重办/);
  });

  it('follows the policy when unreachable means closed', () => {
    const closing = { ...defaultPolicy, callback: { ...defaultPolicy.callback, unreachable: 'close' as const } };
    expect(after('refused', job(), closing)).toContain('诉求就此办结');
  });

  it('a spot check that nobody answers changes nothing, and the next case takes its place', () => {
    expect(after('refused', job({ kind: 'spot_check' }))).toMatch(/原评价不变。由同一办理单位的下一件替补。$/);
  });
});

describe('what a conclusion leads to', () => {
  const follows = (round: number, level: 'A' | 'B' | 'C' | null = 'C') =>
    followsConclusion('dissatisfied', job({ demand: { round } }), level, defaultPolicy);

  it('the first dissatisfied round is redone at its level', () => {
    expect(follows(1)).toBe('开启第 2 轮重办，由园区社区级党委重新分拨；本轮的评价和数据保留。');
  });

  it('after two the redo goes one level up, and stays at the top where there is none', () => {
    expect(follows(2)).toContain('上提一级，由街道级党委重新分拨');
    expect(follows(2, 'B')).toContain('上提一级，由区级党委重新分拨');
    expect(follows(2, 'A')).toBe('已有 2 轮不满意：开启第 3 轮重办，由区级党委重新分拨。');
    expect(follows(2, null)).toContain('由上一级党委重新分拨');
  });

  it('after three it is supervised and listed for the joint conference', () => {
    expect(follows(3)).toMatch(/列入督办，并提交党建联席会议/);
  });

  it('satisfied closes the case, unreasonable closes it without a redo', () => {
    expect(followsConclusion('satisfied', job(), 'C', defaultPolicy)).toContain('办结');
    expect(followsConclusion('unreasonable', job(), 'C', defaultPolicy)).toContain('不再重办');
  });

  it('only a dissatisfied spot check opens the case again', () => {
    const spot = job({ kind: 'spot_check' });
    expect(followsConclusion('satisfied', spot, 'C', defaultPolicy)).toContain('保持办结');
    expect(followsConclusion('unreasonable', spot, 'C', defaultPolicy)).toContain('保持办结');
    expect(followsConclusion('dissatisfied', spot, 'C', defaultPolicy)).toContain('第 2 轮重办');
  });
});
