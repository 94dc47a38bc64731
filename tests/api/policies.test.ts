import { defaultPolicy, type Policy } from '../../src/domain/policy';
import { aCase, caseOf, filing } from '../support/a-case';
import type { Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import { until } from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const get = async (url: string, user = 'zhihui.handler'): Promise<Json> =>
  (await stack.call(user, { method: 'GET', url: `/api/v1/policies${url}` })).body;
const put = (user: string, payload: object) => stack.call(user, { method: 'PUT', url: '/api/v1/policies', payload });
const { version: _, ...plain } = defaultPolicy;
const withReturnLimit = (returnLimit: number) => ({ ...plain, returnLimit, note: '示例修改' });

describe('publishing a policy', () => {
  test('what was read may be sent back with its changes, and becomes the next version', async () => {
    const current = await get('/current');
    expect(current).toMatchObject({ version: 1, confirmed: false, returnLimit: 2, publishedBy: null });
    const answer = await put('baoan.administrator', { ...current, returnLimit: 3, note: '区里要求' });
    expect([answer.status, answer.body.version]).toEqual([200, current.version + 1]);
    expect(await get('/current')).toMatchObject({
      returnLimit: 3,
      note: '区里要求',
      publishedBy: 'baoan.administrator',
    });
    expect(await get('/1')).toMatchObject({ version: 1, returnLimit: 2 });
    expect((await get('')).items.map((item: Json) => item.version)).toEqual([2, 1]);
  });

  test('how promises are reported on is part of it, and stays when it is sent back', async () => {
    const promise = { reportWithin: 3 * 1_440, postponements: 0, adoptedAfter: 30 * 1_440 };
    await put('baoan.administrator', { ...(await get('/current')), promise });
    expect((await put('baoan.administrator', await get('/current'))).body.promise).toEqual(promise);
    const without = { ...promise, postponements: -1 };
    const wrong = await put('baoan.administrator', { ...(await get('/current')), promise: without });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, '/promise/postponements']);
  });

  test('it is on record with what it was before', async () => {
    const before = await get('/current');
    const { body } = await put('baoan.administrator', withReturnLimit(4));
    const [line] = await stack.database.audit.findMany({ where: { target: `policy/${body.version}` } });
    expect(line).toMatchObject({
      ...{ userId: 'demo-baoan.administrator', action: 'policy_published' },
      detail: { before: { version: before.version, returnLimit: 3 }, after: { version: body.version, returnLimit: 4 } },
    });
  });

  test('whoever changed an older version is told so, also when two publish at once', async () => {
    const current = await get('/current');
    const stale = await put('baoan.administrator', { ...withReturnLimit(5), version: current.version - 1 });
    expect([stale.status, stale.body.code]).toEqual([409, 'version_conflict']);
    const both = [1, 2].map((limit) =>
      put('baoan.administrator', { ...withReturnLimit(limit), version: current.version }),
    );
    const answers = await Promise.all(both);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test.each(['fuyong.administrator', 'zhihui.administrator', 'baoan.supervisor', 'baoan.auditor'])(
    '%s may not',
    async (user) => {
      const { version } = await get('/current');
      const { status, body } = await put(user, withReturnLimit(9));
      expect([status, body.code]).toEqual([403, 'not_allowed_for_role']);
      expect((await get('/current')).version).toBe(version);
    },
  );
});

describe('an open demand', () => {
  test('keeps the policy it was filed under; the next one has the new budgets', async () => {
    const old = await aCase(stack);
    const budgets = plain.budgets.map((row) => (row.clock === 'accept' ? { ...row, minutes: 77 } : row));
    const { body } = await put('baoan.administrator', { ...plain, budgets });
    const young = await until(async () => {
      const filed = await stack.call('zhihui.collector', { method: 'POST', url: '/api/v1/demands', payload: filing });
      const it = await caseOf(stack, filed.body.number as string);
      return (await it.recorded()).policyVersion === body.version ? it : undefined;
    });
    for (const it of [old, young]) await it.act('zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui' });
    expect((await old.clock('accept')).budget / 60_000).toBe(240);
    expect((await young.clock('accept')).budget / 60_000).toBe(77);
  });
});

describe('a policy that cannot be right is refused', () => {
  const wrong: [string, string, Partial<Record<keyof Policy, unknown>>][] = [
    ['a clock without a budget', '/budgets', { budgets: plain.budgets.filter((row) => row.clock !== 'reply') }],
    [
      'a clock without a budget for some demands',
      '/budgets',
      { budgets: plain.budgets.filter((row) => row.clock !== 'handle' || row.kind !== undefined) },
    ],
    ['a budget of nothing', '/budgets/1/minutes', { budgets: [plain.budgets[0], { ...plain.budgets[1], minutes: 0 }] }],
    [
      'a budget of many years',
      '/budgets/1/minutes',
      { budgets: [plain.budgets[0], { ...plain.budgets[1], minutes: 10_000_000 }] },
    ],
    ['a ladder without its due time', '/ladders/accept', { ladders: { accept: [{ percent: 50, step: 'remind' }] } }],
    [
      'a ladder out of order',
      '/ladders/accept',
      { ladders: { accept: [100, 50].map((percent) => ({ percent, step: 'remind' })) } },
    ],
    ['a ladder of no clock', '/ladders/lunch', { ladders: { lunch: [{ percent: 100, step: 'remind' }] } }],
    [
      'a window that ends before it begins',
      '/callback/windows',
      { callback: { ...plain.callback, windows: [[900, 600]] } },
    ],
    [
      'windows that overlap',
      '/callback/windows',
      {
        callback: {
          ...plain.callback,
          windows: [
            [540, 700],
            [660, 720],
          ],
        },
      },
    ],
    ['a window outside the day', '/callback/windows/0/1', { callback: { ...plain.callback, windows: [[900, 2000]] } }],
    ['no attempts at all', '/callback/attempts', { callback: { ...plain.callback, attempts: 0 } }],
    ['no returns at all', '/returnLimit', { returnLimit: 0 }],
    ['a share of more than all', '/coUnitShare', { coUnitShare: 1.5 }],
    ['supervision before the way up', '/redo/superviseAfter', { redo: { levelUpAfter: 3, superviseAfter: 2 } }],
    [
      'more than one reminder to rate',
      '/ladders/rate',
      { ladders: { rate: [30, 60, 100].map((percent) => ({ percent, step: 'remind' })) } },
    ],
    [
      'a step after the rating window',
      '/ladders/rate',
      { ladders: { rate: [100, 120].map((percent) => ({ percent, step: 'remind' })) } },
    ],
    ['a reason named twice', '/reasons', { reasons: [true, false].map((reopens) => ({ code: 'other', reopens })) }],
    ['a reason that does not exist', '/reasons/0/code', { reasons: [{ code: 'ugly', reopens: true }] }],
    ['additions after the link has closed', '/additionDays', { additionDays: 31 }],
    ['appeals without a time to rule', '/appeal/ruleWithin', { appeal: { ruleWithin: 0, fileWithin: 420 } }],
    ['a misspelt field', '', { quietHour: 1 } as object],
  ];

  test.each(wrong)('%s', async (_what, path, change) => {
    const { status, body } = await put('baoan.administrator', { ...plain, ...change });
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    if (path !== '/ladders/lunch') expect(body.errors.map((error: Json) => error.path)).toContain(path);
  });
});
