import { buildAnalysis } from '../../src/analysis/build';
import type { Materials } from '../../src/analysis/analysis';
import { lastMonth, periodTitle } from '../../src/analysis/monthly';
import { partsOf } from '../../src/analysis/tables';
import { defaultFigureSet } from '../../src/domain/figure-set';
import type { Mark } from '../../src/domain/outcomes';
import { safeCell } from '../../src/sheets/safe-cell';
import { csvOf } from '../../src/sheets/write-table';
import type { CountedDemand } from '../../src/statistics/period-outcomes';
import { at } from '../support/a-demand';

const MARCH = { from: at('2026-03-01 00:00'), to: at('2026-04-01 00:00') };
const FEBRUARY = { from: at('2026-02-01 00:00'), to: MARCH.from };
const UNITS: Record<string, { name: string; path: string[] }> = {
  street: { name: '某街道', path: ['district', 'street'] },
  good: { name: '甲队', path: ['district', 'street', 'good'] },
  bad: { name: '乙队', path: ['district', 'street', 'bad'] },
};
let count = 0;
const aDemand = (marks: Partial<Mark>[], more: Partial<CountedDemand> = {}): CountedDemand => {
  count += 1;
  const [id, createdAt] = [`d${count}`, more.createdAt ?? MARCH.from + count];
  return {
    ...{ id, number: `SQ${id}`, kind: 'help', category: '交通出行', channel: '扫码', level: 'C', place: 'good' },
    ...{ lead: 'good', closedAt: createdAt, isClosed: true, round: 1 },
    ...more,
    createdAt,
    marks: marks.map((mark) => ({ aspect: 'grade', bad: false, unit: more.lead ?? 'good', at: createdAt, ...mark })),
  };
};
const times = <Item>(n: number, make: (i: number) => Item): Item[] => Array.from({ length: n }, (_, i) => make(i));
const rated = (bad: boolean, more: Partial<CountedDemand> = {}, reasons: Mark['reasons'] = ['not_solved']) =>
  aDemand([{ bad, grade: bad ? 1 : 5, ...(bad ? { reasons } : {}) }], more);

const materials = (more: Partial<Materials> = {}): Materials => ({
  unit: { id: 'street', name: '某街道' },
  days: { from: '2026-03-01', to: '2026-03-31' },
  compared: { from: '2026-02-01', to: '2026-02-28', reportId: null, title: null },
  set: defaultFigureSet,
  now: { demands: [], span: MARCH },
  before: { demands: [], span: FEBRUARY },
  unitOf: (id) => UNITS[id],
  hasUnitsUnder: (id) => Object.values(UNITS).some(({ path }) => path.at(-2) === id),
  ...{ words: new Map(), titles: new Map(), people: [], quality: [], improvements: [] },
  parked: { count: 0, average: null, longest: null },
  ...more,
});
const reportOf = (demands: CountedDemand[], more: Partial<Materials> = {}) =>
  buildAnalysis(materials({ now: { demands, span: MARCH }, ...more }));

