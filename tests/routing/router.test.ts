import fc from 'fast-check';
import '../support/luck';
import { defaultRules } from '../../src/domain/default-rules';
import { committeeFor, liesUnder } from '../../src/domain/organisation';
import type { AssignRule, ClassifyRule, Conditions, Incoming, RuleSet, UnitOf } from '../../src/domain/routing';
import { FILED_KINDS, LEVELS, RISKS, SUBJECT_TYPES, URGENCIES } from '../../src/domain/vocabulary';
import { createRouter } from '../../src/routing/router';
import { LONGTENG, TEAM, UNITS, WELFARE, ZHIHUI } from '../support/a-demand';

const unitOf: UnitOf = (id) => {
  const ref = UNITS.find((unit) => unit.id === id);
  return ref && { ref, closed: false };
};
const incoming = (more: Partial<Incoming> = {}): Incoming => ({
  ...{ kind: 'help', category: null, urgency: null, subject: 'sole', text: '园区出入口通行慢', place: ZHIHUI },
  ...more,
});
const setOf = (assign: AssignRule[], classify: ClassifyRule[] = []): RuleSet => ({
  ...{ version: 7, confirmed: true, classify, assign },
});
const rule = (id: string, when: Conditions, then: AssignRule['then'] = { level: 'A' }): AssignRule => ({
  ...{ id, when, then, reason: `因为${id}` },
});
const proposedBy = (rules: RuleSet, demand = incoming()) => createRouter(rules).propose(demand, unitOf);
const decides = async (when: Conditions, demand: Partial<Incoming>) =>
  (await proposedBy(setOf([rule('r', when)]), incoming(demand))).rules.at(-1)!.id === 'r';

describe('a rule', () => {
  it.each<[string, Conditions, Partial<Incoming>, Partial<Incoming>]>([
    ['category', { category: ['施工占道', '噪声'] }, { category: '噪声' }, { category: '托育服务' }],
    ['kind', { kind: ['complaint'] }, { kind: 'complaint' }, { kind: 'help' }],
    ['subject', { subject: ['member', 'employee'] }, { subject: 'employee' }, { subject: 'sole' }],
    ['level of the place', { level: ['C'] }, { place: ZHIHUI }, { place: WELFARE }],
    ['place', { under: ['fuyong'] }, { place: TEAM }, { place: LONGTENG }],
    ['urgency', { urgency: ['urgent'] }, { urgency: 'urgent' }, { urgency: null }],
    ['risk', { risk: ['amber', 'red'] }, { risk: 'red' }, { risk: null }],
    ['words', { words: ['欠薪', '讨薪'] }, { text: '工地讨薪' }, { text: '工地停车' }],
  ])('matches by %s', async (_, when, fits, fitsNot) => {
    expect(await decides(when, fits)).toBe(true);
    expect(await decides(when, fitsNot)).toBe(false);
  });

  it('matches when all its conditions hold, not some of them', async () => {
    const when: Conditions = { kind: ['help'], words: ['欠薪'] };
    expect(await decides(when, { text: '欠薪' })).toBe(true);
    expect(await decides(when, { text: '停车' })).toBe(false);
    expect(await decides(when, { kind: 'complaint', text: '欠薪' })).toBe(false);
  });

  it('without conditions matches everything; the first that matches decides alone', async () => {
    const rules = setOf([
      rule('1', { kind: ['complaint'] }),
      rule('2', {}, { lead: TEAM.id }),
      rule('3', {}, { level: 'A' }),
    ]);
    expect(await proposedBy(rules)).toMatchObject({ level: 'C', lead: TEAM, rules: [{ id: '2' }] });
  });

  it.each(['"', "'", '\\', '`', '") or true or contains($, "', '${1}', '换\n行', '😀', '停车"]) or true #'])(
    'takes what people typed for nothing but words: %j',
    async (typed) => {
      const when: Conditions = { words: [typed], category: [typed], under: [typed] };
      const place = { ...ZHIHUI, path: ['baoan', typed, 'zhihui'] };
      expect(await decides(when, { text: `有${typed}字`, category: typed, place })).toBe(true);
      expect(await decides({ words: [typed] }, { text: '没有' })).toBe(false);
      expect(await decides({ category: [typed] }, { category: '没有' })).toBe(false);
    },
  );

  it('that assigns sees what the classifying ones made of the demand', async () => {
    const classify: ClassifyRule[] = [
      {
        id: 'k',
        when: { words: ['讨薪'] },
        then: { category: '欠薪维权', risk: 'red', urgency: 'urgent' },
        reason: '讨薪',
      },
    ];
    const assign = [rule('z', { category: ['欠薪维权'], risk: ['red'], urgency: ['urgent'] }, { lead: TEAM.id })];
    expect(await proposedBy(setOf(assign, classify), incoming({ text: '员工讨薪' }))).toMatchObject({
      ...{
        lead: TEAM,
        rules: [
          { table: 'classify', id: 'k' },
          { table: 'assign', id: 'z', version: 7 },
        ],
      },
    });
  });

  it('that classifies goes by what the filer chose, and all that match count', async () => {
    const classify: ClassifyRule[] = [
      { id: 'chosen', when: { category: ['交通出行'] }, then: { risk: 'amber' }, reason: '选了交通' },
      { id: 'said', when: { words: ['通行'] }, then: { category: '交通出行' }, reason: '写了通行' },
    ];
    const ids = async (demand: Incoming) => (await proposedBy(setOf([], classify), demand)).rules.map(({ id }) => id);
    expect(await ids(incoming({ category: '交通出行' }))).toEqual(['chosen', 'said', 'fallback']);
    expect(await ids(incoming())).toEqual(['said', 'fallback']);
  });
});

