import fc from 'fast-check';
import '../support/luck';
import pino from 'pino';
import { packOldFacts } from '../../activities/pack-facts';
import { Prisma } from '../../src/database/client';
import { readFacts, type FactsRow } from '../../src/database/demand-facts';
import { FIGURE_NAMES, isOfPeriod, type Figure } from '../../src/domain/figures';
import { DAY } from '../../src/domain/local-time';
import { aLife, at, FUYONG, HOUR, LONGTENG, MONDAY, REPORTER, UNITS, ZHIHUI } from '../support/a-demand';
import { anyLife, live } from '../support/any-life';
import { testApp, type Json, type TestApp } from '../support/app';
import { figuresOf } from '../support/figures-of';
import { anotherLike, putDemand } from '../support/put-demand';
import type { Demand } from '../../src/domain/demand';

const SPRING = { from: '2026-03-05', to: '2026-04-20' };
const within = { from: at('2026-03-05 00:00'), to: at('2026-04-21 00:00') };
/** Of a neighbouring street. */
const BESIDE = { place: LONGTENG, collecting: LONGTENG, lead: LONGTENG };

let api: TestApp;
/** What the street 福永 sees, and what only its neighbour 西乡 sees. */
let seen: Demand[];
beforeAll(async () => {
  api = await testApp();
  const units = UNITS.map((unit) => ({ ...unit, name: unit.id, kind: 'team', parentId: unit.path.at(-2) ?? null }));
  await api.database.unit.createMany({ data: units, skipDuplicates: true });
  const lives = fc.sample(anyLife, { numRuns: 100, seed: 4 }).map((life) => live(life, () => undefined));
  seen = lives.map((demand, i) => categorised(anotherLike(demand, (i % 30) * 6 * HOUR), i % 8));
  const barely = aLife({ stage: 'rating' }).act('rate', REPORTER, { grade: 3, reasons: [] });
  seen.push(anotherLike(barely.demand, 5 * DAY));
  // Some as if they had begun lately, so that what stands now is not all overdue.
  const lately = Date.now() - MONDAY;
  for (const [i, stage] of (['handling', 'accepting', 'dispatching', 'reviewing', 'rating'] as const).entries())
    seen.push(anotherLike(aLife({ stage }).demand, lately - i * 60_000));
  const dueSoon = aLife().demand;
  seen.push(anotherLike(dueSoon, Date.now() - dueSoon.clocks[0]!.dueAt + 30 * 60_000));
  const beside = ['closed', 'handling', 'dispatching', 'calling_back', 'closed'] as const;
  const hidden = beside.map((stage) => anotherLike(aLife({ stage, ...BESIDE }).demand, 7 * DAY));
  for (const demand of [...seen, ...hidden.map((demand) => ({ ...demand, category: '邻街的类别' }))])
    await putDemand(api.database, demand);
});
afterAll(() => api.close());

const categorised = (demand: Demand, i: number): Demand => ({ ...demand, category: `类别${i}` });
const get = (user: string, path: string, query: Record<string, string> = {}) =>
  api.call(user, { method: 'GET', url: `/api/v1${path}?${new URLSearchParams(query).toString()}` });
const overview = async (user: string, query: Record<string, string> = SPRING): Promise<Json> => {
  const { status, body } = await get(user, '/statistics/overview', query);
  expect([status, body.detail]).toEqual([200, undefined]);
  return body;
};
const listed = async (user: string, query: Record<string, string>): Promise<number> => {
  const { status, body } = await get(user, '/demands', { ...query, total: 'true', limit: '1' });
  expect([status, body.detail]).toEqual([200, undefined]);
  return body.total;
};
/** The street's own numbers as told by the states of its demands. */
const told = (figure: Figure): number =>
  seen.filter((demand) => figuresOf(demand, { ...within, now: Date.now() }).includes(figure)).length;