describe('a report', () => {
  test('of nothing says so', () => {
    const report = reportOf([]);
    expect([report.filed.count, report.topics, report.standouts, report.cases]).toEqual([0, [], [], []]);
    expect(report.rates.every(({ value }) => value === null)).toBe(true);
    expect(report.findings).toEqual(['本期登记 0 件，与上期相同；办结 0 件，与上期相同。', '本期没有不满意的评价。']);
  });

  test('compares with the period before, in points', () => {
    const now = [...times(16, () => rated(false)), ...times(4, () => rated(true))];
    const then = times(10, (i) => rated(i === 0, { createdAt: FEBRUARY.from + i }));
    const report = reportOf(now, { before: { demands: then, span: FEBRUARY } });
    expect(report.rates.find(({ name }) => name === 'satisfaction')).toMatchObject({
      ...{ numerator: 16, denominator: 20, value: 0.8, before: 0.9, isSmall: false },
    });
    expect(report.findings).toContain('满意率 80.0%（16/20 件），比上期降 10.0 个百分点。');
    expect(report.combined).toEqual({ value: null, before: null, isSmall: true });
    expect(report.findings[0]).toContain('比上期多 10 件');
  });

  test('says why a rate is less than its numbers', () => {
    const barely = times(10, () => aDemand([{ grade: 3 }]));
    const report = reportOf([...barely, ...times(10, () => rated(false))]);
    expect(report.findings).toContain('满意率 95.0%（20/20 件，其中基本满意 10 件按 0.9 计）。');
    expect(JSON.stringify(partsOf(report))).toContain('其中基本满意 10 件按 0.9 计');
  });

  test('leaves out what others did on the demands of the unit', () => {
    const ofOthers = times(12, () => rated(true, { lead: 'department', place: 'good', category: '教育' }));
    const report = reportOf([...times(10, () => rated(false)), ...ofOthers]);
    expect(report.rates.find(({ name }) => name === 'satisfaction')).toMatchObject({ numerator: 10, denominator: 10 });
    expect([report.filed.count, report.topics, report.reasons, report.cases]).toEqual([10, [], [], []]);
    expect(report.units.map(({ unit, rated: count }) => [unit.name, count])).toEqual([['甲队', 10]]);
  });

  test('names a unit with others under it as itself alone', () => {
    const report = reportOf(times(3, () => rated(false, { lead: 'street' })));
    expect(report.units.map(({ unit }) => unit)).toEqual([{ id: 'street', name: '某街道本级' }]);
  });

  test('tells of people who thought worse of it afterwards', () => {
    const turned = aDemand([{ grade: 4 }, { aspect: 'addition', bad: true, grade: 1 }]);
    const report = reportOf([turned, aDemand([{ grade: 4 }, { aspect: 'addition', bad: false }])]);
    expect(report.additions).toEqual({ count: 2, turned: 1 });
    expect(report.cases).toMatchObject([{ number: turned.number, why: ['追评转为不满意'] }]);
    expect(report.findings.join('')).toContain('评价后追评 2 件，其中 1 件由满意转为不满意');
  });

  test('names what people are dissatisfied with, in the words they use', () => {
    const bus = times(3, () => rated(true, { category: '交通出行' }));
    const pay = [rated(true, { category: '劳动就业' }, ['too_slow']), rated(false, { category: '劳动就业' })];
    const words = new Map([
      [bus[0]!.id, ['公交', '接驳巴士', '≈行']],
      [bus[1]!.id, ['公交', '公交站', '接驳巴士']],
      [bus[2]!.id, ['公交', '地铁']],
      [pay[0]!.id, ['工资']],
    ]);
    const report = reportOf([...pay, ...bus], { words });
    expect(report.topics).toEqual([
      { category: '交通出行', dissatisfied: 3, rated: 3, before: 0, words: ['公交', '接驳巴士'] },
      { category: '劳动就业', dissatisfied: 1, rated: 2, before: 0, words: ['工资'] },
    ]);
    expect(report.reasons.map(({ code, count: n }) => [code, n])).toEqual([
      ['not_solved', 3],
      ['too_slow', 1],
    ]);
    expect(report.findings.join('')).toContain('“交通出行”：3 件，占 75.0%（上期 0 件），常说到“公交”“接驳巴士”');
  });

  test('names a unit where it goes wrong clearly more often, and no unit by chance or with few cases', () => {
    const fair = times(60, (i) => rated(i % 12 === 0));
    const worse = times(20, (i) => rated(i < 9, { lead: 'bad', place: 'bad' }));
    const report = reportOf([...fair, ...worse]);
    expect(report.standouts).toEqual([
      {
        ...{ unit: { id: 'bad', name: '乙队' }, concern: 'dissatisfied', numerator: 9, denominator: 20 },
        ...{ value: 0.45, overall: 0.0833 },
      },
    ]);
    expect(report.findings.join('')).toContain('乙队的不满意率为 45.0%（9/20 件），其他单位合计为 8.3%，明显偏高。');
    const few = times(6, () => rated(true, { lead: 'bad' }));
    expect(reportOf([...fair, ...few]).standouts).toEqual([]);
    const [often, byChance] = [times(60, (i) => rated(i % 7 === 0)), times(12, (i) => rated(i < 3, { lead: 'bad' }))];
    expect(reportOf([...often, ...byChance]).standouts).toEqual([]);
    const alike = times(20, (i) => rated(i % 10 === 0, { lead: 'bad' }));
    expect(reportOf([...fair, ...alike]).standouts).toEqual([]);
  });

  test('counts returns and redos for the unit whose they were', () => {
    const answered = (unit: string, back: boolean, redone: boolean) =>
      aDemand([
        { aspect: 'return', bad: back, unit },
        { aspect: 'resolution', bad: redone, unit },
        { aspect: 'redo', bad: redone, unit },
      ]);
    const back = times(12, (i) => answered('bad', i < 5, i < 4));
    const plain = times(20, () => answered('good', false, false));
    const report = reportOf([...back, ...plain]);
    expect(report.units.find(({ unit }) => unit.id === 'bad')).toMatchObject({
      assigned: 12,
      returned: 5,
      answered: 12,
      redone: 4,
    });
    expect(report.standouts.map(({ concern, unit }) => [concern, unit.id]).sort()).toEqual([
      ['redone', 'bad'],
      ['returned', 'bad'],
    ]);
  });

  test('finds places and people that come again and again, and says nothing of who they are', () => {
    const again = times(3, () => rated(false, { place: 'bad' }));
    const people = [{ ids: again.map(({ id }) => id), numbers: again.map(({ number }) => number) }];
    const report = reportOf([...again, rated(false)], { people });
    expect(report.places).toEqual([
      { place: { id: 'bad', name: '乙队' }, category: '交通出行', filed: 3, dissatisfied: 0, before: 0 },
    ]);
    expect(report.people).toEqual([{ count: 3, categories: ['交通出行'], numbers: again.map(({ number }) => number) }]);
    expect(report.findings.join('')).toContain('有 1 位诉求人本期各提出 3 件以上，共 3 件。');
  });

  test('shows what checks found, and which cases are worth reading and why', () => {
    const lie = aDemand([{ grade: 2 }, { aspect: 'check', bad: true, grade: 5 }, { aspect: 'call', bad: true }]);
    const thrice = aDemand([{ aspect: 'redo', bad: true }], { round: 3 });
    const plain = rated(false);
    const quality = [
      { id: lie.id, number: lie.number, grade: 2 },
      { id: plain.id, number: plain.number, grade: 5 },
    ];
    const report = reportOf([plain, thrice, lie], { quality, titles: new Map([[lie.id, '公交改线']]) });
    expect(report.checks.cases).toEqual([
      { number: lie.number, unit: { id: 'good', name: '甲队' }, rating: 5, found: 'dissatisfied' },
    ]);
    expect(report.quality).toEqual({ average: 3.5, count: 2, low: [{ number: lie.number, grade: 2 }] });
    expect(report.cases).toEqual([
      { number: lie.number, title: '公交改线', why: ['抽查结果与原评价矛盾', '答复质量评 2 分'] },
      { number: thrice.number, title: '', why: ['已办到第 3 轮'] },
    ]);
  });

  test('says what became of the improvements that were asked for before', () => {
    const compared = { from: '2026-02-01', to: '2026-02-28', reportId: 'r0', title: '二月' };
    const one = (state: 'verified' | 'late', sentBack = 0) => ({
      ...{ number: 'SQ1', title: '公交', unit: { id: 'bad', name: '乙队' }, state, sentBack },
    });
    const report = reportOf([], { compared, improvements: [one('verified', 1), one('late')] });
    expect(report.findings.at(-1)).toBe(
      '此前要求的整改 2 项：已验收 1 项，待验收 0 项，整改中 0 项，超期 1 项，逾期未验收 0 项；其中退回重改 1 项。',
    );
    expect(reportOf([], { compared }).findings.at(-1)).toBe('此前没有还在整改或新近了结的整改。');
  });
});

