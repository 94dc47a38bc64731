import { defaultPolicy, type BudgetRow } from '../../src/domain/policy';
import { amountWords, fromMinutes, toMinutes, unitFor } from '../../web/src/console/admin/policies/amounts';
import { areMoved, isShadowed, swapped } from '../../web/src/console/admin/policies/budget-rows';
import { policyChanges, policyChangeWords } from '../../web/src/console/admin/policies/policy-changes';
import { ladderWords, type Rules } from '../../web/src/console/admin/policies/policy-words';

const rules: Rules = structuredClone(defaultPolicy);
const changed = (change: Partial<Rules>) => policyChanges(rules, { ...rules, ...change });

describe('an amount of time', () => {
  it.each([
    [30, 'working', '30 个工作分钟'],
    [240, 'working', '4 个工作小时'],
    [420, 'working', '1 个工作日'],
    [540, 'working', '1 个工作日 2 个工作小时'],
    [6300, 'working', '15 个工作日'],
    [1440, 'elapsed', '24 小时'],
    [2880, 'elapsed', '2 天'],
    [90, 'elapsed', '1 小时 30 分钟'],
    [0, 'working', '0 个工作分钟'],
  ] as const)('of %i minutes (%s) reads «%s»', (minutes, scope, words) => {
    expect(amountWords(minutes, scope)).toBe(words);
  });

  it('is edited in the largest unit in which it is whole, and comes back as the same minutes', () => {
    for (const minutes of [30, 45, 60, 420, 480, 840, 1440, 2880, 6300])
      for (const scope of ['working', 'elapsed'] as const) {
        const unit = unitFor(minutes, scope);
        expect(toMinutes(fromMinutes(minutes, unit, scope), unit, scope)).toBe(minutes);
      }
    expect(unitFor(840, 'working')).toBe('day');
    expect(unitFor(1440, 'elapsed')).toBe('hour');
  });
});

describe('two versions of the rules', () => {
  it('that are the same have no differences', () => {
    expect(changed({})).toEqual([]);
  });

  it('differ in a budget by its condition', () => {
    const budgets = rules.budgets.map((row) => (row.kind === 'complaint' ? { ...row, minutes: 12 * 420 } : row));
    expect(changed({ budgets }).map(policyChangeWords)).toEqual(['时限·办理（投诉）：15 个工作日，改为 12 个工作日']);
  });

  it('differ in how promises are reported on; what is not written is the usual', () => {
    const promise = { reportWithin: 7 * 1_440, postponements: 0, adoptedAfter: 90 * 1_440 };
    expect(changed({ promise }).map(policyChangeWords)).toEqual(['承诺·推迟：最多 2 次，改为 不能推迟']);
  });

  it('differ by a row that one of them does not have', () => {
    const budgets: BudgetRow[] = [{ clock: 'accept', level: 'C', scope: 'working', minutes: 60 }, ...rules.budgets];
    expect(changed({ budgets })).toEqual([
      { group: '时限', name: '签收（园区社区级）', before: null, after: '1 个工作小时' },
    ]);
  });

  it('are the same when one of them only has a row more that no demand ever comes to', () => {
    const again = rules.budgets.find(({ clock }) => clock === 'accept')!;
    expect(changed({ budgets: [...rules.budgets, { ...again, minutes: 1 }] })).toEqual([]);
  });

  it('differ when the same rows stand in another order, because the first that fits counts', () => {
    const changes = changed({ budgets: swapped(rules.budgets, 0, 1) });
    expect(changes).toEqual([
      { group: '时限', name: '分拨的先后', before: '加急 → 其余全部', after: '其余全部 → 加急' },
    ]);
  });

  it('differ in ladders, windows, rounds, quiet hours and whether they were confirmed', () => {
    const { handle, ...ladders } = rules.ladders;
    const changes = changed({
      ladders: { ...ladders, handle: handle!.slice(0, 3) },
      callback: { ...rules.callback, windows: [[540, 660]] },
      redo: { ...rules.redo, superviseAfter: 4 },
      quietHours: { from: 0, to: 0 },
      confirmed: true,
    });
    expect(changes.map(({ name, after }) => `${name}：${after}`)).toEqual([
      '办理：50 % 提醒持有人 → 80 % 提醒持有人 → 100 % 超时升级给督办员',
      '回访时段：09:00–11:00',
      '列入督办：4 轮不满意之后',
      '安静时段：没有',
      '是否示例：已经主管部门确认',
    ]);
  });
});

describe('a ladder in words', () => {
  it('says what happens when, and what happens without one', () => {
    expect(ladderWords('handle', rules.ladders.handle)).toBe(
      '50 % 提醒持有人 → 80 % 提醒持有人 → 100 % 超时升级给督办员 → 120 % 权责上提一级',
    );
    expect(ladderWords('rate', undefined)).toBe('到期仍未评价的，按未评价办结');
  });
});

describe('the rows of a clock', () => {
  const all: BudgetRow = { clock: 'handle', scope: 'working', minutes: 420 };

  it('below one that takes everything are never used', () => {
    expect(isShadowed([all], { ...all, kind: 'help' })).toBe(true);
    expect(isShadowed([{ ...all, kind: 'help' }], all)).toBe(false);
    expect(isShadowed([{ ...all, kind: 'help' }], { ...all, kind: 'help', level: 'C' })).toBe(true);
  });

  it('stand where they stood when one of them was only filled in anew', () => {
    expect(
      areMoved(
        rules.budgets,
        rules.budgets.map((row, i) => (i === 2 ? { ...row, minutes: 1 } : row)),
      ),
    ).toBe(false);
    expect(areMoved(rules.budgets, swapped(rules.budgets, 0, 1))).toBe(true);
    expect(areMoved(rules.budgets, rules.budgets.slice(1))).toBe(true);
  });
});
