import { defaultRules } from '../../src/domain/default-rules';
import { openDemand } from '../../src/domain/intake';
import {
  assigned,
  categoriesIn,
  classified,
  decidingRule,
  wordsIn,
  type AssignRule,
  type ClassifyRule,
  type Incoming,
  type UnitOf,
} from '../../src/domain/routing';
import { ruleSetOf } from '../../src/domain/stored-rules';
import type { Demand } from '../../src/domain/demand';
import { apply } from '../../src/domain/transitions';
import {
  aDemand,
  anActor,
  HOUSING,
  LONGTENG,
  MONDAY,
  QIAOTOU,
  REPORTER,
  rules,
  TEAM,
  UNITS,
  WELFARE,
  ZHIHUI,
} from '../support/a-demand';

const incoming = (more: Partial<Incoming> = {}): Incoming => ({
  ...{ kind: 'help', category: null, urgency: null, subject: 'sole', text: '园区出入口通行慢', place: ZHIHUI },
  ...more,
});
const classify = (id: string, then: ClassifyRule['then']): ClassifyRule => ({
  id,
  when: {},
  then,
  reason: `因为${id}`,
});
const assign = (id: string, then: AssignRule['then']): AssignRule => ({ id, when: {}, then, reason: `因为${id}` });
const unitOf: UnitOf = (id) => {
  const ref = UNITS.find((unit) => unit.id === id);
  return ref && { ref, closed: false };
};
const proposed = (rule: AssignRule | null, demand = incoming(), found: ClassifyRule[] = []) =>
  assigned(demand, { classify: found, assign: rule, version: 4 }, unitOf);

describe('what a demand is about', () => {
  it('is what the filer said, and otherwise the category of all others, normal and green', () => {
    expect(classified(incoming(), [])).toEqual({ category: '其他', urgency: 'normal', risk: 'green' });
    expect(classified(incoming({ category: '交通出行', urgency: 'urgent' }), [])).toMatchObject({
      ...{ category: '交通出行', urgency: 'urgent' },
    });
  });

  it('is the first category that a matching rule gives, and the gravest risk and urgency of all that match', () => {
    const found = [
      classify('1', { risk: 'amber' }),
      classify('2', { category: '欠薪维权', risk: 'red', urgency: 'urgent' }),
      classify('3', { category: '劳资纠纷', risk: 'green', urgency: 'normal' }),
    ];
    expect(classified(incoming(), found)).toEqual({ category: '欠薪维权', urgency: 'urgent', risk: 'red' });
  });

  it('never takes away what the filer or an inspection stated', () => {
    const mild = [classify('1', { category: '其他', urgency: 'normal', risk: 'green' })];
    const stated = { category: '托育服务', urgency: 'urgent', risk: 'red' } as const;
    expect(classified(incoming(stated), mild)).toEqual(stated);
  });
});

