import { randomUUID } from 'node:crypto';
import { finishAnalysis, insertAnalysis, readUnstarted, SCHEDULE } from '../../src/database/analyses';
import { defaultFigureSet } from '../../src/domain/figure-set';
import { planMonthly } from '../../src/analysis/monthly';
import type { Demand } from '../../src/domain/demand';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  FUYONG,
  goOn,
  HOUR,
  HOUSING,
  LONGTENG,
  REPORTER,
  ZHIHUI,
} from '../support/a-demand';
import type { Answer, Json } from '../support/app';
import { anotherLike, putDemand } from '../support/put-demand';
import { testStack, type Stack } from '../support/stack';
import { acts, until } from '../support/travel';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const { version: _, ...plainSet } = defaultFigureSet;

let stack: Stack;
let contradicted: Demand;
/** Times that a report was being made, and what stops it from being made. */
let made = 0;
let stops = 0;
/** What whoever makes a report waits for first. */
let gate: Promise<void> | null = null;

beforeAll(async () => {
  stack = await testStack(
    {},
    {
      activities: (real) => ({
        ...real,
        makeAnalysis: async (of) => {
          made += 1;
          if (stops > 0) {
            stops -= 1;
            throw new Error('the worker was taken away');
          }
          await gate;
          await real.makeAnalysis(of);
        },
      }),
    },
  );
  const put = async (demand: Demand, later = 0) => {
    const put = anotherLike(demand, later);
    await putDemand(stack.database, put);
    return put;
  };
  const inPark = { lead: ZHIHUI };
  const inFuyong = { place: FUYONG, collecting: FUYONG };
  for (let i = 0; i < 6; i += 1) await put(aLife({ ...inPark, stage: 'closed' }).demand, i * HOUR);
  for (let i = 0; i < 4; i += 1) await put(aLife({ ...inPark, stage: 'calling_back' }).demand, i * HOUR);
  await put(aLife({ stage: 'closed', ...inFuyong }).demand);
  await put(aLife({ stage: 'closed', place: LONGTENG, collecting: LONGTENG, lead: LONGTENG }).demand);
  contradicted = await put(aLife({ ...inPark, stage: 'closed' }).demand, 7 * HOUR);
  await stack.database.demand.update({
    where: { id: contradicted.id },
    data: { title: '路灯不亮，请联系13912345678' },
  });
  const passedUp = aLife(inFuyong).act('pass_up', anActor('dispatcher', FUYONG), {});
  passedUp.act('dispatch', anActor('dispatcher', BAOAN), { lead: HOUSING, co: [], replying: HOUSING });
  for (let step = 0; step < 4; step += 1) goOn(passedUp);
  await put(passedUp.act('rate', REPORTER, { grade: 1, reasons: ['other'] }).demand);
  const added = { demandId: contradicted.id, round: 1, grade: 1, at: new Date(at('2026-03-18 10:00')) };
  await stack.database.ratingAddition.create({ data: added });
  const barely = aLife({ ...inPark, stage: 'rating' }).act('rate', REPORTER, { grade: 3, reasons: [] });
  await put(barely.demand);
  const back = aLife({ ...inPark, stage: 'accepting' }).act('return', anActor('handler', ZHIHUI), {});
  const returned = await put(back.demand);
  const event = back.events.find(({ type }) => type === 'returned')!;
  const line = { type: 'returned', actorKind: 'staff', unitId: 'zhihui', stage: 'accepting', public: false, round: 1 };
  await stack.database.demandEvent.create({
    data: { ...line, demandId: returned.id, seq: event.seq, at: new Date(event.at) },
  });
  const found = {
    result: 'dissatisfied',
    grade: 1,
    concludedAt: new Date(at('2026-03-20 10:00')),
    found: { replyQuality: 2 },
  };
  const job = {
    id: randomUUID(),
    demandId: contradicted.id,
    kind: 'spot_check',
    round: 1,
    state: 'concluded',
    unitId: 'fuyong',
  };
  const when = { windowStart: found.concludedAt, windowEnd: found.concludedAt, createdAt: found.concludedAt };
  await stack.database.callbackJob.create({
    data: { ...job, ...when, ...found, leadUnitId: ZHIHUI.id, attempts: [], version: 1 },
  });
});
afterAll(() => stack.close());

