import { openDemand } from '../../src/domain/intake';
import { defaultRouting, propose, type Incoming, type RoutingRule } from '../../src/domain/routing';
import { HOUSING, LONGTENG, MONDAY, QIAOTOU, REPORTER, rules, TEAM, WELFARE, ZHIHUI } from '../support/a-demand';

const incoming = (more: Partial<Incoming> = {}): Incoming => ({
  ...{ kind: 'help', category: null, urgency: null, text: '园区出入口通行慢', place: ZHIHUI },
  ...more,
});
const rule = (id: string, when: RoutingRule['when'], then: RoutingRule['then']): RoutingRule => ({
  ...{ id, version: 1, when, then, reason: `因为${id}` },
});

describe('without a rule', () => {
  it('a demand is proposed to the committee of its own place, and nothing waits without an owner', () => {
    expect(propose(incoming(), [])).toEqual({
      ...{ level: 'C', urgency: 'normal', risk: 'green', category: '其他', lead: null, direct: false, rules: [] },
    });
  });

  it('what the filer stated is kept', () => {
    const proposal = propose(incoming({ urgency: 'urgent', category: '交通出行' }), []);
    expect(proposal).toMatchObject({ urgency: 'urgent', category: '交通出行' });
  });
});

describe('a rule', () => {
  const everything = { level: 'B', urgency: 'urgent', risk: 'red', category: '安全生产', lead: WELFARE } as const;

  it('proposes level, urgency, risk, category and lead unit, and says why', () => {
    expect(propose(incoming(), [rule('r1', {}, everything)])).toEqual({
      ...everything,
      direct: false,
      rules: [{ id: 'r1', version: 1, reason: '因为r1' }],
    });
  });

  it.each([
    ['category', { category: ['施工占道'] }, { category: '施工占道' }, { category: '托育服务' }],
    ['kind', { kind: ['complaint' as const] }, { kind: 'complaint' as const }, { kind: 'help' as const }],
    ['level of the place', { level: ['C' as const] }, { place: ZHIHUI }, { place: WELFARE }],
    ['place', { under: 'fuyong' }, { place: TEAM }, { place: LONGTENG }],
    ['words', { words: ['欠薪', '讨薪'] }, { text: '工地讨薪' }, { text: '工地停车' }],
  ])('applies by %s', (_, when, fits, fitsNot) => {
    const matched = (more: Partial<Incoming>) => propose(incoming(more), [rule('r', when, { risk: 'red' })]).risk;
    expect(matched(fits)).toBe('red');
    expect(matched(fitsNot)).toBe('green');
  });

  it('applies when all its conditions hold, not some of them', () => {
    const both = rule('r', { kind: ['help'], words: ['欠薪'] }, { risk: 'red' });
    expect(propose(incoming(), [both]).rules).toEqual([]);
  });

  it('never makes an urgent demand a normal one, nor takes the category the filer chose', () => {
    const proposal = propose(incoming({ urgency: 'urgent', category: '托育服务' }), [
      rule('r', {}, { urgency: 'normal', category: '其他' }),
    ]);
    expect(proposal).toMatchObject({ urgency: 'urgent', category: '托育服务' });
  });

  it('builds on the category an earlier rule gave', () => {
    const rules = [
      rule('1', { words: ['通行'] }, { category: '交通出行' }),
      rule('2', { category: ['交通出行'] }, { lead: TEAM, direct: true }),
    ];
    expect(propose(incoming(), rules)).toMatchObject({ lead: TEAM, direct: true, rules: [{ id: '1' }, { id: '2' }] });
  });

  it('names the lead unit before any later rule', () => {
    const rules = [rule('1', {}, { lead: TEAM }), rule('2', {}, { lead: ZHIHUI, direct: true })];
    expect(propose(incoming(), rules)).toMatchObject({ lead: TEAM, direct: false });
  });

  it.each([
    ['a park beside the place', QIAOTOU, 'C'],
    ['a district department at the level of a park', HOUSING, 'C'],
    ['a unit of another street', LONGTENG, 'B'],
  ] as const)('does not hand a case directly to %s', (_, lead, level) => {
    expect(propose(incoming(), [rule('r', {}, { lead, level, direct: true })])).toMatchObject({
      lead: null,
      direct: false,
    });
  });

  it('hands a case to a department when its level reaches that far', () => {
    expect(propose(incoming(), [rule('r', {}, { lead: HOUSING, level: 'A', direct: true })])).toMatchObject({
      lead: HOUSING,
      direct: true,
    });
  });
});

describe('the record of a filed demand', () => {
  it('says which rule proposed what, and that a direct rule dispatched it', () => {
    const [first, direct] = [rule('r1', {}, { risk: 'amber' }), rule('r2', {}, { lead: TEAM, direct: true })];
    const proposal = propose(incoming(), [first, direct]);
    const filing = { id: 'd1', number: 'SQ1', kind: 'help', place: ZHIHUI, collecting: ZHIHUI, proposal } as const;
    const more = { collectedBy: null, parent: null, channel: 'h5' };
    const { events } = openDemand({ ...filing, ...more }, REPORTER, MONDAY, rules);
    expect(events[0]!.data).toMatchObject({
      channel: 'h5',
      proposal: { risk: 'amber', rules: [{ id: 'r1' }, { id: 'r2' }] },
    });
    expect(events[1]).toMatchObject({
      type: 'dispatched',
      cause: { policyVersion: 1, rule: { id: 'r2', reason: '因为r2' } },
    });
  });
});

describe('the rules of the first day', () => {
  it.each([
    ['公司拖欠工资两个月', '欠薪维权', 'urgent', 'red'],
    ['楼道消防门坏了', '安全生产', 'urgent', 'red'],
    ['辞退没有补偿', '劳资纠纷', 'normal', 'amber'],
    ['希望开通到地铁站的公交', '交通出行', 'normal', 'green'],
    ['门口施工占道', '施工占道', 'normal', 'green'],
    ['补贴如何申报', '政策落地', 'normal', 'green'],
    ['园区没有托育点', '托育服务', 'normal', 'green'],
    ['饭堂太贵', '其他', 'normal', 'green'],
  ])('read “%s” as %s, %s, %s', (text, category, urgency, risk) => {
    expect(propose(incoming({ text }), defaultRouting)).toMatchObject({ category, urgency, risk });
  });
});