describe('figures', () => {
  /** What needs phone jobs, appeals or events beside the state has its own tests, as what the ledger's segments tell. */
  const beside =
    /phone|check|contradicted|appeal|returned|kept|assigned|own_|proxy|self_|gave_|asked_|received|added|turned/;
  const ofPeriod = FIGURE_NAMES.filter((figure) => isOfPeriod(figure) && !beside.test(figure));

  test('of any lives are what their states say, each more than none', async () => {
    for (const figure of ofPeriod) {
      const count = await listed('fuyong.supervisor', { figure, ...SPRING });
      expect([figure, count]).toEqual([figure, told(figure)]);
      expect([figure, count > 0]).toEqual([figure, true]);
    }
  });

  test('of rows from before facts were packed, or packed by other code, are the same; a night packs them', async () => {
    const read = async () => {
      const rows: FactsRow[] = [];
      const search = { scope: Prisma.sql`TRUE`, from: new Date(within.from), to: new Date(within.to) };
      for await (const page of readFacts(api.database, search)) rows.push(...page);
      return rows;
    };
    const packed = async () => {
      const all = await api.database.demand.findMany({ select: { id: true, facts: true }, orderBy: { id: 'asc' } });
      return all.map(({ id, facts }) => ({ id, facts: JSON.parse(facts!) as unknown }));
    };
    const [rows, texts] = [await read(), await packed()];
    expect(rows.length).toBeGreaterThan(90);
    const third = (n: number) => texts.filter((_, i) => i % 3 === n).map(({ id }) => id);
    const [none, older, other] = [third(0), third(1), third(2)];
    await api.database.$executeRaw`UPDATE demand SET facts = NULL WHERE id = ANY(${none}::uuid[])`;
    await api.database.$executeRaw`
      UPDATE demand SET facts = '[1,' || version - 1 || ',"help"]' WHERE id = ANY(${older}::uuid[])`;
    await api.database.$executeRaw`
      UPDATE demand SET facts = '[0,' || version || ',"help"]' WHERE id = ANY(${other}::uuid[])`;
    expect(await read()).toEqual(rows);
    // Of days of which nobody asked before, so that nothing kept answers.
    const days = { ...within, to: at('2026-04-20 00:00'), now: Date.now() };
    for (const figure of [
      'accept_late',
      'contact_late',
      'handle_late',
      'unresolved',
      'dissatisfied',
      'redone',
    ] as const) {
      const count = await listed('fuyong.supervisor', { figure, from: SPRING.from, to: '2026-04-19' });
      expect([figure, count]).toEqual([figure, seen.filter((each) => figuresOf(each, days).includes(figure)).length]);
    }
    const log = pino({ level: 'silent' });
    expect([await packOldFacts(api.database, log), await packOldFacts(api.database, log)]).toEqual([texts.length, 0]);
    expect(await packed()).toEqual(texts);
  });

  test('on the board are as long as the lists they open', async () => {
    const board = await overview('fuyong.supervisor');
    const opened = (figure: string, more = {}) =>
      listed('fuyong.supervisor', { figure, unit: 'fuyong', answerable: 'fuyong', ...SPRING, ...more });
    const { open } = board;
    const standing = { open: open.total, overdue: open.overdue, due_soon: open.dueSoon };
    const plain = { ...standing, supervised: open.supervised, provisional: open.provisional, unrated: board.unrated };
    for (const [figure, count] of Object.entries({ ...plain, filed: board.filed, closed: board.closed }))
      expect([figure, await opened(figure)]).toEqual([figure, count]);
    for (const { figures, numerator, denominator, lesser } of board.rates) {
      expect(await opened(figures.denominator)).toBe(denominator);
      expect(await opened(figures.numerator)).toBe(numerator);
      expect(await opened(figures.missed)).toBe(denominator - numerator);
      if (lesser) expect(await opened(lesser.figure)).toBe(lesser.count);
    }
    expect(open.total).toBeGreaterThan(open.overdue);
    expect(open.dueSoon).toBeGreaterThan(0);
  });

  test('by stage, level, category, day and unit are as long as the lists they open', async () => {
    const board = await overview('baoan.supervisor');
    const opened = (figure: string, more = {}) => listed('baoan.supervisor', { figure, ...SPRING, ...more });
    for (const by of ['stage', 'level'] as const)
      for (const row of board.open[by === 'stage' ? 'byStage' : 'byLevel']) {
        expect([row, await opened('open', { [by]: row[by] })]).toEqual([row, row.count]);
        expect([row, await opened('overdue', { [by]: row[by] })]).toEqual([row, row.overdue]);
      }
    for (const { category, ...counts } of board.categories)
      for (const [figure, count] of Object.entries(counts)) expect(await opened(figure, { category })).toBe(count);
    for (const { day, filed, closed } of board.trend.slice(0, 12)) {
      expect([day, await opened('filed', { from: day, to: day })]).toEqual([day, filed]);
      expect([day, await opened('closed', { from: day, to: day })]).toEqual([day, closed]);
    }
    for (const { unit, open, overdue, dueSoon, supervised } of board.units.slice(0, 12)) {
      const counts = [open, overdue, dueSoon, supervised];
      const lists = ['open', 'overdue', 'due_soon', 'supervised'].map((figure) => opened(figure, { unit: unit.id }));
      expect([unit.id, await Promise.all(lists)]).toEqual([unit.id, counts]);
    }
  });

  test('of the period before are those of a board of that period', async () => {
    const board = await overview('baoan.supervisor', { from: '2026-03-20', to: '2026-03-29' });
    const before = await overview('baoan.supervisor', { from: '2026-03-10', to: '2026-03-19' });
    for (const [i, { previous }] of board.rates.entries()) {
      const { value, numerator, denominator } = before.rates[i];
      expect(previous).toEqual({ value, numerator, denominator });
    }
    expect(before.rates.some((rate: Json) => rate.denominator > 0)).toBe(true);
  });

  test('of silence stand apart: answered, but neither rated nor satisfied', async () => {
    const silent = aLife({ ...BESIDE, stage: 'rating', now: at('2025-03-03 09:00') }).until(at('2025-04-01 09:00'));
    await putDemand(api.database, anotherLike(silent.demand));
    const board = await overview('xixiang.supervisor', { from: '2025-03-01', to: '2025-04-30' });
    const [, resolution, satisfaction] = board.rates;
    expect([board.unrated, resolution.numerator, satisfaction.denominator]).toEqual([1, 1, 0]);
    expect([resolution.value, satisfaction.value, board.combined.value]).toEqual([1, null, null]);
  });

  test('keep a bad round after its redo went well', async () => {
    const life = aLife({ ...BESIDE, stage: 'calling_back', now: at('2025-06-02 09:00') });
    life.conclude('dissatisfied');
    expect(life.demand.stage).toBe('dispatching');
    await putDemand(api.database, anotherLike(life.demand));
    const [, resolution, satisfaction] = (
      await overview('xixiang.supervisor', { from: '2025-06-01', to: '2025-06-30' })
    ).rates;
    expect([resolution.denominator, resolution.numerator]).toEqual([1, 0]);
    expect([satisfaction.denominator, satisfaction.numerator]).toEqual([1, 0]);
  });

  test('leave out promises that withdrawing made void', async () => {
    const life = aLife({ ...BESIDE, stage: 'handling', now: at('2025-08-04 09:00') });
    life.act('withdraw', REPORTER, {}, at('2025-08-04 11:00'));
    await putDemand(api.database, anotherLike(life.demand));
    const board = await overview('xixiang.supervisor', { from: '2025-08-01', to: '2025-08-31' });
    expect(board.filed).toBe(1);
    for (const { denominator, value } of board.rates) expect([denominator, value]).toEqual([0, null]);
  });
});