const ask = (user: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, headers = {}) =>
  stack.call(user, { method, url: `/api/v1${url}`, payload, headers });
const good = ({ status, body, text }: Answer, wanted = 200): Json => {
  expect([status, status === wanted ? '' : text]).toEqual([wanted, '']);
  return body;
};
const get = async (user: string, url: string): Promise<Json> => good(await ask(user, 'GET', url));
const refused = ({ status, body }: Answer) => [status, body.code];
const query = (of: Record<string, string>) => new URLSearchParams(of).toString();
const figures = (user: string, more: Record<string, string> = {}) =>
  get(user, `/statistics/figures?${query({ ...MARCH, ...more })}`);
const listed = async (user: string, of: Record<string, string>): Promise<number> =>
  (await get(user, `/demands?${query({ ...of, total: 'true', limit: '1' })}`)).total;
const rateIn = ({ rates }: Json, name: string): Json => rates.find((rate: Json) => rate.name === name);

describe('figures', () => {
  test('come with numerator, denominator, a mark for few, and what they were before', async () => {
    const { total, definitions, set, periods, parked, additions } = await figures('fuyong.supervisor');
    expect([set.version, set.confirmed]).toEqual([1, false]);
    expect(rateIn(total, 'satisfaction')).toMatchObject({
      ...{ numerator: 9, denominator: 13, value: 0.6846, isSmall: false, previous: { value: null } },
      lesser: { figure: 'barely_satisfied', count: 1, counts: 0.9 },
    });
    expect(rateIn(total, 'contradictions')).toMatchObject({ numerator: 1, denominator: 1, isSmall: true });
    expect(rateIn(total, 'returns')).toMatchObject({ numerator: 1, denominator: 14 });
    expect(await listed('fuyong.supervisor', { ...MARCH, figure: 'returned', answerable: '=zhihui' })).toBe(1);
    expect(definitions).toContainEqual(
      expect.objectContaining({
        name: 'returns',
        better: 'low',
        figures: { denominator: 'assigned', numerator: 'returned', missed: 'kept' },
      }),
    );
    expect(periods).toEqual({
      previous: { from: '2026-01-29', to: '2026-02-28' },
      lastYear: { from: '2025-03-01', to: '2025-03-31' },
    });
    expect(parked).toEqual({ count: 0, average: null, longest: null });
    expect(additions).toEqual({ count: 1, turned: 1 });
  });

  test('in every group are as long as the list that they open', async () => {
    for (const by of ['unit', 'place', 'level', 'kind', 'category', 'channel', 'day', 'week', 'month'])
      for (const user of by === 'unit' ? ['fuyong.supervisor', 'baoan.auditor'] : ['fuyong.supervisor']) {
        const { rows, definitions, total, elsewhere } = await figures(user, {
          ...{ by, rates: 'resolution,contradictions' },
        });
        expect(rows.length).toBeGreaterThan(0);
        for (const row of [...rows, total, ...(elsewhere ? [elsewhere] : [])]) {
          for (const rate of row.rates) {
            const { figures: of } = definitions.find(({ name }: Json) => name === rate.name);
            const opened = (figure: string) => listed(user, { ...row.search, figure });
            const { denominator, numerator } = rate;
            expect([by, row.key, rate.name, await opened(of.denominator), await opened(of.numerator)]).toEqual([
              by,
              row.key,
              rate.name,
              denominator,
              numerator,
            ]);
            if (by === 'unit') expect(await opened(of.missed)).toBe(denominator - numerator);
          }
          expect([by, row.key, await listed(user, { ...row.search, figure: 'filed' })]).toEqual([
            by,
            row.key,
            row.filed,
          ]);
        }
      }
  });

  test('by unit are those of whoever handled it, below the unit, in it, or elsewhere', async () => {
    const { rows } = await figures('baoan.supervisor', { by: 'unit' });
    expect(rows.map(({ key }: Json) => key).sort()).toEqual(['baoan-housing', 'fuyong', 'xixiang']);
    const street = await figures('fuyong.supervisor', { by: 'unit' });
    expect(street.rows.map(({ key, label }: Json) => [key, label])).toContainEqual([
      'fuyong',
      expect.stringContaining('本级'),
    ]);
    expect(JSON.stringify(street)).not.toContain('longteng');
  });

  test('of a street are of what its units did, everywhere the same; what others did stands beside', async () => {
    const { rows, total, elsewhere } = await figures('fuyong.supervisor', { by: 'unit' });
    const rated = (row: Json) => rateIn(row, 'satisfaction').denominator;
    expect([rated(total), rated(elsewhere), elsewhere.label]).toEqual([13, 1, '本单位以外']);
    const sum = (of: (row: Json) => number) => rows.reduce((all: number, row: Json) => all + of(row), 0);
    expect([sum(rated), sum(({ filed }) => filed)]).toEqual([13, total.filed]);
    const board = await get('fuyong.supervisor', `/statistics/overview?${query(MARCH)}`);
    expect([rateIn(board, 'satisfaction').denominator, board.filed]).toEqual([13, total.filed]);
    const district = await figures('baoan.supervisor', { by: 'unit' });
    const inDistrict = district.rows.find(({ key }: Json) => key === 'fuyong');
    expect([rateIn(inDistrict, 'satisfaction'), inDistrict.combined]).toEqual([
      rateIn(total, 'satisfaction'),
      total.combined,
    ]);
    expect([rated(district.total), district.elsewhere]).toEqual([15, null]);
  });

  test('refuse what is no unit of the caller, no rate and no grouping', async () => {
    const of = async (user: string, more: Record<string, string>) =>
      refused(await ask(user, 'GET', `/statistics/figures?${query({ ...MARCH, ...more })}`));
    expect(await of('fuyong.supervisor', { unit: 'xixiang' })).toEqual([403, 'unit_out_of_reach']);
    expect(await of('fuyong.supervisor', { unit: 'nowhere' })).toEqual([404, 'not_found']);
    expect(await of('fuyong.supervisor', { rates: 'happiness' })).toEqual([422, 'invalid_input']);
    expect(await of('fuyong.supervisor', { by: 'moon' })).toEqual([422, 'invalid_input']);
    expect(await of('fuyong.handler', {})).toEqual([403, 'not_allowed_for_role']);
    expect(refused(await ask('fuyong.supervisor', 'GET', '/demands?answerable=zhihui'))).toEqual([
      422,
      'invalid_input',
    ]);
  });

  test('are taken out as a file, with a line in the audit, only by who may read them', async () => {
    const url = `/statistics/figures/export?${query({ ...MARCH, by: 'category' })}`;
    const csv = await ask('fuyong.supervisor', 'GET', `${url}&format=csv`);
    expect([csv.status, csv.headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(csv.text).toContain('类别,新登记,已办结,综合,响应率');
    expect(csv.text).toContain('满意率其中基本满意 1 件按 0.9 计；样本少：');
    expect((await ask('fuyong.supervisor', 'GET', url)).text.startsWith('PK')).toBe(true);
    expect(refused(await ask('fuyong.handler', 'GET', url))).toEqual([403, 'not_allowed_for_role']);
    const lines = await stack.database.audit.findMany({ where: { action: 'figures_exported' } });
    expect(lines.map(({ target }) => target)).toEqual(['fuyong', 'fuyong']);
  });
});

describe('the set of figures', () => {
  test('is changed by a draft that shows old beside new, and by a second person', async () => {
    const data = { ...plainSet, barelyCounts: 0.5, small: 20, confirmed: true };
    const draft = good(
      await ask('baoan.administrator', 'POST', '/drafts', { kind: 'figures', data, note: '区里定的' }),
      201,
    );
    expect([draft.baseVersion, draft.base]).toEqual([1, plainSet]);
    const preview = await get('baoan.administrator2', `/drafts/${draft.id}/preview`);
    expect(preview).toMatchObject({ kind: 'figures', total: { rates: expect.any(Array) } });
    good(await ask('baoan.administrator', 'POST', `/drafts/${draft.id}/actions/submit`, {}));
    const own = await ask('baoan.administrator', 'POST', `/drafts/${draft.id}/actions/approve`, {});
    expect(refused(own)).toEqual([403, 'four_eyes']);
    good(await ask('baoan.administrator2', 'POST', `/drafts/${draft.id}/actions/approve`, {}));
    const { items } = await get('fuyong.auditor', '/figure-sets');
    expect(items).toMatchObject([
      { version: 2, barelyCounts: 0.5, note: '区里定的' },
      { version: 1, publishedAt: null },
    ]);
    const { set, total } = await figures('fuyong.supervisor');
    expect(set).toEqual({ version: 2, confirmed: true, small: 20 });
    expect(rateIn(total, 'satisfaction')).toMatchObject({ value: 0.6538, isSmall: true });
  });

  test.each([
    ['weights that are not one', { weights: { response: 0.5, resolution: 0.5, satisfaction: 0.5 } }],
    ['a 基本满意 worth more than one', { barelyCounts: 1.2 }],
    ['a month that begins on the 31st', { monthBegins: 31 }],
    ['a word of its own', { bonus: 1 }],
    ['a missing part', { exclude: { appeals: true } }],
  ])('with %s is refused', async (_what, change) => {
    const body = { kind: 'figures', data: { ...plainSet, ...change }, note: '试' };
    expect(refused(await ask('baoan.administrator', 'POST', '/drafts', body))).toEqual([422, 'invalid_input']);
  });
});

const order = (user: string, body: object, key: string = randomUUID()) =>
  ask(user, 'POST', '/analyses', body, { 'idempotency-key': key });
const finished = (user: string, id: string): Promise<Json> =>
  until(async () => {
    const report = await get(user, `/analyses/${id}`);
    return report.state === 'done' || report.state === 'failed' ? report : undefined;
  });

describe('a report 专题分析', () => {
  let report: Json;

  test('is made in the background, once for one order, also when the worker is taken away', async () => {
    [made, stops] = [0, 1];
    const key = randomUUID();
    const first = good(await order('fuyong.supervisor', { unit: 'fuyong', ...MARCH }, key), 201);
    const again = good(await order('fuyong.supervisor', { unit: 'fuyong', ...MARCH }, key), 201);
    expect([again.id, first.title]).toEqual([first.id, '福永街道2026年3月专题分析']);
    report = await finished('fuyong.supervisor', first.id);
    expect([report.state, report.progress, made, report.canAsk]).toEqual(['done', 1, 2, true]);
    expect(await stack.database.analysisReport.count({ where: { unitId: 'fuyong' } })).toBe(1);
  });

  test('holds what its figures say, and what was found', () => {
    const { data } = report;
    expect(rateIn(data, 'satisfaction')).toMatchObject({ numerator: 9, denominator: 13 });
    expect(data.topics).toEqual([expect.objectContaining({ category: '其他', dissatisfied: 4, rated: 13 })]);
    expect(data.reasons).toEqual([expect.objectContaining({ code: 'not_solved', count: 4 })]);
    expect(data.checks).toMatchObject({ checked: 1, contradicted: 1, cases: [{ number: contradicted.number }] });
    expect(data.quality).toMatchObject({ average: 2, count: 1 });
    expect(data.cases[0]).toMatchObject({ number: contradicted.number, title: '路灯不亮，请联系139****5678' });
    expect(data.cases[0].why).toEqual(['抽查结果与原评价矛盾', '追评转为不满意', '答复质量评 2 分']);
    expect(data.findings.join('')).toContain('满意率 65.4%（9/13 件，其中基本满意 1 件按 0.5 计）');
    expect(data.findings.join('')).toContain('评价后追评 1 件，其中 1 件由满意转为不满意');
  });

  test('is told to whoever ordered it, and of the month to the supervisors of the unit', async () => {
    const ready = async (user: string) =>
      (await get(user, '/notices?kind=analysis_ready')).items.map(({ data }: Json) => data);
    expect(await ready('fuyong.supervisor')).toEqual([{ analysis: report.id, title: report.title }]);
    expect(await ready('baoan.supervisor')).toEqual([]);
    const id = randomUUID();
    const days = { from: new Date(at('2026-02-01 00:00')), to: new Date(at('2026-03-01 00:00')) };
    const { path } = await stack.database.unit.findUniqueOrThrow({ where: { id: 'fuhai' } });
    await insertAnalysis(stack.database.sql, {
      ...{ id, unit: { id: 'fuhai', path }, ...days, title: '二月', requestedBy: SCHEDULE, figureVersion: 1 },
    });
    await finishAnalysis(stack.database, id, { ...report.data, figures: { version: 1, confirmed: false, small: 10 } });
    expect(await ready('fuhai.supervisor')).toEqual([{ analysis: id, title: '二月' }]);
    await stack.database.analysisReport.delete({ where: { id } });
  });

  test('is read where its unit is watched and above, and nowhere beside', async () => {
    const url = `/analyses/${report.id}`;
    for (const user of ['fuyong.auditor', 'baoan.supervisor']) expect((await get(user, url)).id).toBe(report.id);
    for (const user of ['fuhai.supervisor', 'zhihui.supervisor'])
      expect(refused(await ask(user, 'GET', url))).toEqual([404, 'not_found']);
    expect((await get('fuhai.supervisor', '/analyses')).items).toEqual([]);
    expect((await get('baoan.supervisor', '/analyses?unit=fuyong')).items).toMatchObject([{ id: report.id }]);
    expect(refused(await ask('fuyong.handler', 'GET', url))).toEqual([403, 'not_allowed_for_role']);
    expect(refused(await ask('fuyong.supervisor', 'GET', '/analyses/nothing'))).toEqual([404, 'not_found']);
  });

  test.each(['pdf', 'xlsx', 'csv'])('is taken out as %s, with a line in the audit', async (format) => {
    const { status, text } = await ask('fuyong.auditor', 'GET', `/analyses/${report.id}/report?format=${format}`);
    expect([status, text.startsWith({ pdf: '%PDF', xlsx: 'PK', csv: '\ufeff主要发现' }[format]!)]).toEqual([200, true]);
    const lines = await stack.database.audit.count({
      where: { action: 'analysis_exported', detail: { path: ['format'], equals: format } },
    });
    expect(lines).toBe(1);
  });

  test('that an older version of the service made is said to be so, and is not taken out', async () => {
    const { id, data } = await stack.database.analysisReport.findUniqueOrThrow({ where: { id: report.id } });
    const write = (as: object) => stack.database.analysisReport.update({ where: { id }, data: { data: as } });
    await write({ ...(data as object), rates: undefined });
    expect(await get('fuyong.auditor', `/analyses/${id}`)).toMatchObject({ state: 'done', data: null });
    const taken = await ask('fuyong.auditor', 'GET', `/analyses/${id}/report`);
    expect(refused(taken)).toEqual([409, 'analysis_outdated']);
    await write(data as object);
  });

  test('is refused for units of others, for days to come, and to others', async () => {
    const of = async (user: string, more: object) => refused(await order(user, { unit: 'fuyong', ...MARCH, ...more }));
    expect(await of('fuyong.supervisor', { unit: 'xixiang' })).toEqual([403, 'unit_out_of_reach']);
    expect(await of('fuyong.supervisor', { unit: 'nowhere' })).toEqual([404, 'not_found']);
    expect(await of('fuyong.supervisor', { from: '2190-01-01', to: '2190-01-31' })).toEqual([422, 'invalid_input']);
    expect(await of('fuyong.supervisor', { from: '2026-04-01', to: '2026-03-01' })).toEqual([422, 'invalid_input']);
    for (const user of ['fuyong.auditor', 'fuyong.dispatcher', 'fuyong.handler'])
      expect(await of(user, {})).toEqual([403, 'not_allowed_for_role']);
  });

  test('that is still to be made answers another order of the same; three of a unit at once are enough', async () => {
    let open = () => {};
    gate = new Promise((done) => (open = done));
    const orderOf = (from: string) => order('fuyong.supervisor', { unit: 'zhihui', from, to: '2026-03-20' });
    try {
      const same = await Promise.all([1, 2, 3, 4].map(() => orderOf('2026-03-01')));
      expect(new Set(same.map((answer) => good(answer, 201).id)).size).toBe(1);
      const others = [good(await orderOf('2026-03-02'), 201), good(await orderOf('2026-03-03'), 201)];
      expect(refused(await orderOf('2026-03-04'))).toEqual([409, 'too_many_analyses']);
      expect(good(await orderOf('2026-03-03'), 201).id).toBe(others[1]!.id);
      const joined = await order('baoan.supervisor', { unit: 'zhihui', from: '2026-03-03', to: '2026-03-20' });
      expect(good(joined, 201).id).toBe(others[1]!.id);
      open();
      for (const { id } of [same[0]!.body, ...others]) await finished('fuyong.supervisor', id);
      // Whoever joined one is told as well.
      for (const user of ['fuyong.supervisor', 'baoan.supervisor']) {
        const { items } = await get(user, '/notices?kind=analysis_ready');
        const told = items.filter(({ data }: Json) => data.analysis === others[1]!.id);
        expect(told).toHaveLength(1);
      }
      good(await orderOf('2026-03-04'), 201);
    } finally {
      open();
      gate = null;
    }
  });

  test('of every month is planned for the district and every street, once', async () => {
    const now = at('2026-04-01 04:00');
    const ids = await planMonthly(stack.database, now);
    expect(await planMonthly(stack.database, now)).toEqual(ids);
    const rows = await stack.database.analysisReport.findMany({ where: { requestedBy: 'schedule' } });
    expect(rows.length).toBe(ids.length);
    const units = await stack.database.unit.count({ where: { kind: { in: ['district', 'street'] }, closedAt: null } });
    expect(ids.length).toBe(units);
    expect(rows.every(({ fromAt }) => fromAt.getTime() === at('2026-03-01 00:00'))).toBe(true);
    // Each waits for its turn; one that was forgotten is started like any other.
    const isUnstarted = async (hours: number, state = 'waiting') => {
      const createdAt = new Date(Date.now() - hours * HOUR);
      await stack.database.analysisReport.update({ where: { id: rows[0]!.id }, data: { createdAt, state } });
      return (await readUnstarted(stack.database)).includes(rows[0]!.id);
    };
    expect([await isUnstarted(1), await isUnstarted(25)]).toEqual([false, true]);
    // And so is one whose workflow was lost.
    expect([await isUnstarted(1, 'running'), await isUnstarted(25, 'running')]).toEqual([false, true]);
  });

  describe('asks for improvements', () => {
    const improvement = { unit: 'zhihui', title: '把公交需求报上去', body: '两周内联系公交公司。', workingDays: 8 };
    const askFor = (user: string, more: object = {}, key: string = randomUUID()) =>
      ask(user, 'POST', `/analyses/${report.id}/improvements`, { ...improvement, ...more }, { 'idempotency-key': key });
    let number: string;

    test('that are demands of their own kind, with their unit at once, once for one order', async () => {
      const about = [{ section: 'topics', key: '其他' }];
      const key = randomUUID();
      const first = good(await askFor('fuyong.supervisor', { owner: 'zhihui.handler', about }, key), 201);
      expect(first).toMatchObject({
        state: 'open',
        stageLabel: '待签收',
        owner: { username: 'zhihui.handler' },
        about,
      });
      expect(good(await askFor('fuyong.supervisor', { owner: 'zhihui.handler', about }, key), 201).number).toBe(
        first.number,
      );
      number = first.number;
      const demand = await get('zhihui.handler', `/demands/${number}`);
      expect(demand).toMatchObject({ kind: 'improvement', stage: 'accepting', leadUnit: { id: 'zhihui' } });
      expect((await get('fuyong.auditor', `/analyses/${report.id}/improvements`)).items).toMatchObject([{ number }]);
      expect((await get('zhihui.handler', '/demands?kind=improvement')).items).toHaveLength(1);
    });

    test('that are handled, replied to, and looked at by the unit that asked', async () => {
      const act = (user: string, action: string, body: object = {}) => acts(stack, user, number, action, body);
      const task = (await get('zhihui.handler', '/notices?kind=task')).items[0];
      expect([task.demand.number, task.unit, task.data.task]).toEqual([number, null, 'accept']);
      const listed = async () => (await get('fuyong.supervisor', `/analyses/${report.id}/improvements`)).items;
      const words = {
        found: '公交不足',
        done: '已报公交公司并得到答复',
        basis: '公交线网调整办法',
        contact: '李四 0755-1234567',
      };
      const work = async () => {
        expect((await act('zhihui.handler', 'accept')).holder.user).toMatchObject({ username: 'zhihui.handler' });
        await act('zhihui.handler', 'finish', { result: 'resolved', summary: '已联系公交公司。' });
        await act('zhihui.reviewer', 'review', { approve: true });
        await act('zhihui.replier', 'reply', words);
      };
      await work();
      const { items } = await get('fuyong.supervisor', '/tasks?queue=mine');
      expect(items.map((task: Json) => [task.kind, task.demand.number])).toContainEqual(['verify', number]);
      const own = await ask('zhihui.supervisor', 'POST', `/demands/${number}/actions/rate`, { grade: 5 });
      expect(refused(own)).toEqual([403, 'not_allowed_for_role']);
      await act('fuyong.supervisor', 'rate', { grade: 2 });
      expect(await listed()).toMatchObject([{ stageLabel: '待分拨', sentBack: 1, dueAt: null }]);
      await act('fuyong.dispatcher', 'dispatch', { leadUnit: 'zhihui' });
      expect(await listed()).toMatchObject([{ stageLabel: '待签收', dueAt: expect.any(String) }]);
      await work();
      await act('fuyong.supervisor', 'rate', { grade: 5 });
      expect(await listed()).toMatchObject([{ state: 'verified' }]);
    });

    test('which the next report tells of, and which no figure of what people filed counts', async () => {
      const [from, to] = [new Date(at('2026-03-31 00:00')), new Date(at('2026-04-01 00:00'))];
      const aDay = { id: randomUUID(), unit: { id: 'fuyong', path: FUYONG.path }, from, to, title: '三月最后一天' };
      await insertAnalysis(stack.database.sql, { ...aDay, requestedBy: SCHEDULE, figureVersion: 1 });
      await finishAnalysis(stack.database, aDay.id, report.data);
      const next = good(
        await order('fuyong.supervisor', { unit: 'fuyong', from: '2026-04-01', to: '2026-04-30' }),
        201,
      );
      const { data } = await finished('fuyong.supervisor', next.id);
      expect(data.compared.reportId).toBe(report.id);
      expect(data.improvements).toMatchObject([{ number, state: 'verified', sentBack: 1 }]);
      const beside = good(
        await order('fuyong.supervisor', { unit: 'fuyong', from: '2026-03-02', to: '2026-03-31' }),
        201,
      );
      const overlapping = (await finished('fuyong.supervisor', beside.id)).data;
      expect([overlapping.compared.reportId, overlapping.improvements.length]).toEqual([null, 1]);
      const day = new Date(Date.now() + 8 * HOUR).toISOString().slice(0, 10);
      const { total } = await get('fuyong.supervisor', `/statistics/figures?from=${day}&to=${day}`);
      expect([total.filed, total.closed, rateIn(total, 'satisfaction').denominator]).toEqual([0, 0, 0]);
    });

    test('that are refused to others, for units of others, without words, and for what is no handler', async () => {
      expect(refused(await askFor('fuyong.auditor'))).toEqual([403, 'not_allowed_for_role']);
      expect(refused(await askFor('fuhai.supervisor'))).toEqual([404, 'not_found']);
      expect(refused(await askFor('fuyong.supervisor', { unit: 'xixiang' }))).toEqual([403, 'unit_out_of_reach']);
      expect(refused(await askFor('fuyong.supervisor', { unit: 'fuyong' }))).toEqual([403, 'unit_out_of_reach']);
      expect(refused(await askFor('fuyong.supervisor', { unit: 'nowhere' }))).toEqual([422, 'invalid_input']);
      expect(refused(await askFor('fuyong.supervisor', { owner: 'zhihui.replier' }))).toEqual([422, 'invalid_input']);
      expect(refused(await askFor('fuyong.supervisor', { body: '' }))).toEqual([422, 'invalid_input']);
      expect(refused(await askFor('fuyong.supervisor', { workingDays: 0 }))).toEqual([422, 'invalid_input']);
    });

    test('which nobody files from outside', async () => {
      const filed = {
        kind: 'improvement',
        title: '甲',
        body: '乙',
        unit: 'zhihui',
        subject: { type: 'sole', name: '丙' },
        channel: '扫码',
      };
      expect(refused(await ask('zhihui.collector', 'POST', '/demands', filed))).toEqual([422, 'invalid_input']);
    });
  });
});