describe('who is to handle it', () => {
  it('is, without a rule, the committee of the place, and the proposal says that it fell back', () => {
    expect(proposed(null)).toEqual({
      ...{ level: 'C', urgency: 'normal', risk: 'green', category: '其他' },
      ...{ lead: null, co: [], replying: null, direct: false },
      rules: [{ table: 'fallback', id: 'fallback', version: 4, reason: '没有分派规则适用，由所在地的党委分拨' }],
    });
  });

  it('is what the one rule says, with the reason and the version of the rules', () => {
    const then = {
      level: 'B',
      lead: 'fuyong-welfare',
      co: ['zhihui', 'qiaotou'],
      replying: 'zhihui',
      direct: true,
    } as const;
    const found = [classify('k1', { risk: 'amber' })];
    expect(proposed(assign('z1', { ...then, co: [...then.co] }), incoming(), found)).toMatchObject({
      ...{ level: 'B', lead: WELFARE, co: [ZHIHUI, QIAOTOU], replying: ZHIHUI, direct: true, risk: 'amber' },
      rules: [
        { table: 'classify', id: 'k1', version: 4, reason: '因为k1' },
        { table: 'assign', id: 'z1', version: 4, reason: '因为z1' },
      ],
    });
  });

  it('may be only a level: then the committee of that level dispatches', () => {
    expect(proposed(assign('z1', { level: 'A' }))).toMatchObject({ level: 'A', lead: null, direct: false });
  });

  it('names no level below the committee of the place', () => {
    expect(proposed(assign('z1', { level: 'C' }), incoming({ place: WELFARE })).level).toBe('B');
  });

  it.each([
    ['a park beside the place', QIAOTOU, undefined],
    ['a district department at the level of a park', HOUSING, undefined],
    ['a unit of another street', LONGTENG, 'B'],
  ] as const)('is never %s: the lead is left out, nothing is direct, and the proposal says so', (_, unit, level) => {
    const proposal = proposed(assign('z1', { lead: unit.id, level, direct: true }));
    expect(proposal).toMatchObject({ lead: null, direct: false });
    expect(proposal.rules.at(-1)).toEqual({
      ...{ table: 'assign', id: 'z1', version: 4 },
      reason: '规则指定的主办单位不在本级党委的管辖之内，没有采用',
    });
  });

  it('is never a unit that is closed or gone', () => {
    const closed: UnitOf = () => ({ ref: TEAM, closed: true });
    for (const known of [closed, () => undefined]) {
      const rule = assign('z1', { lead: TEAM.id, direct: true });
      const proposal = assigned(incoming(), { classify: [], assign: rule, version: 4 }, known);
      expect(proposal).toMatchObject({ lead: null, direct: false });
      expect(proposal.rules.at(-1)!.reason).toBe('规则指定的主办单位已不存在或已关闭，没有采用');
    }
  });

  it('leaves out a helper or a replier out of reach, and helpers named twice, and keeps the rest', () => {
    const rule = assign('z1', {
      lead: TEAM.id,
      co: [TEAM.id, ZHIHUI.id, ZHIHUI.id, LONGTENG.id],
      replying: HOUSING.id,
    });
    const proposal = proposed(rule);
    expect(proposal).toMatchObject({ lead: TEAM, co: [ZHIHUI], replying: null });
    expect(proposal.rules.map(({ reason }) => reason)).toEqual([
      '因为z1',
      '规则指定的协办单位不在本级党委的管辖之内，没有采用',
      '规则指定的反馈单位不在本级党委的管辖之内，没有采用',
    ]);
  });
});

describe('the record of a filed demand', () => {
  const opened = (rule: AssignRule | null, found: ClassifyRule[] = []) => {
    const proposal = proposed(rule, incoming(), found);
    const filing = { id: 'd1', number: 'SQ1', kind: 'help', place: ZHIHUI, collecting: ZHIHUI, proposal } as const;
    const stated = { category: null, urgency: null, risk: null };
    return openDemand({ ...filing, collectedBy: null, parent: null, channel: 'h5', stated }, REPORTER, MONDAY, rules);
  };

  it('says which rule of which version proposed what, and what the filer had said', () => {
    const { events, demand } = opened(assign('z1', { lead: TEAM.id, co: [ZHIHUI.id] }), [
      classify('k1', { risk: 'amber' }),
    ]);
    expect(events[0]).toMatchObject({
      cause: { policyVersion: 1, rule: { id: 'z1', version: 4, reason: '因为z1' } },
      data: {
        channel: 'h5',
        proposal: { risk: 'amber', lead: TEAM.id, co: [ZHIHUI.id], rules: [{ id: 'k1' }, { id: 'z1' }] },
        stated: { category: null, urgency: null, risk: null },
      },
    });
    expect(demand.proposal).toEqual({
      ...{ lead: TEAM.id, co: [ZHIHUI.id], replying: null, level: 'C' },
      rule: { id: 'z1', version: 4 },
    });
  });

  it('goes by a direct rule to its units at once, with the rule as the cause', () => {
    const rule = assign('z2', { lead: TEAM.id, co: [ZHIHUI.id], replying: ZHIHUI.id, direct: true });
    const { events, demand, notices } = opened(rule);
    expect(demand).toMatchObject({ stage: 'accepting', lead: TEAM, co: [ZHIHUI], replying: ZHIHUI });
    expect(events[1]).toMatchObject({
      ...{ type: 'dispatched', actor: 'system', data: { lead: TEAM.id, co: [ZHIHUI.id], replying: ZHIHUI.id } },
      cause: { policyVersion: 1, rule: { id: 'z2', version: 4, reason: '因为z2' } },
    });
    expect(events[1]!.data).not.toHaveProperty('followed');
    expect(notices.map(({ to }) => to.role)).not.toContain('dispatcher');
  });

  it('falls back to a named owner: the committee holds it, and the cause is the fallback', () => {
    const { events, demand } = opened(null);
    expect(demand.holder).toMatchObject({ unit: ZHIHUI, role: 'dispatcher' });
    expect(events[0]!.cause.rule).toMatchObject({ id: 'fallback', version: 4 });
  });
});

