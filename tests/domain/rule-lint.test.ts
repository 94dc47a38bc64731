import { demoDuties } from '../../prisma/demo-duties';
import { seedUnits } from '../../prisma/demo-organisation';
import { demoRules } from '../../src/demo/rules';
import { defaultRules } from '../../src/domain/default-rules';
import type { RuleUnit } from '../../src/domain/rule-boxes';
import type { FindingCode } from '../../src/domain/rule-finding';
import { ruleOfDuty } from '../../src/domain/duty';
import { lintRules } from '../../src/domain/rule-lint';
import type { AssignRule, ClassifyRule, Conditions } from '../../src/domain/routing';

const pathOf = (id: string): string[] => {
  const { parent } = seedUnits.find((unit) => unit.id === id)!;
  return [...(parent === null ? [] : pathOf(parent)), id];
};
const units: RuleUnit[] = seedUnits.map(({ parent: _, ...unit }) => ({
  ...unit,
  path: pathOf(unit.id),
  closed: false,
}));

const rule = (id: string, when: Conditions, then: AssignRule['then'] = { level: 'B' }): AssignRule => ({
  ...{ id, when, then, reason: `因为${id}` },
});
const found = (assign: AssignRule[], among = units, classify: ClassifyRule[] = []) =>
  lintRules({ classify, assign }, among).filter(({ code }) => code !== 'gap');
const codes = (assign: AssignRule[], among = units): [string, FindingCode, string[]][] =>
  found(assign, among).map(({ severity, code, rules }) => [severity, code, rules]);

describe('order', () => {
  it('a rule that an earlier one covers wholly never has a say', () => {
    const assign = [
      rule('wide', { category: ['交通出行', '施工占道'], under: ['fuyong'] }),
      rule('narrow', { category: ['交通出行'], under: ['zhihui'], kind: ['help'] }, { lead: 'zhihui' }),
    ];
    expect(codes(assign)).toEqual([['error', 'unreachable', ['wide', 'narrow']]]);
    expect(codes([assign[1]!, assign[0]!])).toEqual([['note', 'exception', ['narrow', 'wide']]]);
  });

  it('neither has one that several earlier ones cover together', () => {
    const kinds = rule('asks', { kind: ['consultation', 'help'] }, { level: 'C' });
    const others = rule('complains', { kind: ['complaint', 'suggestion'] });
    expect(codes([kinds, others, rule('last', { under: ['fuyong'] })])).toEqual([
      ['error', 'unreachable', ['asks', 'complains', 'last']],
    ]);
    expect(codes([kinds, rule('last', { under: ['fuyong'] })]).map(([, code]) => code)).toEqual(['overlap']);
  });

  it('a rule by words covers only what has its words', () => {
    const noise = rule('noise', { words: ['噪'] }, { level: 'C' });
    const louder = rule('louder', { words: ['噪音', '噪声'], under: ['fuyong'] });
    expect(codes([noise, louder])).toEqual([['error', 'unreachable', ['noise', 'louder']]]);
    expect(codes([louder, noise])).toEqual([['note', 'exception', ['louder', 'noise']]]);
    expect(codes([noise, rule('any', { under: ['fuyong'] })]).map(([, code]) => code)).toEqual(['overlap']);
  });

  it('two rules that can both match and differ are named, the earlier first; those that agree are not', () => {
    const one = rule('one', { category: ['交通出行'] }, { level: 'A' });
    const two = rule('two', { under: ['fuyong'] }, { level: 'B' });
    const [finding] = found([one, two]);
    expect(finding).toMatchObject({ severity: 'warning', code: 'overlap', rules: ['two', 'one'] });
    expect(finding!.message).toBe('规则“one”与后面的“two”可能同时符合而结果不同，以排在前面的为准。');
    expect(codes([one, { ...two, then: { level: 'A' } }])).toEqual([]);
  });

  it('one wide rule that meets many is told once, from its side', () => {
    const streets = ['fuyong', 'xixiang', 'fuhai'].map((id) => rule(id, { under: [id] }));
    const wide = rule('wide', { words: ['停车'] }, { level: 'A' });
    expect(codes([streets[0]!, wide, ...streets.slice(1)])).toEqual([
      ['warning', 'overlap', ['fuyong', 'xixiang', 'fuhai', 'wide']],
    ]);
  });

  it.each([
    ['places apart', { under: ['fuyong'] }, { under: ['xixiang'] }],
    ['levels apart', { level: ['B' as const] }, { level: ['C' as const] }],
    ['subjects apart', { subject: ['member' as const] }, { subject: ['employee' as const] }],
    ['urgencies apart', { urgency: ['urgent' as const] }, { urgency: ['normal' as const] }],
    ['risks apart', { risk: ['red' as const] }, { risk: ['green' as const] }],
  ])('rules for %s never meet', (_, one, two) => {
    expect(codes([rule('one', one, { level: 'A' }), rule('two', two)])).toEqual([]);
  });

  it('conditions that no place fulfils never match', () => {
    expect(codes([rule('r', { under: ['zhihui'], level: ['A'] })])).toEqual([['error', 'never_matches', ['r']]]);
  });
});

