import type { Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';
import { acts } from '../support/travel';

let stack: Stack;
let number: string;
let demandId: string;
beforeAll(async () => {
  stack = await testStack();
  const payload = {
    ...{
      kind: 'help',
      title: '园区出入口通行慢',
      body: '早高峰出入口经常堵二十分钟。',
      unit: 'zhihui',
      channel: '党群服务中心',
    },
    subject: { type: 'sole', name: '智美科技党支部' },
  };
  const filed = await stack.call('zhihui.collector', { method: 'POST', url: '/api/v1/demands', payload });
  number = filed.body.number;
  demandId = (await stack.database.demand.findUniqueOrThrow({ where: { number } })).id;
  await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
});
afterAll(() => stack.close());

let made = 0;
async function notice(change: object): Promise<string> {
  const plain = { key: `test-${(made += 1)}`, demandId, kind: 'reminder', clock: 'accept', at: new Date() };
  const { id } = await stack.database.notice.create({ data: { ...plain, ...change } });
  return String(id);
}
const toHandlers = { role: 'handler', unitId: 'zhihui' };

async function notices(user: string, query = ''): Promise<Json> {
  const answer = await stack.call(user, { method: 'GET', url: `/api/v1/notices?limit=200${query}` });
  expect(answer.status).toBe(200);
  return answer.body;
}
const idsOf = async (user: string, query = ''): Promise<string[]> =>
  (await notices(user, query)).items.map((item: Json) => item.id);
const read = (user: string, payload: object) =>
  stack.call(user, { method: 'POST', url: '/api/v1/notices/read', payload });

describe('who is told', () => {
  test('a dispatched demand is told to the handlers of the lead unit and to nobody else', async () => {
    const told = async (user: string) =>
      (await notices(user)).items.some((item: Json) => item.kind === 'task' && item.data.task === 'accept');
    expect(await told('zhihui.handler')).toBe(true);
    expect(await told('zhihui.handler2')).toBe(true);
    for (const user of ['zhihui.replier', 'fuyong.handler', 'fuhai.handler', 'baoan.supervisor'])
      expect([user, await told(user)]).toEqual([user, false]);
  });

  test('a notice says what happened to which demand, when, and how late it was', async () => {
    const dueAt = Date.parse('2026-11-24T10:00:00+08:00');
    const change = { kind: 'timeout_escalation', role: 'supervisor', unitId: 'fuyong', lateBy: 42 };
    const id = await notice({ ...change, data: { percent: 100, dueAt, insteadOf: 'zhihui' } });
    const { items } = await notices('fuyong.supervisor');
    expect(items[0]).toMatchObject({
      ...{ id, kind: 'timeout_escalation', label: '超时升级', clock: 'accept', lateBySeconds: 42, read: false },
      demand: { number, title: '园区出入口通行慢' },
      unit: { id: 'fuyong', name: '福永街道' },
      data: { percent: 100, dueAt: '2026-11-24T10:00:00.000+08:00', insteadOf: { id: 'zhihui', level: 'C' } },
    });
  });

  test('a notice to a person reaches that person alone', async () => {
    const id = await notice({ userId: 'demo-zhihui.handler' });
    expect(await idsOf('zhihui.handler')).toContain(id);
    expect(await idsOf('zhihui.handler2')).not.toContain(id);
  });

  test('a role that was taken away takes its notices along', async () => {
    const id = await notice({ role: 'handler', unitId: 'fuhai' });
    expect(await idsOf('fuhai.handler')).toContain(id);
    await stack.database.roleGrant.deleteMany({ where: { userId: 'demo-fuhai.handler' } });
    expect(await idsOf('fuhai.handler')).toEqual([]);
  });

  test('whoever no longer sees the demand is not told its title', async () => {
    const id = await notice({ userId: 'demo-xixiang.handler' });
    const { items } = await notices('xixiang.handler');
    expect(items).toMatchObject([{ id, demand: null }]);
  });
});

describe('reading', () => {
  test('a notice to a role is read by each person separately', async () => {
    const [one, other] = [await notice(toHandlers), await notice(toHandlers)];
    await read('zhihui.handler', { ids: [one] });
    const unread = await idsOf('zhihui.handler', '&unread=true');
    expect(unread).toContain(other);
    expect(unread).not.toContain(one);
    expect(await idsOf('zhihui.handler2', '&unread=true')).toEqual(expect.arrayContaining([one, other]));
  });

  test('everything up to a notice can be read at once, and what comes later is unread', async () => {
    const last = await notice(toHandlers);
    const answer = await read('zhihui.handler', { upTo: last });
    expect(answer.body).toEqual({ unread: 0 });
    const later = await notice(toHandlers);
    expect(await idsOf('zhihui.handler', '&unread=true')).toEqual([later]);
    const { items, unread } = await notices('zhihui.handler');
    expect(unread).toBe(1);
    expect(items.map((item: Json) => item.read)).toEqual([false, ...Array(items.length - 1).fill(true)]);
  });

  test('nobody reads ahead of what there is', async () => {
    await read('zhihui.handler', { upTo: '999999999999999999' });
    const later = await notice(toHandlers);
    expect(await idsOf('zhihui.handler', '&unread=true')).toEqual([later]);
  });

  test('the notices of others cannot be marked as read', async () => {
    const id = await notice({ userId: 'demo-zhihui.replier' });
    await read('zhihui.handler', { ids: [id] });
    expect(await stack.database.noticeRead.count({ where: { noticeId: BigInt(id) } })).toBe(0);
    expect(await idsOf('zhihui.replier', '&unread=true')).toContain(id);
  });

  test.each([{}, { ids: [] }, { ids: ['x'] }, { upTo: '1', ids: ['1'] }, { upTo: '9'.repeat(30) }])(
    'a body like %j is refused',
    async (payload) => {
      const { status, body } = await read('zhihui.handler', payload);
      expect([status, body.code]).toEqual([422, 'invalid_input']);
    },
  );
});

test('notices come newest first, by kind if asked, and pages follow one another without gaps or repeats', async () => {
  for (let i = 0; i < 7; i++)
    await notice(i % 2 ? { userId: 'demo-zhihui.handler' } : { ...toHandlers, kind: 'urged' });
  const whole = await idsOf('zhihui.handler');
  expect(whole).toEqual([...whole].sort((a, b) => Number(b) - Number(a)));
  const seen: string[] = [];
  let cursor = '';
  do {
    const url = `/api/v1/notices?limit=3${cursor && `&cursor=${cursor}`}`;
    const { body } = await stack.call('zhihui.handler', { method: 'GET', url });
    seen.push(...body.items.map((item: Json) => item.id));
    cursor = body.nextCursor ?? '';
  } while (cursor);
  expect(seen).toEqual(whole);
  const { items } = await notices('zhihui.handler', '&kind=urged');
  expect(items.map((item: Json) => item.label)).toEqual(['催办', '催办', '催办', '催办']);
});