it.each([
  ['公司拖欠工资两个月', '欠薪维权', 'urgent', 'red'],
  ['楼道消防门坏了', '安全生产', 'urgent', 'red'],
  ['辞退没有补偿', '劳资纠纷', 'normal', 'amber'],
  ['希望开通到地铁站的公交', '交通出行', 'normal', 'green'],
  ['门口施工占道', '施工占道', 'normal', 'green'],
  ['补贴如何申报', '政策落地', 'normal', 'green'],
  ['园区没有托育点', '托育服务', 'normal', 'green'],
  ['饭堂太贵', '其他', 'normal', 'green'],
])('the rules of the first day read “%s” as %s, %s, %s', async (text, category, urgency, risk) => {
  expect(await proposedBy(defaultRules, incoming({ text }))).toMatchObject({ category, urgency, risk });
});

describe('a thousand demands of every kind', () => {
  const words = ['噪音', '欠薪', '停车', '占道', '补贴', '消防'];
  const categories = ['交通出行', '施工占道', '欠薪维权', '政策落地'];
  const unitIds = [...UNITS.map(({ id }) => id), 'gone'];
  const some = <Value>(values: readonly Value[]) =>
    fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
  const places = UNITS.map(({ id }) => id).filter((id) => id !== 'baoan');
  const every = fc.record({
    ...{ category: some(categories), under: some(places), level: some(LEVELS), kind: some(FILED_KINDS) },
    ...{ subject: some(SUBJECT_TYPES), urgency: some(URGENCIES), risk: some(RISKS), words: some(words) },
  });
  const kept = fc.subarray(['category', 'under', 'level', 'kind', 'subject', 'urgency', 'risk', 'words'], {
    ...{ minLength: 2, maxLength: 4 },
  });
  const when = fc.tuple(every, kept).map(([all, names]): Conditions => {
    return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
  });
  const unit = fc.option(fc.constantFrom(...unitIds), { nil: undefined });
  const then = fc.record({
    ...{ level: fc.option(fc.constantFrom(...LEVELS), { nil: undefined }), lead: unit, replying: unit },
    ...{
      co: fc.option(fc.array(fc.constantFrom(...unitIds), { maxLength: 3 }), { nil: undefined }),
      direct: fc.boolean(),
    },
  });
  const assign = fc.array(fc.record({ when, then }), { minLength: 60, maxLength: 60 });
  const demand = fc.record({
    ...{
      kind: fc.constantFrom(...FILED_KINDS),
      subject: fc.constantFrom(...SUBJECT_TYPES),
      place: fc.constantFrom(...UNITS),
    },
    category: fc.option(fc.constantFrom(...categories)),
    urgency: fc.option(fc.constantFrom(...URGENCIES)),
    risk: fc.option(fc.constantFrom(...RISKS)),
    text: fc.array(fc.constantFrom(...words, '其余', '文字'), { maxLength: 5 }).map((each) => each.join('。')),
  });

  /** What the table says, read by hand. */
  const holds = (
    { category, under, level, kind, subject, urgency, risk, words }: Conditions,
    asked: Incoming & { category: string },
  ) =>
    (category?.includes(asked.category) ?? true) &&
    (under?.some((id) => liesUnder(asked.place, id)) ?? true) &&
    (level?.includes(asked.place.level) ?? true) &&
    ((kind as string[] | undefined)?.includes(asked.kind) ?? true) &&
    (subject?.includes(asked.subject) ?? true) &&
    (urgency?.includes(asked.urgency!) ?? true) &&
    (risk?.includes(asked.risk!) ?? true) &&
    (words?.some((word) => asked.text.includes(word)) ?? true);

  it('each gets exactly one level and one owner, the same answer twice, and the trace names the rule or the fallback', async () => {
    const [rules] = fc.sample(assign, { numRuns: 1, seed: 5 });
    const set = setOf(
      rules!.map(({ when, then }, at) => ({ id: `z${at}`, when, then, reason: `因为${at}` })),
      defaultRules.classify,
    );
    const [router, another] = [createRouter(set), createRouter(set)];
    const decided = new Set<string>();
    for (const asked of fc.sample(demand, { numRuns: 1_000, seed: 20_261_125 })) {
      const proposal = await router.propose(asked, unitOf);
      const committee = committeeFor(asked.place, proposal.level);
      expect(LEVELS).toContain(proposal.level);
      expect(committee.level).toBe(proposal.level);
      for (const named of [proposal.lead, proposal.replying, ...proposal.co])
        if (named) expect(liesUnder(named, committee.id)).toBe(true);
      const said = { ...asked, category: proposal.category, urgency: proposal.urgency, risk: proposal.risk };
      const first = set.assign.find((each) => holds(each.when, said));
      const deciding = proposal.rules.find(({ table }) => table !== 'classify')!;
      expect(deciding).toMatchObject({ id: first?.id ?? 'fallback', version: 7, table: first ? 'assign' : 'fallback' });
      expect(await router.propose(asked, unitOf)).toEqual(proposal);
      expect(await another.propose(asked, unitOf)).toEqual(proposal);
      decided.add(deciding.id);
    }
    expect(decided.size).toBeGreaterThan(10);
    expect(decided).toContain('fallback');
  });
});