describe('units', () => {
  it('that do not exist or are closed are named, in conditions as in results', () => {
    const among = units.map((unit) => (unit.id === 'longteng' ? { ...unit, closed: true } : unit));
    const then = { lead: 'fuyong-economy', co: ['longteng'], level: 'A' } as const;
    const both = codes([rule('r', { under: ['gone', 'fuyong'] }, { ...then, co: [...then.co] })], among);
    expect(both).toEqual([
      ['error', 'unit_missing', ['r']],
      ['error', 'unit_closed', ['r']],
    ]);
  });

  it('a lead that no committee of the level reaches is an error, one that some do not is a warning', () => {
    const far = found([rule('r', { under: ['fuyong'] }, { lead: 'xixiang-governance', level: 'B' })]);
    expect(far).toMatchObject([{ severity: 'error', code: 'lead_out_of_reach' }]);
    const partly = found([rule('r', { under: ['fuyong', 'xixiang'] }, { lead: 'xixiang-governance', level: 'B' })]);
    expect(partly).toMatchObject([{ severity: 'warning', code: 'lead_out_of_reach' }]);
    expect(partly[0]!.message).toContain('福永街道');
    expect(codes([rule('r', { under: ['fuyong'] }, { lead: 'baoan-hr', level: 'A' })])).toEqual([]);
  });

  it('so are helpers and repliers', () => {
    const then = { lead: 'zhihui', co: ['longteng'], replying: 'baoan-hr' };
    expect(codes([rule('r', { under: ['zhihui'] }, then)]).map(([, code]) => code)).toEqual([
      ...['lead_out_of_reach', 'lead_out_of_reach'],
    ]);
  });

  it('named twice are told', () => {
    const then = { lead: 'zhihui', co: ['zhihui', 'zhihui-property', 'zhihui-property'], replying: 'zhihui' };
    expect(codes([rule('r', { under: ['zhihui'] }, then)])).toEqual([
      ['warning', 'same_unit', ['r']],
      ['warning', 'same_unit', ['r']],
      ['note', 'same_unit', ['r']],
    ]);
  });
});

describe('a rule by itself', () => {
  it('direct without a lead unit is an error', () => {
    expect(codes([rule('r', {}, { level: 'B', direct: true })])).toEqual([['error', 'direct_without_lead', ['r']]]);
  });

  it('that says nothing, in either table, is an error', () => {
    const nothing: ClassifyRule = { id: 'k', when: { words: ['停车'] }, then: {}, reason: '没有结果' };
    expect(found([rule('r', {}, {})], units, [nothing]).map(({ code, rules, table }) => [code, rules, table])).toEqual([
      ['no_effect', ['k'], 'classify'],
      ['no_effect', ['r'], 'assign'],
    ]);
  });

  it('with the number of another is an error, also across the tables', () => {
    const classify: ClassifyRule = { id: 'r', when: {}, then: { risk: 'red' }, reason: '同号' };
    expect(found([rule('r', {})], units, [classify])).toMatchObject([{ code: 'duplicate_id', rules: ['r'] }]);
  });
});