describe('a dispatch by a person', () => {
  const rule = { id: 'z1', version: 4 };
  const dispatchedTo = (unit: typeof TEAM, proposal: Demand['proposal'], more: Partial<Demand> = {}) => {
    const demand = { ...aDemand(), proposal, ...more };
    const facts = { lead: unit, co: [], replying: unit };
    const { events } = apply(demand, 'dispatch', facts, { now: MONDAY, actor: anActor('dispatcher', ZHIHUI) }, rules);
    return { cause: events[0]!.cause, followed: events[0]!.data.followed };
  };
  const proposal = { lead: TEAM.id, co: [], replying: null, level: 'C', rule } as const;

  it.each([
    ['followed', TEAM, true],
    ['not followed', ZHIHUI, false],
  ])('keeps the rule that proposed a unit, and that it was %s', (_, unit, followed) => {
    expect(dispatchedTo(unit, { ...proposal, co: [] })).toEqual({ cause: { policyVersion: 1, rule }, followed });
  });

  it('says nothing of following where the rules named nobody', () => {
    expect(dispatchedTo(TEAM, { ...proposal, co: [], lead: null })).toEqual({
      ...{ cause: { policyVersion: 1, rule }, followed: undefined },
    });
  });

  it.each([
    ['after a return', { returns: 1 }],
    ['in a later round', { round: 2 }],
  ])('says nothing of the proposal %s: it has been tried', (_, more) => {
    expect(dispatchedTo(TEAM, { ...proposal, co: [] }, more)).toEqual({
      cause: { policyVersion: 1 },
      followed: undefined,
    });
  });

  it('works for demands that were filed before proposals were kept', () => {
    expect(dispatchedTo(TEAM, undefined)).toEqual({ cause: { policyVersion: 1 }, followed: undefined });
  });
});

describe('rules as they were kept before there were two tables', () => {
  const earlier = [
    { id: 'wages', version: 1, when: { words: ['欠薪'] }, then: { risk: 'red', category: '欠薪维权' }, reason: '欠薪' },
    {
      id: 'team',
      version: 1,
      when: { under: 'zhihui' },
      then: { lead: TEAM, level: 'C', direct: true },
      reason: '就地',
    },
  ];

  it('are read as both', () => {
    expect(ruleSetOf(1, earlier)).toEqual({
      ...{ version: 1, confirmed: false },
      classify: [
        { id: 'wages', when: { words: ['欠薪'] }, then: { risk: 'red', category: '欠薪维权' }, reason: '欠薪' },
      ],
      assign: [
        { id: 'team', when: { under: ['zhihui'] }, then: { level: 'C', lead: TEAM.id, direct: true }, reason: '就地' },
      ],
    });
  });

  it('and what they recorded names the last as the one that decided', () => {
    const recorded = ['wages', 'team'].map((id) => ({ id, version: 1, reason: id }));
    expect(decidingRule({ rules: recorded })).toMatchObject({ id: 'team' });
    expect(decidingRule({ rules: [] })).toBeUndefined();
  });

  it('nothing at all is a set without rules', () => {
    expect(ruleSetOf(0, {})).toEqual({ version: 0, confirmed: false, classify: [], assign: [] });
  });
});

it('the categories and words of a rule set are each told once', () => {
  expect(categoriesIn(defaultRules)).toContain('托育服务');
  expect(new Set(categoriesIn(defaultRules)).size).toBe(categoriesIn(defaultRules).length);
  expect(wordsIn(defaultRules)).toEqual(expect.arrayContaining(['欠薪', '托育']));
});