describe('a board', () => {
  test('of a period without any demand shows zeros and nothing for the rates', async () => {
    const board = await overview('fuyong.auditor', { from: '2020-01-01', to: '2020-01-03' });
    expect([board.filed, board.closed, board.unrated, board.combined.value]).toEqual([0, 0, 0, null]);
    expect(board.trend).toEqual(['01', '02', '03'].map((day) => ({ day: `2020-01-${day}`, filed: 0, closed: 0 })));
    for (const rate of board.rates) expect(rate).toMatchObject({ value: null, denominator: 0, isSmall: true });
  });

  test('of a unit with no demand at all is empty', async () => {
    const { open, categories, units } = await overview('fuhai.supervisor');
    expect([open.total, open.overdue, categories]).toEqual([0, 0, []]);
    expect(open.byStage.every((row: Json) => row.count === 0)).toBe(true);
    expect(units.every((row: Json) => row.open === 0)).toBe(true);
  });

  test('is by default of the highest unit of the caller and of the last thirty days', async () => {
    const board = await overview('fuyong.dispatcher', {});
    expect([board.unit.id, board.trend.length]).toEqual(['fuyong', 30]);
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    expect([board.from, board.to]).toEqual([board.trend[0].day, board.trend.at(-1).day]);
    expect(Date.parse(today) - Date.parse(board.to)).toBeLessThanOrEqual(DAY);
  });

  test('shows the units right below, or the unit itself where there is none', async () => {
    const ids = async (user: string, unit: string) =>
      (await overview(user, { ...SPRING, unit })).units.map((row: Json) => [row.unit.id, row.parentId]);
    const street = await ids('fuyong.supervisor', 'fuyong');
    expect(street).toContainEqual(['zhihui', 'fuyong']);
    expect(street).not.toContainEqual(['zhihui-property', 'zhihui']);
    expect(await ids('fuyong.supervisor', 'zhihui-property')).toEqual([['zhihui-property', 'zhihui']]);
  });
});