describe('gaps', () => {
  const gaps = (assign: AssignRule[]) =>
    lintRules({ classify: [], assign }, units).flatMap(({ code, message }) => (code === 'gap' ? [message] : []));

  it('name the places where a category has no rule; the fallback has it there', () => {
    const everywhereBut = units.filter(({ id, kind }) => kind === 'street' && id !== 'fuyong');
    const streets = everywhereBut.map(({ id }) => id);
    expect(gaps([rule('r', { category: ['托育服务'], under: streets })])).toEqual([
      '类别“托育服务”在宝安区、福永街道、智美·汇志园区没有分派规则，由所在地的党委分拨（兜底）。',
    ]);
  });

  it('are left by a rule that goes by words: it covers only what has them', () => {
    expect(gaps([rule('r', { category: ['托育服务'], words: ['托管'] })])).toHaveLength(1);
  });

  it('of a category without any rule are the whole district; a rule for all categories leaves none', () => {
    const classify: ClassifyRule[] = [
      { id: 'k', when: { words: ['托育'] }, then: { category: '托育服务' }, reason: '托育' },
    ];
    const without = lintRules({ classify, assign: [] }, units);
    expect(without).toMatchObject([{ severity: 'warning', code: 'gap', rules: [] }]);
    expect(without[0]!.message).toContain('在全区没有分派规则');
    expect(lintRules({ classify, assign: [rule('r', {})] }, units)).toEqual([]);
  });
});

describe('gaps within a category', () => {
  it('are told by what is open: a rule for consultations of members alone leaves the rest', () => {
    const when = { category: ['托育服务'], kind: ['consultation' as const], subject: ['member' as const] };
    const [gap] = lintRules({ classify: [], assign: [rule('r', when)] }, units);
    expect(gap).toMatchObject({ severity: 'warning', code: 'gap' });
    expect(gap!.message).toBe(
      '类别“托育服务”在全区只有一部分有分派规则，还空着：主体为单建党组织、联建党组织、行业协会党组织、企业、员工；主体为党员且类型为求助、投诉、建议；由所在地的党委分拨（兜底）。',
    );
  });

  it('are none where several rules together leave nothing, and are told once for places that are alike', () => {
    const urgent = rule('urgent', { category: ['停车'], urgency: ['urgent'] }, { level: 'A' });
    const normal = rule('normal', { category: ['停车'], urgency: ['normal'] });
    expect(lintRules({ classify: [], assign: [urgent, normal] }, units)).toEqual([]);
    const gaps = lintRules(
      { classify: [], assign: [urgent, rule('here', { category: ['停车'], under: ['fuyong'] })] },
      units,
    );
    expect(gaps.filter(({ code }) => code === 'gap').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^类别“停车”在宝安区、新安街道.*还空着：缓急为普通；/),
    ]);
  });
});

