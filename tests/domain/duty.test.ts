import { seedUnits } from '../../prisma/demo-organisation';
import { demoDuties } from '../../prisma/demo-duties';
import { findDuties, proposeDuties, ruleOfDuty, type Duty } from '../../src/domain/duty';
import { WELFARE, ZHIHUI, BAOAN } from '../support/a-demand';

const duties: Duty[] = demoDuties.map((duty) => ({ id: duty.code, ...duty }));
const first = (text: string) => proposeDuties(text, duties, 5).map(({ item }) => item.unitId);
const duty = (more: Partial<Duty> = {}): Duty => ({
  ...{ id: '1', code: 'ZS-01', category: '噪声', name: '工地夜间施工噪声', unitId: 'fuyong-welfare', words: ['打桩'] },
  ...{ basis: '权责清单', ...more },
});

describe('looking for whose matter a text is', () => {
  it.each([
    ['宿舍旁工地夜间施工打桩，睡不着', 'baoan-housing'],
    ['隔壁商铺音响一直放到半夜', 'baoan-urban'],
    ['楼上邻居噪声扰民', 'fuyong-governance'],
    ['厂房冲床机器声太大', 'baoan-industry'],
    ['希望开通到地铁站的公交线路', 'baoan-transport'],
    ['公司拖欠工资两个月', 'baoan-hr'],
    ['员工子女转学没有学位', 'baoan-education'],
    ['货车限行影响出货，希望办通行证', 'hangcheng-governance'],
    ['噪音吵得睡不着', 'fuyong-governance'],
    ['井盖坏了', 'baoan-transport'],
    ['孩子没人看', 'baoan-health'],
  ])('“%s” is found with %s among the first three', (text, unit) => {
    expect(first(text).slice(0, 3)).toContain(unit);
  });

  it('says which words of the text speak for it', () => {
    const [found] = findDuties('工地打桩到半夜', [duty()], 5);
    expect(found).toMatchObject({ item: { code: 'ZS-01' }, because: ['打桩', '工地'] });
  });

  it('goes by a word that was written for an item before characters that are merely shared', () => {
    const other = duty({ id: '2', code: 'AA-01', name: '凌晨配送车辆管理', words: [] });
    const [best] = findDuties('凌晨打桩', [duty(), other], 5);
    expect(best!.item.code).toBe('ZS-01');
  });

  it('proposes nothing where a text shares nothing but a common pair, but shows it to whoever looks for it', () => {
    expect(first('祝大家节日快乐')).toEqual([]);
    expect(first('噪声太大')).toEqual([]);
    expect(findDuties('噪声太大', duties, 5).map(({ item }) => item.category)).toEqual(Array(5).fill('噪声'));
    expect(findDuties('', duties, 5)).toEqual([]);
  });

  it('gives no more than asked for, and the same order every time', () => {
    const all = findDuties('噪声', duties, 3);
    expect(all).toHaveLength(3);
    expect(findDuties('噪声', [...duties].reverse(), 3).map(({ item }) => item.code)).toEqual(
      all.map(({ item }) => item.code),
    );
  });
});

describe('the rule that an item would be', () => {
  it('sends what has its words, under the committee of its unit, to that unit at its level', () => {
    expect(ruleOfDuty(duty(), WELFARE)).toEqual({
      ...{
        id: 'duty-ZS-01',
        when: { under: ['fuyong'], words: ['打桩'] },
        then: { level: 'B', lead: 'fuyong-welfare' },
      },
      reason: '职责清单 ZS-01：工地夜间施工噪声（权责清单）',
    });
    expect(ruleOfDuty(duty(), ZHIHUI)!.when.under).toEqual(['fuyong']);
    expect(ruleOfDuty(duty(), BAOAN)!.when.under).toEqual(['baoan']);
  });

  it('is none without words: nothing would tell it from others', () => {
    expect(ruleOfDuty(duty({ words: [] }), WELFARE)).toBeNull();
  });

  it('has a number and a reason that a rule may have, however they were written', () => {
    const rule = ruleOfDuty(duty({ code: 'A/1 （二）', basis: '很长'.repeat(200) }), WELFARE)!;
    expect(rule.id).toBe('duty-A-1--二-');
    expect([...rule.reason]).toHaveLength(200);
  });
});

it('the list of the demo has every item once, of units that there are', () => {
  expect(new Set(demoDuties.map(({ code }) => code)).size).toBe(demoDuties.length);
  const ids = seedUnits.map(({ id }) => id);
  for (const { unitId } of demoDuties) expect(ids).toContain(unitId);
});
