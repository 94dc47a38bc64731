import { calendarOf } from '../../src/domain/calendar';
import { defaultPolicy } from '../../src/domain/policy';
import { atLocal, localDay, workingTimeBetween } from '../../src/domain/working-time';
import { aCase, type Case } from '../support/a-case';
import { type Json, testApp } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import { until } from '../support/travel';

const thisYear = localDay(Date.now()).year;
const next = thisYear + 1;

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
  const years = Array.from({ length: next - 2023 }, (_, i) => ({
    year: 2023 + i,
    version: 1,
    source: '测试',
    data: {},
  }));
  await stack.database.calendarYear.createMany({ data: years, skipDuplicates: true });
});
afterAll(() => stack.close());

const get = async (url: string): Promise<Json> =>
  (await stack.call('zhihui.handler', { method: 'GET', url: `/api/v1/calendars${url}` })).body;
const put = (user: string, year: number, payload: object) =>
  stack.call(user, { method: 'PUT', url: `/api/v1/calendars/${year}`, payload });

/** Two weeks without work, in which every year has ten weekdays. */
const fortnight = Object.fromEntries(
  Array.from({ length: 14 }, (_, i) => [`02-${String(i + 1).padStart(2, '0')}`, 'off']),
);
const published = { source: `国务院办公厅关于${next}年部分节假日安排的通知`, days: fortnight };

/** Cases that are due in the afternoon of next year's 17 February, as far as is known today. */
async function publishLongBudget(): Promise<number> {
  const known = calendarOf([{ year: thisYear, version: 1, source: '测试', days: {} }]);
  const minutes = Math.round(workingTimeBetween(known, Date.now(), atLocal(next, 2, 17, 900)) / 60_000);
  const { version: _, ...plain } = defaultPolicy;
  const budgets = plain.budgets.map((row) => (row.clock === 'handle' ? { ...row, minutes } : row));
  const answer = await stack.call('baoan.administrator', {
    method: 'PUT',
    url: '/api/v1/policies',
    payload: { ...plain, budgets },
  });
  return answer.body.version as number;
}

const remindersAt = async (it: Case, percent: number): Promise<number> =>
  (await it.events()).filter(
    (event) => event.type === 'reminded' && event.cause.clock === 'handle' && event.cause.percent === percent,
  ).length;

describe('before a year is published', () => {
  test('everybody sees that it is not', async () => {
    expect(await get(`/${next}`)).toEqual({
      ...{ year: next, published: false, version: null, source: null },
      ...{ publishedAt: null, publishedBy: null, days: {} },
    });
    const { items } = await get('');
    expect(items.map((item: Json) => item.year)).toEqual(Array.from({ length: next - 2022 }, (_, i) => 2023 + i));
    expect(items.at(-1)).toMatchObject({ year: next, published: false });
    expect((await get('/2026')).days['10-01']).toBe('off');
  });

  test.each(['fuyong.administrator', 'baoan.supervisor', 'zhihui.handler'])('%s may not publish it', async (user) => {
    const { status, body } = await put(user, next, published);
    expect([status, body.code]).toEqual([403, 'not_allowed_for_role']);
  });

  test.each([
    ['a day that does not exist', { '02-30': 'off' }, '/days/02-30'],
    ['hours that run backwards', { '01-04': [[720, 540]] }, '/days/01-04'],
    [
      'hours that overlap',
      {
        '01-04': [
          [540, 720],
          [700, 800],
        ],
      },
      '/days/01-04',
    ],
  ])('%s is refused by its name', async (_what, days, path) => {
    const { status, body } = await put('baoan.administrator', next, { source: '通知', days });
    expect([status, body.errors?.[0]?.path]).toEqual([422, path]);
    expect((await get(`/${next}`)).published).toBe(false);
  });

  test.each([{ days: { '1-4': 'off' } }, { days: { '01-04': 'holiday' } }, { days: [] }, { source: '' }])(
    'a body like %j is refused',
    async (change) => {
      expect((await put('baoan.administrator', next, { ...published, ...change })).status).toBe(422);
    },
  );

  test('while the engine that would tell the demands is away, nothing is published', async () => {
    const alone = await testApp();
    const answer = await alone.call('baoan.administrator', {
      method: 'PUT',
      url: `/api/v1/calendars/${next}`,
      payload: published,
    });
    expect([answer.status, answer.body.code]).toEqual([503, 'temporal_unavailable']);
    expect(await alone.database.calendarYear.count({ where: { year: next } })).toBe(0);
    expect(await alone.database.audit.count()).toBe(0);
    await alone.close();
  });
});

test('publishing a year moves what is due in it, once and with a line in the ledger, and no rung fires twice', async () => {
  const version = await publishLongBudget();
  const it = await until(async () => {
    const filed = await aCase(stack);
    return (await filed.recorded()).policyVersion === version ? filed : undefined;
  });
  await it.bringTo('handling');
  const waiting = await (await aCase(stack)).bringTo('handling');
  await waiting.act('zhihui.handler', 'request_information', { question: '请补充车位图' });
  await it.untilRung('handle', 50);
  const before = await it.clock('handle');
  expect(before.provisional).toBe(true);
  expect(await remindersAt(it, 50)).toBe(1);

  const answer = await put('baoan.administrator', next, published);
  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({ year: next, published: true, version: 1, publishedBy: 'baoan.administrator' });
  expect(answer.body.replanned).toBeGreaterThanOrEqual(1);
  expect(answer.body.told).toBe(await stack.database.demand.count({ where: { stage: { not: 'closed' } } }));
  const [audit] = await stack.database.audit.findMany({ where: { action: 'calendar_published' } });
  expect(audit).toMatchObject({ target: `calendar/${next}.1`, detail: { before: null, after: { days: fortnight } } });

  const after = await until(async () => {
    const clock = await it.clock('handle');
    return clock.provisional ? undefined : clock;
  });
  expect(localDay(before.dueAt)).toMatchObject({ year: next, month: 2, day: 17 });
  expect(localDay(after.dueAt).month).toBe(3);
  expect(after.changes).toEqual([
    { at: expect.any(Number), cause: `日历 ${next} 第 1 版`, from: before.dueAt, to: after.dueAt },
  ]);
  expect(after.calendarVersion).toContain(`${next}.1`);
  expect(after.rungs[0]).toEqual(before.rungs[0]);
  const changed = (await it.events()).filter((event) => event.type === 'calendar_changed');
  expect(changed).toMatchObject([{ actor: { kind: 'system' }, cause: { calendarVersion: after.calendarVersion } }]);

  await it.untilRung('handle', 80);
  expect([await remindersAt(it, 50), await remindersAt(it, 80)]).toEqual([1, 1]);

  // Its clock stood still then, and goes on by the new calendar.
  await waiting.act('zhihui.collector', 'supply_information', { text: '见附图' });
  expect((await waiting.clock('handle')).calendarVersion).toContain(`${next}.1`);
});

test('a correction is the next version, says what it was before, and leaves demands alone that it does not concern', async () => {
  const first = await get(`/${next}`);
  const { status, body } = await put('baoan.administrator', next, { ...published, source: '更正通知' });
  expect([status, body.version]).toEqual([202, first.version + 1]);
  const [line] = await stack.database.audit.findMany({ where: { target: `calendar/${next}.${body.version}` } });
  expect(line).toMatchObject({ detail: { before: { source: first.source }, after: { source: '更正通知' } } });
  const past = await put('baoan.administrator', 2023, { source: '更正', days: {} });
  expect([past.body.told, past.body.replanned]).toEqual([0, 0]);
});
