import { aCase, type Case } from '../support/a-case';
import type { Answer, Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const told = (user: string, { number }: Case): Promise<Answer> =>
  stack.call(user, { method: 'GET', url: `/api/v1/demands/${number}/notices` });
const items = async (it: Case, kind?: string): Promise<Json[]> => {
  const all = (await told('zhihui.handler', it)).body.items as Json[];
  return kind ? all.filter((each) => each.kind === kind) : all;
};
const read = (user: string, payload: object) =>
  stack.call(user, { method: 'POST', url: '/api/v1/notices/read', payload });
const idsOf = async (user: string, kind: string): Promise<string[]> =>
  (await stack.call(user, { method: 'GET', url: `/api/v1/notices?kind=${kind}` })).body.items.map((n: Json) => n.id);

describe('who was told of a demand', () => {
  it('is a role in a unit, or a person, newest last', async () => {
    const it = await (await aCase(stack)).bringTo('accepting');
    await it.act('zhihui.supervisor', 'transfer', { user: 'zhihui.handler2', reason: '轮到他' });
    const all = await items(it);
    expect(all.map(({ kind, label, role, unit, user }) => [kind, label, role, unit?.id, user?.username])).toEqual([
      ['task', '新任务', 'dispatcher', 'zhihui', undefined],
      ['task', '新任务', 'handler', 'zhihui', undefined],
      ['task', '新任务', null, undefined, 'zhihui.handler2'],
    ]);
    expect(all[1]).toMatchObject({
      ...{ clock: null, lateBySeconds: 0, readBy: 0, messages: [], data: { task: 'accept' } },
      ...{ at: expect.stringMatching(/\+08:00$/), unit: { name: '智美·汇志园区', kind: 'park', level: 'C' } },
    });
    expect(all[2].user.name).toMatch(/[\u4e00-\u9fff]/);
  });

  it('shows each rung of the ladder with its clock, and what rang for it', async () => {
    const it = await (await aCase(stack)).bringTo('handling');
    await it.untilRung('handle', 100);
    const ofHandling = async () => (await items(it, 'timeout_escalation')).find(({ clock }) => clock === 'handle');
    expect(await ofHandling()).toMatchObject({
      ...{ label: '超时升级', clock: 'handle', role: 'supervisor', unit: { id: 'zhihui' } },
      data: { percent: 100, dueAt: expect.stringMatching(/\+08:00$/) },
      messages: [
        { channel: 'spread', state: 'waiting', dueAt: expect.stringMatching(/\+08:00$/), sentAt: null, attempts: 0 },
      ],
    });
    const sentAt = new Date('2026-03-02T01:00:00Z');
    const { noticeKey } = await stack.database.message.findFirstOrThrow({
      where: { key: { endsWith: ':handle-1:100:escalate:spread' }, noticeKey: { startsWith: it.id } },
    });
    await stack.database.message.updateMany({ where: { noticeKey }, data: { sentAt } });
    const spread = { noticeKey, target: 'demo-zhihui.supervisor', dueAt: sentAt };
    await stack.database.message.createMany({
      data: [
        {
          ...spread,
          key: `${noticeKey}:mail:demo-zhihui.supervisor`,
          channel: 'mail',
          sentAt,
          attempts: 2,
          unsure: true,
        },
        { ...spread, key: `${noticeKey}:sms:demo-zhihui.supervisor`, channel: 'sink', attempts: 3, deadAt: sentAt },
      ],
    });
    const { name } = await stack.database.user.findUniqueOrThrow({ where: { id: spread.target } });
    expect((await ofHandling()).messages).toMatchObject([
      {
        channel: 'mail',
        to: name,
        state: 'sent',
        sentAt: '2026-03-02T09:00:00.000+08:00',
        attempts: 2,
        repeated: true,
      },
      { channel: 'sink', meant: 'sms', meantLabel: '短信', state: 'failed', sentAt: null, repeated: false },
    ]);
  });

  it('is also whoever filed it, when it was replied', async () => {
    const it = await (await aCase(stack)).bringTo('rating');
    const [replied] = await items(it, 'replied');
    expect(replied).toMatchObject({ reporter: true, role: null, unit: null, user: null, data: { round: 1 } });
    expect(replied.messages).toMatchObject([{ channel: 'spread', to: null, state: 'waiting' }]);
    expect(await idsOf('zhihui.replier', 'replied')).toEqual([]);
  });

  it('counts how many of those who were told have read it, one by one or all at once', async () => {
    const it = await (await aCase(stack)).bringTo('accepting');
    const toHandlers = async () => (await items(it, 'task')).find(({ role }) => role === 'handler').readBy as number;
    expect(await toHandlers()).toBe(0);
    const [newest] = await idsOf('zhihui.handler', 'task');
    await read('zhihui.handler', { ids: [newest] });
    expect(await toHandlers()).toBe(1);
    await read('zhihui.handler2', { upTo: newest });
    expect(await toHandlers()).toBe(2);
    // Whoever read all of their own notices was not told of this one.
    await read('zhihui.reviewer', { upTo: '99999999' });
    expect(await toHandlers()).toBe(2);
  });

  it('is nobody, to whoever may not see the demand', async () => {
    const it = await aCase(stack);
    expect((await told('fuhai.supervisor', it)).body.code).toBe('not_found');
    expect((await told('fuyong.supervisor', it)).status).toBe(200);
    const missing = await stack.call('baoan.supervisor', { method: 'GET', url: '/api/v1/demands/SQ0/notices' });
    expect(missing.body.code).toBe('not_found');
  });
});