describe('nobody sees a sibling', () => {
  test('in any number of a street’s board', async () => {
    const board = await overview('fuyong.supervisor', { ...SPRING, unit: 'fuyong' });
    expect(board.open.total).toBe(seen.filter((demand) => demand.closedAt === null).length);
    const isOwn = ({ lead, place }: Demand) => (lead ?? place).path.includes('fuyong');
    const filed = (demand: Demand) => figuresOf(demand, { ...within, now: Date.now() }).includes('filed');
    expect(board.filed).toBe(seen.filter((demand) => isOwn(demand) && filed(demand)).length);
    expect(board.filed).toBeLessThan(told('filed'));
    for (const { figures, denominator } of board.rates)
      expect(denominator).toBeLessThanOrEqual(told(figures.denominator));
    const text = JSON.stringify(board);
    for (const hidden of ['邻街的类别', 'xixiang', 'longteng']) expect(text).not.toContain(hidden);
    const district = await overview('baoan.supervisor', { ...SPRING, unit: 'baoan' });
    expect(JSON.stringify(district)).toContain('邻街的类别');
    expect(district.open.total).toBeGreaterThan(board.open.total);
  });

  test.each(['overview', 'workload'])('by asking for its %s', async (page) => {
    for (const unit of ['xixiang', 'longteng', 'baoan']) {
      const { status, body } = await get('fuyong.supervisor', `/statistics/${page}`, { unit });
      expect([unit, status, body.code]).toEqual([unit, 403, 'unit_out_of_reach']);
    }
    const { status, body } = await get('fuyong.supervisor', `/statistics/${page}`, { unit: 'nowhere' });
    expect([status, body.code]).toEqual([404, 'not_found']);
  });

  test('through a list that a figure opens', async () => {
    const hidden = { category: '邻街的类别', ...SPRING };
    for (const figure of FIGURE_NAMES)
      expect([figure, await listed('fuyong.supervisor', { figure, ...hidden })]).toEqual([figure, 0]);
    for (const figure of ['open', 'filed', 'closed', 'satisfied'])
      expect([figure, (await listed('baoan.supervisor', { figure, ...hidden })) > 0]).toEqual([figure, true]);
  });

  test('by a role that watches only elsewhere', async () => {
    const { id } = await api.database.user.findUniqueOrThrow({ where: { username: 'zhihui.handler' } });
    await api.database.roleGrant.create({ data: { userId: id, role: 'supervisor', unitId: 'longteng' } });
    expect((await overview('zhihui.handler')).unit.id).toBe('longteng');
    expect((await get('zhihui.handler', '/statistics/overview', { unit: 'zhihui' })).status).toBe(403);
  });
});

