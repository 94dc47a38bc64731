import type { Holders, Notice } from '../../src/api/contract';
import {
  awayWords,
  holderWords,
  periodWords,
  standInWords,
  untilWords,
} from '../../web/src/console/absences/away-words';
import { chargedWords, pingPongWords } from '../../web/src/console/case/holder-words';
import { addresseeOf, matterOf } from '../../web/src/console/notices/notice-facts';

beforeAll(() => jest.useFakeTimers({ now: Date.parse('2026-11-25T10:00:00+08:00') }));
afterAll(() => jest.useRealTimers());

const li = { username: 'li', name: '李四' };
const until = '2026-12-01T00:00:00+08:00';
const unit = (name: string) => ({ id: name, name, kind: 'street', level: 'B' }) as const;

describe('who is away is said with', () => {
  it('the last day, or the moment when it ends within a day', () => {
    expect(untilWords(until)).toBe('11月30日');
    expect(untilWords('2027-01-02T00:00:00+08:00')).toBe('2027年1月1日');
    expect(untilWords('2026-11-26T12:00:00+08:00')).toBe('11月26日 周四 12:00');
  });

  it('the deputy, or that nobody can', () => {
    expect(awayWords({ until, deputy: li })).toBe('休假至 11月30日，由 李四 代办');
    expect(awayWords({ until, deputy: null })).toContain('暂无人能代办');
    expect(awayWords(undefined)).toBe('');
  });

  it('the name of who holds a case, also of one who can no longer sign in', () => {
    expect(holderWords(li)).toBe('李四');
    expect(holderWords({ ...li, away: { until, deputy: { username: 'w', name: '王五' } } })).toBe(
      '李四（休假至 11月30日，由 王五 代办）',
    );
    expect(holderWords({ ...li, disabled: true })).toBe('李四（经办人已停用，可接手）');
  });

  it('the period as the absence has it', () => {
    expect(periodWords({ from: '2026-11-26T00:00:00+08:00', to: until })).toBe('11月26日 周四 00:00 起，至 11月30日');
  });
});

describe('work that is done for another says so:', () => {
  it('for a person, for a unit, or not at all', () => {
    expect(standInWords({ user: li, unit: null })).toBe('代 李四');
    expect(standInWords({ user: li, unit: unit('服务队') })).toBe('代 李四、服务队');
    expect(standInWords(null)).toBeNull();
  });

  it('a notice that was addressed to somebody else', () => {
    expect(addresseeOf({ unit: null, role: null, standIn: li })).toBe('发给 李四，由您代办');
  });

  it.each([
    ['deputised', { person: '张三', fromAt: '2026-11-26T00:00:00+08:00', toAt: until }, /张三 休假，由您代办/],
    ['deputised', { person: '张三', ended: true }, /张三 的休假代办已结束/],
    ['holder_gone', { person: '张三' }, /张三 不再办理，可接手或改派/],
  ] as [Notice['kind'], Notice['data'], RegExp][])('a notice %s %j', (kind, data, words) => {
    expect(matterOf({ kind, data, clock: null })).toMatch(words);
  });
});

test('a ping-pong names how often and between whom', () => {
  const held: NonNullable<Holders['pingPong']> = { returns: 2, units: [unit('甲'), unit('乙')] };
  expect(pingPongWords(held)).toBe('退单拉锯 2 次，在 甲、乙 之间');
  expect(pingPongWords({ returns: 3, units: [unit('甲')] })).toBe('退单拉锯：甲 退回或上报 3 次');
});

test('what a holder is charged is said by clock, in working time or counted through', () => {
  expect(
    chargedWords([
      { clock: 'handle', scope: 'working', minutes: 480 },
      { clock: 'contact', scope: 'elapsed', minutes: 90 },
      { clock: 'accept', scope: 'working', minutes: 0 },
    ]),
  ).toBe('办理 1 个工作日 1 小时 · 首次联系 1 小时 30 分钟（连续计时）');
  expect(chargedWords([])).toBe('不足 1 分钟');
});
