import { LOOKED_THROUGH } from '../../src/database/demand-search';
import { MOST_FILTERED } from '../../src/database/tasks';
import { QUEUES } from '../../src/database/queues';
import { aCase, filing } from '../support/a-case';
import type { Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
/** By what it is filed as. */
const numbers: Record<string, string> = {};

const filings = {
  help: { kind: 'help', title: '园区出入口通行慢', body: '早高峰经常堵二十分钟。', category: '交通出行' },
  wages: { kind: 'complaint', title: '工资拖欠两个月', body: '欠薪涉及十二名员工，情况紧急。', category: '欠薪维权' },
  urgent: { kind: 'help', title: '电梯困人', body: '货梯反复困人。', category: '安全生产', urgency: 'urgent' },
  bus: { kind: 'suggestion', title: '建议增设公交 100% 直达', body: '员工到地铁站不便。', category: '交通出行' },
};

beforeAll(async () => {
  stack = await testStack();
  for (const [name, wish] of Object.entries(filings)) {
    const it = await aCase(stack, wish);
    numbers[name] = it.number;
  }
  const payload = { ...filing, title: '会展湾停车难', unit: 'huizhan' };
  const { body } = await stack.call('fuhai.collector', { method: 'POST', url: '/api/v1/demands', payload });
  numbers.elsewhere = body.number as string;
  // Led by a department of the street, which is neither its place nor where it was collected.
  const led = await aCase(stack, { ...filings.help, title: '占道施工' });
  await led.act('zhihui.dispatcher', 'pass_up', { reason: '超出园区职责' });
  await led.act('fuyong.dispatcher', 'dispatch', { leadUnit: 'fuyong-construction' });
  numbers.led = led.number;
  const supervised = await (await aCase(stack, { ...filings.bus, title: '托育需求' })).bringTo('handling');
  await supervised.act('fuyong.supervisor', 'supervise', { reason: '群众反映强烈', workingDays: 2 });
  numbers.supervised = supervised.number;
});
afterAll(() => stack.close());

async function queue(user: string, query: string): Promise<Json> {
  const answer = await stack.call(user, { method: 'GET', url: `/api/v1/tasks?limit=200&${query}` });
  expect(answer.status).toBe(200);
  return answer.body;
}

const numbersOf = (body: Json): string[] => body.items.map((item: Json) => item.demand.number);
const named = (...names: string[]): string[] => names.map((name) => numbers[name]!);
const search = (words: string): string => `q=${encodeURIComponent(words)}`;

describe('a filter leaves what fits it', () => {
  const fits: [what: string, query: string, isFit: (demand: Json) => boolean][] = [
    ['a kind', 'kind=help', (demand) => demand.kind === 'help'],
    ['a level', 'level=B', (demand) => demand.level === 'B'],
    ['a category', `category=${encodeURIComponent('交通出行')}`, (demand) => demand.category === '交通出行'],
    ['urgent', 'urgency=urgent', (demand) => demand.urgency === 'urgent'],
    ['a risk', 'risk=red', (demand) => demand.risk === 'red'],
    ['supervised', 'supervised=true', (demand) => demand.supervised],
    ['not supervised', 'supervised=0', (demand) => !demand.supervised],
    [
      'a kind and urgent',
      'kind=help&urgency=urgent',
      (demand) => demand.kind === 'help' && demand.urgency === 'urgent',
    ],
    ['a kind and words', `kind=suggestion&${search('公交')}`, (demand) => demand.title.includes('公交')],
  ];

  test.each(fits)(
    '%s: exactly the work that fits, its number, and the badges as they were',
    async (_, query, isFit) => {
      const whole = await queue('baoan.supervisor', 'queue=unit');
      const found = await queue('baoan.supervisor', `queue=unit&${query}`);
      const wanted = whole.items.filter((item: Json) => isFit(item.demand));
      expect(found.items).toEqual(wanted);
      expect(wanted.length).toBeGreaterThan(0);
      expect(wanted.length).toBeLessThan(whole.items.length);
      expect(found.filtered).toBe(wanted.length);
      expect(found.counts).toEqual(whole.counts);
      expect(whole.filtered).toBeUndefined();
    },
  );

  test('a unit means its place, its lead, and what lies under it', async () => {
    const of = async (unit: string) => new Set(numbersOf(await queue('baoan.supervisor', `queue=unit&unit=${unit}`)));
    expect(await of('fuyong-construction')).toEqual(new Set(named('led')));
    expect(await of('huizhan')).toEqual(new Set(named('elsewhere')));
    expect(await of('zhihui')).toEqual(new Set(named('help', 'wages', 'urgent', 'bus', 'led', 'supervised')));
    expect(await of('fuyong')).toEqual(await of('zhihui'));
    expect(await of('nowhere')).toEqual(new Set());
  });

  test('words are looked for in title and text, a number by its beginning, and % stands for itself', async () => {
    const found = async (words: string) => numbersOf(await queue('zhihui.dispatcher', `queue=unit&${search(words)}`));
    expect(await found('通行')).toEqual(named('help'));
    expect(await found('十二名员工')).toEqual(named('wages'));
    expect(await found(numbers.bus!)).toEqual(named('bus'));
    expect(await found(numbers.bus!.slice(0, 10).toLowerCase())).toEqual(expect.arrayContaining(named('bus', 'help')));
    expect(await found('100%')).toEqual(named('bus'));
    expect(await found('1%0')).toEqual([]);
    expect((await found('  ')).length).toBe((await queue('zhihui.dispatcher', 'queue=unit')).counts.unit);
  });

  test('it filters every queue, and each says how much it leaves', async () => {
    for (const name of QUEUES)
      for (const user of ['zhihui.dispatcher', 'zhihui.handler', 'fuyong.supervisor', 'fuyong.callback']) {
        const whole = await queue(user, `queue=${name}`);
        const found = await queue(user, `queue=${name}&kind=suggestion`);
        const wanted = whole.items.filter((item: Json) => item.demand.kind === 'suggestion');
        expect([name, user, found.items, found.filtered]).toEqual([name, user, wanted, wanted.length]);
      }
  });

  test('callbacks are filtered as well', async () => {
    const demand = await stack.database.demand.findUniqueOrThrow({ where: { number: numbers.wages! } });
    const times = { windowStart: new Date(), windowEnd: new Date(Date.now() + 3_600_000), createdAt: new Date() };
    const data = {
      ...{ id: `${demand.id}/1`, demandId: demand.id, kind: 'dissatisfied', round: 1, state: 'offered', attempts: [] },
      ...{ unitId: 'fuyong', leadUnitId: 'zhihui', sight: ['baoan', 'fuyong'], workedOn: [], version: 1, ...times },
    };
    await stack.database.callbackJob.create({ data });
    expect(numbersOf(await queue('fuyong.callback', 'queue=mine&kind=complaint'))).toEqual(named('wages'));
    expect(await queue('fuyong.callback', 'queue=mine&kind=help')).toMatchObject({ items: [], filtered: 0 });
    await stack.database.callbackJob.deleteMany();
  });
});

describe('a filter never widens what is seen', () => {
  test('of a sibling’s demand no filter, order or count tells anything', async () => {
    const demand = {
      number: numbers.help!,
      query: ['unit=zhihui', 'unit=fuyong', 'kind=help', 'level=C', 'risk=green'],
    };
    const queries = [...demand.query, search(demand.number), search('通行'), 'sort=newest', 'supervised=false'];
    for (const user of ['fuhai.supervisor', 'fuhai.dispatcher', 'skyworth.dispatcher', 'fuhai.auditor'])
      for (const name of QUEUES)
        for (const query of queries) {
          const found = await queue(user, `queue=${name}&${query}`);
          const foreign = found.items.filter((item: Json) => item.demand.unit.id !== 'huizhan');
          expect([user, name, query, foreign]).toEqual([user, name, query, []]);
          expect(found.filtered ?? found.items.length).toBe(found.items.length);
        }
  });

  test('what waits for a colleague’s role does not become mine by filtering', async () => {
    expect(await queue('zhihui.handler', `queue=mine&${search(numbers.help!)}`)).toMatchObject({
      items: [],
      filtered: 0,
    });
    expect(await queue('zhihui.handler', `queue=unit&${search(numbers.help!)}`)).toMatchObject({ filtered: 1 });
  });
});

describe('orders and pages', () => {
  async function pages(query: string): Promise<{ items: Json[]; filtered: number[] }> {
    const items: Json[] = [];
    const filtered: number[] = [];
    let cursor = '';
    do {
      const url = `/api/v1/tasks?queue=unit&limit=2&${query}${cursor && `&cursor=${cursor}`}`;
      const { body } = await stack.call('baoan.supervisor', { method: 'GET', url });
      items.push(...body.items);
      filtered.push(body.filtered);
      cursor = body.nextCursor ?? '';
    } while (cursor);
    return { items, filtered };
  }

  test.each(['kind=help', 'kind=help&sort=newest', 'sort=newest', 'supervised=true&sort=newest'])(
    '%s: pages follow one another without gaps or repeats, and each knows the whole number',
    async (query) => {
      await stack.database.$executeRaw`UPDATE task SET due_at = NULL WHERE kind = 'accept'`;
      const whole = await queue('baoan.supervisor', `queue=unit&${query}`);
      const { items, filtered } = await pages(query);
      expect(items).toEqual(whole.items);
      expect(new Set(filtered)).toEqual(new Set([whole.filtered]));
    },
  );

  test('the newest work comes first when asked for, which is not the newest demand', async () => {
    const { items } = await queue('baoan.supervisor', 'queue=unit&sort=newest');
    const since: string[] = items.map((item: Json) => item.since);
    expect(since).toEqual([...since].sort().reverse());
    expect(items[0].demand.number).toBe(numbers.supervised);
  });

  test('an item says whose demand it is, since when, how often urged and returned, and not what it says', async () => {
    const number = numbers.led!;
    await stack.call('zhihui.collector', {
      method: 'POST',
      url: `/api/v1/demands/${number}/actions/urge`,
      payload: { text: '请尽快' },
    });
    const { items } = await queue('fuyong.supervisor', `queue=unit&${search(number)}`);
    const whole = (await stack.call('fuyong.supervisor', { method: 'GET', url: `/api/v1/demands/${number}` })).body;
    const { subject, createdAt, version } = whole;
    expect(items[0].demand).toMatchObject({ subject, createdAt, version, urges: 1, returns: 0 });
    expect(items[0].demand.subject.name).toBe('汇志科技党支部');
    expect(Object.keys(items[0].demand)).not.toContain('body');
    expect(Object.keys(items[0].demand)).not.toContain('contact');
  });

  test('what is left is counted to a thousand at most', async () => {
    await stack.database.$executeRaw`
      INSERT INTO demand SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'number', 'SQ' || n,
        'tracking_hash', sha256(n::text::bytea)))).* FROM demand d, generate_series(1, ${MOST_FILTERED + 1}) n
      WHERE d.number = ${numbers.help!}`;
    await stack.database.$executeRaw`
      INSERT INTO task (demand_id, kind, role, unit_id, since, overdue, supervised)
      SELECT id, 'dispatch', 'dispatcher', 'zhihui', now(), FALSE, FALSE FROM demand WHERE length(number) < 8`;
    expect((await queue('zhihui.handler', 'queue=unit&kind=help')).filtered).toBe(MOST_FILTERED);
    expect((await queue('zhihui.handler', 'queue=unit&kind=complaint')).filtered).toBe(1);
  });
});

test('the list of all finds the few that fit behind thousands of newer ones, page by page and in order', async () => {
  for (let from = 0; from <= LOOKED_THROUGH; from += 1_000)
    await stack.database.$executeRaw`
      INSERT INTO demand SELECT newer.* FROM demand d, generate_series(${from}::int, ${from + 999}::int) n,
        LATERAL jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'number', 'N' || n, 'kind', 'consultation',
          'tracking_hash', sha256(('newer' || n)::bytea), 'created_at', now() + n * interval '1 ms')) newer
      WHERE d.number = ${numbers.elsewhere!}`;
  const listed = async (user: string, query: string): Promise<string[]> => {
    const found: string[] = [];
    for (let cursor = ''; cursor !== 'end';) {
      const url = `/api/v1/demands?limit=1&kind=suggestion&${query}${cursor && `&cursor=${cursor}`}`;
      const { status, body } = await stack.call(user, { method: 'GET', url });
      expect(status).toBe(200);
      found.push(...body.items.map((item: Json) => item.number));
      cursor = body.nextCursor ?? 'end';
    }
    return found;
  };
  for (const user of ['baoan.supervisor', 'zhihui.handler']) {
    expect(await listed(user, '')).toEqual(named('supervised', 'bus'));
    expect(await listed(user, 'level=C&sort=createdAt')).toEqual(named('bus', 'supervised'));
  }
  expect(await listed('fuhai.supervisor', '')).toEqual([]);
});

const dueCursor = Buffer.from(JSON.stringify([null, '5e9c9c1e-0000-4000-8000-000000000000', 'x'])).toString(
  'base64url',
);

test.each([
  ['an unknown kind', 'kind=wish'],
  ['an unknown level', 'level=D'],
  ['an unknown urgency', 'urgency=soon'],
  ['an unknown risk', 'risk=blue'],
  ['neither yes nor no', 'supervised=maybe'],
  ['an unknown order', 'sort=oldest'],
  ['a text too long to look for', `q=${'长'.repeat(101)}`],
  ['a category too long to be one', `category=${'长'.repeat(51)}`],
  ['a cursor of the other order', `sort=newest&cursor=${dueCursor}`],
])('%s is refused', async (_, query) => {
  const { status, body } = await stack.call('zhihui.handler', {
    method: 'GET',
    url: encodeURI(`/api/v1/tasks?${query}`),
  });
  expect([status, body.code]).toEqual([422, 'invalid_input']);
});

describe('what has gone up', () => {
  const goneUp = async (user: string, more = ''): Promise<string[]> => {
    const url = `/api/v1/demands?movedUp=true&limit=200${more}`;
    const { status, body } = await stack.call(user, { method: 'GET', url });
    expect(status).toBe(200);
    return body.items.map(({ number }: Json) => number);
  };

  it('is found by the unit that held it, which may open it, until the upper level sends it down again', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    for (const user of ['zhihui.handler', 'fuyong.supervisor']) expect(await goneUp(user)).not.toContain(it.number);
    await it.act('zhihui.handler', 'pass_up', { reason: '超出园区职责' });
    expect(numbersOf(await queue('zhihui.handler', 'queue=unit'))).not.toContain(it.number);
    expect(await goneUp('zhihui.handler')).toContain(it.number);
    expect(await goneUp('zhihui.supervisor', '&open=true')).toContain(it.number);
    expect(await goneUp('fuyong.supervisor')).not.toContain(it.number);
    expect(await goneUp('fuyong.supervisor', '&unit=zhihui')).toContain(it.number);
    await it.act('fuyong.dispatcher', 'pass_up', { reason: '涉及市政道路' });
    expect(numbersOf(await queue('fuyong.supervisor', 'queue=unit'))).not.toContain(it.number);
    expect(await goneUp('fuyong.supervisor')).toContain(it.number);
    for (const user of ['zhihui.handler', 'fuyong.dispatcher']) {
      const { status } = await stack.call(user, { method: 'GET', url: `/api/v1/demands/${it.number}` });
      expect([user, status]).toEqual([user, 200]);
    }
    expect(await goneUp('baoan.dispatcher')).toEqual([]);
    expect(await goneUp('fuhai.supervisor')).not.toContain(it.number);
    await it.act('baoan.dispatcher', 'dispatch', { leadUnit: 'fuyong-construction' });
    expect(await goneUp('fuyong.supervisor')).not.toContain(it.number);
    expect(await goneUp('zhihui.handler')).toContain(it.number);
    const url = '/api/v1/demands?movedUp=false&limit=200';
    const others = await stack.call('zhihui.handler', { method: 'GET', url });
    expect(others.body.items.map(({ number }: Json) => number)).not.toContain(it.number);
  });
});