describe('rules that classify', () => {
  const classify = (id: string, words: string[], then: ClassifyRule['then'], when = {}): ClassifyRule => ({
    ...{ id, when: { words, ...when }, then, reason: `因为${id}` },
  });
  const says = (...rules: ClassifyRule[]) =>
    found([], units, rules).map(({ severity, code, rules: ids, table }) => [severity, code, ids, table]);

  it('never name a category when an earlier one has all their words', () => {
    const one = classify('one', ['停车'], { category: '交通出行' });
    expect(says(one, classify('two', ['停车位', '停车'], { category: '园区管理' }))).toEqual([
      ['warning', 'unreachable', ['one', 'two'], 'classify'],
    ]);
    expect(says(one, classify('two', ['停车位'], { category: '交通出行' }))).toEqual([
      ['note', 'unreachable', ['one', 'two'], 'classify'],
    ]);
    expect(says(one, classify('two', ['停车'], { urgency: 'urgent' }))).toEqual([]);
  });

  it('that share a word and differ are named, and those of other places, words or kinds are not', () => {
    const one = classify('one', ['停车', '公交'], { category: '交通出行' });
    const two = classify('two', ['停车', '道闸'], { category: '园区管理' });
    const [finding] = found([], units, [one, two]);
    expect(finding).toMatchObject({ severity: 'warning', code: 'overlap', table: 'classify', rules: ['one', 'two'] });
    expect(finding!.message).toBe('规则“two”与前面的“one”都看文字“停车”而类别不同，以排在前面的为准。');
    const here = { under: ['fuyong'] };
    expect(
      says({ ...one, when: { ...one.when, ...here } }, { ...two, when: { ...two.when, under: ['fuhai'] } }),
    ).toEqual([]);
    expect(says(one, classify('other', ['漏水'], { category: '房屋' }))).toEqual([]);
  });

  it('by a category that the filer chose name none', () => {
    expect(says(classify('r', ['停车'], { category: '甲' }, { category: ['乙'] }))).toEqual([
      ['warning', 'unreachable', ['r'], 'classify'],
    ]);
  });
});

describe('words', () => {
  it('with the mark that sheets put between them are refused: they would come back as two', () => {
    expect(codes([rule('r', { words: ['停车、道闸'] })])).toEqual([['error', 'list_mark', ['r']]]);
    expect(codes([rule('r', { category: ['停车；道闸'] })])).toEqual([['error', 'list_mark', ['r']]]);
  });

  it('of different things are one note, shared ones a warning', () => {
    const parking = rule('parking', { words: ['停车'] }, { level: 'A' });
    const noise = rule('noise', { words: ['噪'] }, { level: 'C' });
    const more = rule('more', { words: ['停车位', '漏水'] });
    expect(codes([parking, noise, more])).toEqual([
      ['warning', 'overlap', ['more', 'parking']],
      ['note', 'overlap', ['parking', 'noise', 'more']],
    ]);
  });

  it('of the whole duty list beside the rules of the first day bring only what a person can look through', () => {
    const unitOf = (id: string) => units.find((unit) => unit.id === id)!;
    const duties = demoDuties.flatMap((duty) => ruleOfDuty({ ...duty, id: duty.code }, unitOf(duty.unitId)) ?? []);
    const findings = lintRules({ ...defaultRules, assign: [...duties, ...defaultRules.assign] }, units);
    const of = (severity: string, code: string) =>
      findings.filter((each) => each.severity === severity && each.code === code);
    expect(of('error', 'unreachable').map(({ rules }) => rules.at(-1))).toEqual(['duty-LD-06']);
    expect(of('warning', 'overlap').length).toBeLessThan(10);
    expect(of('warning', 'overlap').flatMap(({ rules }) => rules)).toContain('duty-LD-05');
    expect(of('note', 'overlap')).toHaveLength(1);
  });
});

it('the second version of the demo has no errors, few warnings, and names a unit by risk, urgency, subject and duty', () => {
  const unitOf = (id: string) => units.find((unit) => unit.id === id)!;
  const duties = demoDuties.flatMap((duty) => ruleOfDuty({ ...duty, id: duty.code }, unitOf(duty.unitId)) ?? []);
  const rules = demoRules(defaultRules, duties);
  const findings = lintRules(rules, units);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(findings.filter(({ severity }) => severity === 'warning').length).toBeLessThan(25);
  const asked = new Set(rules.assign.flatMap(({ when }) => Object.keys(when)));
  expect(['risk', 'urgency', 'subject', 'words'].filter((each) => !asked.has(each))).toEqual([]);
  expect(rules.assign.some(({ then }) => then.level === 'A')).toBe(true);
});

it('the rules of the first day have no errors', () => {
  expect(lintRules(defaultRules, units).filter(({ severity }) => severity === 'error')).toEqual([]);
});