describe('the month of a report', () => {
  test('is the one that ended last, by the day on which months begin', () => {
    const monthOf = (now: string, monthBegins = 1) => {
      const { from, to } = lastMonth(at(now), { monthBegins });
      return [from.getTime(), to.getTime()];
    };
    expect(monthOf('2026-04-01 04:00')).toEqual([MARCH.from, MARCH.to]);
    expect(monthOf('2026-01-03 04:00')).toEqual([at('2025-12-01 00:00'), at('2026-01-01 00:00')]);
    expect(monthOf('2026-04-01 04:00', 19)).toEqual([at('2026-02-19 00:00'), at('2026-03-19 00:00')]);
    expect(monthOf('2026-04-19 00:00', 19)).toEqual([at('2026-03-19 00:00'), at('2026-04-19 00:00')]);
  });

  test('has a name people use', () => {
    expect(periodTitle({ from: new Date(MARCH.from), to: new Date(MARCH.to) })).toBe('2026年3月');
    expect(periodTitle({ from: new Date(MARCH.from), to: new Date(at('2026-03-08 00:00')) })).toBe(
      '2026-03-01 至 2026-03-07',
    );
  });
});

describe('an exported cell', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\0=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '  =1',
    '\u3000=1',
    '\ufeff=1',
  ])('that a spreadsheet might calculate is text: %j', (text) => {
    expect(safeCell(text).startsWith("'")).toBe(true);
    expect(csvOf([{ name: '表', head: ['甲'], rows: [[text]] }]).split('\r\n')[1]).toMatch(/^"?'/);
  });

  test.each(['', '公交 = 好', '1-2', '某@某', '80.0%', '—'])('of plain text stays as it is: %j', (text) => {
    expect(safeCell(text)).toBe(text);
  });

  test('of a table is quoted where it holds what separates cells', () => {
    expect(
      csvOf([
        {
          name: '表',
          head: ['甲', '乙'],
          rows: [
            ['a,b', 3],
            ['"c"\n', null],
          ],
        },
      ]),
    ).toBe('\ufeff甲,乙\r\n"a,b",3\r\n"""c""\n",\r\n');
  });
});