describe('who may look', () => {
  test.each(['supervisor', 'dispatcher', 'administrator', 'auditor'])('a %s reads the statistics', async (role) => {
    for (const page of ['overview', 'workload'])
      expect((await get(`fuyong.${role}`, `/statistics/${page}`)).status).toBe(200);
  });

  test.each(['collector', 'handler', 'reviewer', 'replier', 'callback'])('a %s does not', async (role) => {
    for (const page of ['overview', 'workload']) {
      const { status, body } = await get(`fuyong.${role}`, `/statistics/${page}`);
      expect([status, body.code]).toEqual([403, 'not_allowed_for_role']);
    }
  });

  test.each([
    ['a day that is none', '/statistics/overview', { from: '2026-02-30' }],
    ['a time for a day', '/statistics/overview', { from: '2026-02-03T10:00:00Z' }],
    ['a day of another age', '/demands', { figure: 'filed', from: '0001-01-01', to: '0001-01-02' }],
    ['a period that ends before it begins', '/statistics/overview', { from: '2026-03-02', to: '2026-03-01' }],
    ['a period of more than 400 days', '/statistics/overview', { from: '2025-01-01', to: '2026-02-05' }],
    ['a figure that there is not', '/demands', { figure: 'everything' }],
    ['a figure’s period that is too long', '/demands', { figure: 'filed', from: '2020-01-01', to: '2026-01-01' }],
    ['a period without a figure', '/demands', { from: '2026-03-01' }],
    ['a sixth grade', '/demands', { rating: '5,6' }],
    ['a due time in words', '/demands', { dueBefore: 'soon' }],
  ])('%s is refused', async (_what, path, query) => {
    const { status, body } = await get('fuyong.supervisor', path, query);
    expect([status, body.code, body.errors[0].message]).toEqual([422, 'invalid_input', expect.any(String)]);
  });
});

describe('the list of demands', () => {
  const numbers = async (query: Record<string, string>): Promise<string[]> => {
    const { body } = await get('fuyong.supervisor', '/demands', { ...query, limit: '200' });
    return body.items.map((item: Json) => item.number).sort();
  };
  const those = (condition: (demand: Demand) => boolean) =>
    seen
      .filter(condition)
      .map(({ number }) => number)
      .sort();

  test('is narrowed to what is open, or is not', async () => {
    expect(await numbers({ open: 'true' })).toEqual(those((demand) => demand.closedAt === null));
    expect(await numbers({ open: 'false' })).toEqual(those((demand) => demand.closedAt !== null));
  });

  test('is narrowed by the days on which demands were filed and closed, the last day included', async () => {
    const [first, last] = [at('2026-03-03 00:00'), at('2026-03-16 00:00')];
    const isIn = (time: number | null) => time !== null && time >= first && time < last;
    const days = { From: '2026-03-03', To: '2026-03-15' };
    const created = await numbers({ createdFrom: days.From, createdTo: days.To });
    expect(created).toEqual(those((demand) => isIn(demand.createdAt)));
    const closed = await numbers({ closedFrom: days.From, closedTo: days.To });
    expect(closed).toEqual(those((demand) => isIn(demand.closedAt)));
    expect(closed.length).toBeGreaterThan(0);
  });

  test('is narrowed by grades, given by comma or one by one', async () => {
    const bad = those((demand) => demand.rating !== null && demand.rating <= 2);
    expect(bad.length).toBeGreaterThan(0);
    expect(await numbers({ rating: '1,2' })).toEqual(bad);
    const { body } = await api.call('fuyong.supervisor', {
      method: 'GET',
      url: '/api/v1/demands?limit=200&rating=1&rating=2',
    });
    expect(body.items).toHaveLength(bad.length);
  });

  test('is narrowed by what is due before a time, and by what is due provisionally', async () => {
    const due = await numbers({ dueBefore: '2026-09-01' });
    const rows = await api.database.demand.findMany({
      where: { nextDueAt: { lt: new Date(at('2026-09-01 00:00')) }, sight: { has: 'fuyong' } },
    });
    expect(due).toEqual(rows.map(({ number }) => number).sort());
    expect(due.length).toBeGreaterThan(0);
    expect(await numbers({ provisional: 'true' })).toHaveLength(
      await listed('fuyong.supervisor', { figure: 'provisional' }),
    );
  });

  test('goes on page by page within a figure', async () => {
    const whole = await numbers({ figure: 'filed', ...SPRING });
    const [pages, query] = [[] as string[], { figure: 'filed', ...SPRING, limit: '40' }];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const { body }: Json = await get('fuyong.supervisor', '/demands', cursor ? { ...query, cursor } : query);
      pages.push(...body.items.map((item: Json) => item.number));
      cursor = body.nextCursor;
    }
    expect(pages.sort()).toEqual(whole);
  });
});

describe('workload', () => {
  const load = async (user: string, unit?: string): Promise<Json> =>
    (await get(user, '/statistics/workload', unit ? { unit } : {})).body;
  const sum = (rows: Json[], name: string): number => rows.reduce((all, row) => all + row[name], 0);

  beforeAll(async () => {
    const handler = 'demo-fuyong.handler';
    const mine = aLife({ place: FUYONG, lead: FUYONG, stage: 'handling' }).demand;
    for (const stage of [mine, mine]) {
      const demand = anotherLike(stage, Date.now() - MONDAY);
      await putDemand(api.database, { ...demand, holder: { ...demand.holder, user: handler } });
    }
    const job = {
      id: 'workload-job',
      demandId: seen[0]!.id,
      kind: 'dissatisfied',
      round: 1,
      state: 'claimed',
      unitId: 'fuyong',
    };
    const window = { windowStart: new Date(0), windowEnd: new Date(1), createdAt: new Date(0) };
    const whose = { leadUnitId: 'zhihui', sight: ['baoan', 'fuyong'], workedOn: [], claimedBy: 'demo-fuyong.callback' };
    await api.database.callbackJob.create({ data: { ...job, ...window, ...whose, attempts: [], version: 1 } });
  });

  test('is what the supervisor’s queues hold, by unit', async () => {
    const { units } = await load('fuyong.supervisor');
    const { counts } = (await get('fuyong.supervisor', '/tasks', { queue: 'unit' })).body;
    // The cast of the lives has units that the organisation does not know.
    const known = units.map((row: Json) => row.unit.id);
    expect(known).toEqual(expect.arrayContaining(['fuyong', 'zhihui']));
    expect([sum(units, 'open'), sum(units, 'overdue'), sum(units, 'dueSoon')]).toEqual([
      counts.unit,
      counts.overdue,
      counts.due_soon,
    ]);
    expect(sum(units, 'open')).toBeGreaterThan(sum(units, 'unclaimed'));
  });

  test('names who holds how much, the most overdue first', async () => {
    const { people } = await load('fuyong.supervisor');
    const held = people.find((row: Json) => row.user.username === 'fuyong.handler');
    expect(held).toMatchObject({ unit: { id: 'fuyong', name: '福永街道' }, held: 2, overdue: 0 });
    expect(held.user.name).toEqual(expect.any(String));
    const caller = people.find((row: Json) => row.user.username === 'fuyong.callback');
    expect([caller.held, caller.overdue]).toEqual([1, 1]);
    const overdue = people.map((row: Json) => row.overdue);
    expect(overdue).toEqual([...overdue].sort((a: number, b: number) => b - a));
  });

  test('of a park holds nothing of its street and nothing of a neighbour', async () => {
    const ids = (answer: Json): string[] => answer.units.map((row: Json) => row.unit.id).sort();
    expect(ids(await load('fuyong.supervisor', ZHIHUI.id))).toEqual(['zhihui', 'zhihui-team']);
    expect(ids(await load('zhihui.supervisor'))).toEqual(['zhihui', 'zhihui-team']);
    expect(ids(await load('fuyong.supervisor'))).not.toContain('longteng');
    expect(ids(await load('baoan.supervisor'))).toContain('longteng');
  });
});
