import { replayAndKeep } from '../support/histories';
import { readSeats } from '../../src/database/seats';
import { actingGrants } from '../../src/domain/acting';
import { aCase, caseOf, filing, type Case } from '../support/a-case';
import type { Json } from '../support/app';
import { testStack, type Stack } from '../support/stack';

let stack: Stack;
const named: Record<string, string> = {};
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const idOf = (username: string) => `demo-${username}`;
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const enter = (by: string, body: object, headers = {}) =>
  stack.call(by, { method: 'POST', url: '/api/v1/absences', payload: { from: day(-1), to: day(3), ...body }, headers });
const end = (by: string, id: string) =>
  stack.call(by, { method: 'POST', url: `/api/v1/absences/${id}/actions/end`, payload: {} });
const list = async (by: string, query = ''): Promise<Json[]> =>
  (await stack.call(by, { method: 'GET', url: `/api/v1/absences?limit=200${query}` })).body.items;
const get = async (by: string, url: string): Promise<Json> =>
  (await stack.call(by, { method: 'GET', url: `/api/v1${url}` })).body;

async function entered(by: string, body: object): Promise<string> {
  const { status, body: answer } = await enter(by, body);
  if (status !== 201) throw new Error(answer.detail);
  return answer.id as string;
}

const task = async (by: string, queue: string, number: string): Promise<Json> =>
  (await get(by, `/tasks?queue=${queue}&limit=200`)).items.find((item: Json) => item.demand.number === number);
const option = async (by: string, number: string, action: string): Promise<Json> =>
  (await get(by, `/demands/${number}/actions`)).items.find((item: Json) => item.action === action);
const held = async (): Promise<Case> => (await aCase(stack)).bringTo('handling');
const setDisabled = async (username: string, unit: string, role: string, disabled: boolean) => {
  const { name } = await stack.database.user.findUniqueOrThrow({ where: { username } });
  const payload = { name, disabled, roles: [{ role, unit }] };
  const { status } = await stack.call('baoan.administrator', {
    method: 'PUT',
    url: `/api/v1/users/${username}`,
    payload,
  });
  expect(status).toBe(200);
};

describe('entering an absence', () => {
  it('is for oneself, and shows it to both and to whoever watches over them', async () => {
    const id = await entered('zhihui.replier', { deputy: 'zhihui.reviewer', note: '年假' });
    for (const by of ['zhihui.replier', 'zhihui.reviewer'])
      expect((await list(by)).find((each) => each.id === id)).toMatchObject({
        ...{ state: 'current', note: '年假', mayEnd: by === 'zhihui.replier' },
        user: { username: 'zhihui.replier' },
        deputy: { username: 'zhihui.reviewer', disabled: false },
        standIn: { username: 'zhihui.reviewer' },
      });
    for (const by of ['zhihui.supervisor', 'fuyong.supervisor', 'zhihui.administrator', 'baoan.administrator'])
      expect([by, (await list(by, '&of=others&state=current')).some((each) => each.id === id)]).toEqual([by, true]);
    for (const by of ['fuhai.supervisor', 'fuhai.administrator', 'zhihui.handler'])
      expect([by, (await list(by, '&of=others')).some((each) => each.id === id)]).toEqual([by, false]);
    expect((await end('fuhai.supervisor', id)).status).toBe(404);
    expect((await end('zhihui.reviewer', id)).body.code).toBe('not_allowed_for_role');
    expect((await end('zhihui.supervisor', id)).body).toMatchObject({ state: 'past', standIn: null, mayEnd: false });
    expect((await end('zhihui.replier', id)).body.code).toBe('absence_over');
  });

  it('for others is for administrators and supervisors of all their units', async () => {
    const body = { user: 'zhihui.replier', deputy: 'zhihui.reviewer' };
    for (const by of ['zhihui.handler', 'fuyong.handler', 'fuhai.supervisor', 'fuhai.administrator'])
      expect([by, (await enter(by, body)).body.code]).toEqual([by, 'not_allowed_for_role']);
    for (const by of ['zhihui.administrator', 'fuyong.supervisor']) await end(by, await entered(by, body));
    expect((await enter('baoan.administrator', { ...body, user: 'nobody' })).body.code).toBe('not_allowed_for_role');
  });

  it.each([
    ['the person themselves', { deputy: 'zhihui.replier' }, 422, 'own_deputy'],
    ['somebody without a role in the unit or above it', { deputy: 'fuhai.handler' }, 422, 'deputy_out_of_reach'],
    ['an auditor, who handles nothing', { deputy: 'zhihui.auditor' }, 422, 'deputy_out_of_reach'],
    ['an administrator, who handles nothing', { deputy: 'baoan.administrator' }, 422, 'deputy_out_of_reach'],
    ['somebody below the unit', { deputy: 'zhihui-property.handler' }, 422, 'deputy_out_of_reach'],
    ['somebody unknown', { deputy: 'nobody' }, 422, 'invalid_input'],
    ['time that is over', { deputy: 'zhihui.reviewer', from: '2026-01-01', to: '2026-01-02' }, 422, 'not_in_future'],
    ['an end before the beginning', { deputy: 'zhihui.reviewer', from: day(4), to: day(3) }, 422, 'invalid_input'],
    ['more than a year', { deputy: 'zhihui.reviewer', to: day(400) }, 422, 'too_long'],
    ['no time at all', { deputy: 'zhihui.reviewer', from: 'bald' }, 422, 'invalid_input'],
    ['a field that there is not', { deputy: 'zhihui.reviewer', days: 3 }, 422, 'invalid_input'],
  ])('refuses %s', async (_, body, status, code) => {
    const answer = await enter('zhihui.replier', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.detail).toMatch(/[\u4e00-\u9fff]/);
  });

  it('refuses somebody whose only role passes to nobody, and a disabled deputy', async () => {
    expect((await enter('zhihui.administrator', { deputy: 'zhihui.handler' })).body.code).toBe('invalid_input');
    await setDisabled('zhihui.callback', 'zhihui', 'callback', true);
    expect((await enter('zhihui.replier', { deputy: 'zhihui.callback' })).body.code).toBe('deputy_disabled');
    await setDisabled('zhihui.callback', 'zhihui', 'callback', false);
  });

  it('refuses overlaps and circles, and takes the next free time', async () => {
    const first = await entered('zhihui.replier', {
      deputy: 'zhihui.reviewer',
      to: day(40).slice(0, 10),
    });
    expect((await enter('zhihui.replier', { deputy: 'zhihui.handler' })).body.code).toBe('absence_overlap');
    const second = await entered('zhihui.reviewer', { deputy: 'fuyong.reviewer' });
    expect((await enter('fuyong.reviewer', { deputy: 'zhihui.replier' })).body.code).toBe('deputy_out_of_reach');
    expect((await enter('zhihui.handler', { deputy: 'zhihui.replier' })).status).toBe(201);
    await end('zhihui.reviewer', second);
    expect((await enter('zhihui.reviewer', { deputy: 'zhihui.replier' })).body.code).toBe('deputy_loop');
    for (const each of await list('zhihui.handler', '&state=current'))
      if (each.mayEnd) await end('zhihui.handler', each.id);
    await end('zhihui.replier', first);
  });

  it('under one key happens once, is audited, and the deputy hears of it', async () => {
    const headers = { 'idempotency-key': 'absence-1' };
    const body = { deputy: 'zhihui.reviewer', from: day(-300).slice(0, 10), to: day(200).slice(0, 10) };
    const [one, again] = [await enter('zhihui.replier', body, headers), await enter('zhihui.replier', body, headers)];
    expect([one.status, again.status, again.body.id]).toEqual([201, 201, one.body.id]);
    expect((await enter('zhihui.replier', { ...body, note: '另' }, headers)).body.code).toBe('idempotency_conflict');
    await end('zhihui.replier', one.body.id as string);
    const lines = await stack.database.audit.findMany({ where: { target: idOf('zhihui.replier') } });
    const own = lines.filter(({ detail }) => (detail as Json).absence === one.body.id);
    expect(own.map(({ action }) => action)).toEqual(['absence_entered', 'absence_ended']);
    const notices = (await get('zhihui.reviewer', '/notices?kind=deputised')).items;
    expect(notices.slice(0, 2).map(({ data }: Json) => data.ended ?? false)).toEqual([true, false]);
  });

  it('offers those who may stand in, and nobody who only administers or audits', async () => {
    const { items } = await get('zhihui.handler', '/users?deputies=true&limit=200');
    const names = items.map(({ username }: Json) => username);
    expect(names).toContain('zhihui.reviewer');
    expect(names.filter((name: string) => /auditor|administrator/.test(name))).toEqual([]);
  });

  it('two at once cannot make a circle', async () => {
    const both = await Promise.all([
      enter('zhihui.handler', { deputy: 'zhihui.handler2' }),
      enter('zhihui.handler2', { deputy: 'zhihui.handler' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
    const made = both.find(({ status }) => status === 201)!.body;
    await end(made.user.username as string, made.id as string);
  });
});

describe('while a handler is away', () => {
  it('the deputy finds the case, goes on with it and is named as who acted; afterwards it is the handler’s again', async () => {
    const it = await held();
    expect((await it.try('zhihui.replier', 'note', { text: '可以吗' })).status).toBe(200);
    expect((await it.try('zhihui.replier', 'request_information', { question: '几点？' })).body.code).toBe(
      'not_allowed_for_role',
    );
    const lastDay = day(60).slice(0, 10);
    const id = await entered('zhihui.handler', { deputy: 'zhihui.replier', to: lastDay });
    const { name } = await stack.database.user.findUniqueOrThrow({ where: { username: 'zhihui.handler' } });
    const dayAfter = new Date(Date.parse(lastDay) + 86_400_000).toISOString().slice(0, 10);
    const away = { until: `${dayAfter}T00:00:00.000+08:00`, deputy: { username: 'zhihui.replier' } };

    const item = await task('zhihui.replier', 'mine', it.number);
    expect(item).toMatchObject({ user: { username: 'zhihui.handler', away }, standIn: { user: { name }, unit: null } });
    expect((await task('zhihui.handler', 'mine', it.number)).standIn).toBeNull();
    expect(await task('zhihui.handler2', 'mine', it.number)).toBeUndefined();
    expect((await get('zhihui.replier', `/demands/${it.number}`)).holder.user.away).toMatchObject(away);
    expect((await get('zhihui.replier', '/me')).standsInFor).toMatchObject([
      { username: 'zhihui.handler', roles: [{ role: 'handler', unit: { id: 'zhihui' } }] },
    ]);
    expect((await get('zhihui.supervisor', '/users?unit=zhihui&role=handler')).items).toContainEqual(
      expect.objectContaining({ username: 'zhihui.handler', away: expect.objectContaining({ until: away.until }) }),
    );

    expect((await option('zhihui.replier', it.number, 'finish')).allowed).toBe(true);
    await it.act('zhihui.replier', 'finish', { result: 'resolved', summary: '已分流。' });
    const last = (await it.events()).at(-1)!;
    expect([last.actor.name === name, last.data.actedFor]).toEqual([false, { username: 'zhihui.handler', name }]);
    expect((await it.recorded()).handledBy).toEqual([idOf('zhihui.replier'), idOf('zhihui.handler')]);
    await it.act('zhihui.reviewer', 'review', { approve: false, reason: '请补充照片。' });
    expect((await it.recorded()).holder.user).toBe(idOf('zhihui.handler'));

    await end('zhihui.handler', id);
    expect(await task('zhihui.replier', 'mine', it.number)).toBeUndefined();
    expect((await it.try('zhihui.replier', 'request_information', { question: '几点？' })).body.code).toBe(
      'not_allowed_for_role',
    );
    await it.act('zhihui.handler', 'finish', { result: 'resolved', summary: '已补照片。' });

    named['deputy-acts'] = it.workflowId;
  });

  it('what is addressed to the handler reaches the deputy too, marked, from the beginning of the absence on', async () => {
    const it = await held();
    await it.act('zhihui.collector', 'urge', { text: '之前的催办' });
    const id = await entered('zhihui.handler', { deputy: 'zhihui.replier' });
    const other = await held();
    const before = (await get('zhihui.replier', '/notices')).unread;
    await other.act('zhihui.collector', 'urge', { text: '请尽快' });
    const { items, unread } = await get('zhihui.replier', '/notices?kind=urged');
    const mine = items.filter((each: Json) => [it.number, other.number].includes(each.demand?.number));
    expect(mine).toMatchObject([{ demand: { number: other.number }, standIn: { username: 'zhihui.handler' } }]);
    expect(unread).toBe(before + 1);
    await stack.call('zhihui.replier', { method: 'POST', url: '/api/v1/notices/read', payload: { ids: [mine[0].id] } });
    expect((await get('zhihui.replier', '/notices')).unread).toBe(before);
    expect((await get('zhihui.handler', '/notices?kind=urged&unread=true')).items.length).toBeGreaterThan(0);
    await end('zhihui.handler', id);
    expect((await get('zhihui.replier', '/notices?kind=urged')).items).toEqual([]);
  });

  it('the deputy’s deputy acts when that one is away as well; what is accepted stays with the handler', async () => {
    const it = await (await aCase(stack)).bringTo('accepting');
    const ids = [
      await entered('zhihui.handler', { deputy: 'zhihui.replier' }),
      await entered('zhihui.replier', { deputy: 'fuyong.replier' }),
    ];
    expect((await it.try('zhihui.replier', 'accept')).body.code).toBe('not_allowed_for_role');
    await it.act('fuyong.replier', 'accept');
    expect((await it.recorded()).holder.user).toBe(idOf('zhihui.handler'));
    expect((await list('zhihui.handler', '&state=current'))[0].standIn.username).toBe('fuyong.replier');
    await end('zhihui.handler', ids[0]!);
    await end('zhihui.replier', ids[1]!);
  });

  it('nothing is transferred to them: the sentence names the deputy', async () => {
    const it = await held();
    const id = await entered('zhihui.handler2', { deputy: 'zhihui.replier' });
    const { name } = await stack.database.user.findUniqueOrThrow({ where: { username: 'zhihui.replier' } });
    const answer = await it.try('zhihui.handler', 'transfer', { user: 'zhihui.handler2', reason: '换岗' });
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
      409,
      'handler_absent',
      expect.stringContaining(name),
    ]);
    await end('zhihui.handler2', id);
  });

  it('a deputy of a collector files for that unit, and no longer than the absence lasts', async () => {
    const id = await entered('zhihui.collector', { deputy: 'zhihui.replier' });
    const file = () =>
      stack.call('zhihui.replier', { method: 'POST', url: '/api/v1/demands', payload: { ...filing, unit: 'zhihui' } });
    const filed = await file();
    expect([filed.status, filed.body.collectingUnit.id]).toEqual([201, 'zhihui']);
    await end('zhihui.collector', id);
    expect((await file()).status).toBe(403);
  });

  it('a deputy sees no more than before, and gets no administration', async () => {
    const id = await entered('fuyong.supervisor', { deputy: 'baoan.supervisor' });
    await end('fuyong.supervisor', id);
    const upwards = await enter('fuyong.supervisor', { deputy: 'zhihui.supervisor' });
    expect(upwards.body.code).toBe('deputy_out_of_reach');
    const admin = await stack.call('zhihui.replier', {
      method: 'PUT',
      url: '/api/v1/units/zhihui',
      payload: { name: 'x', closed: false },
    });
    expect(admin.status).toBe(403);
  });
});

describe('when nobody sits in a seat', () => {
  /** 同富裕企业服务队 has one handler, one reviewer, one replier and one supervisor; its park stands above. */
  it('the nearest unit above covers it, is shown it as such, and acts', async () => {
    await setDisabled('zhihui-property.handler', 'zhihui-property', 'handler', true);
    const it = await aCase(stack);
    await it.act('zhihui.dispatcher', 'dispatch', { leadUnit: 'zhihui-property' });
    expect((await it.notices()).at(-1)).toMatchObject({ kind: 'task', role: 'handler', unit_id: 'zhihui' });
    expect(await task('zhihui.handler', 'accept', it.number)).toMatchObject({
      unit: { id: 'zhihui-property' },
      standIn: { user: null, unit: { id: 'zhihui-property' } },
    });
    expect(await task('fuyong.handler', 'accept', it.number)).toBeUndefined();
    expect((await option('fuyong.handler', it.number, 'accept')).allowed).toBe(false);

    const seats = (await get('zhihui.supervisor', '/seats/vacant')).items;
    expect(seats.find((seat: Json) => seat.unit.id === 'zhihui-property')).toMatchObject({
      ...{ role: 'handler', tasks: 1, coveredBy: { id: 'zhihui' }, people: 2, closed: false },
    });
    expect(
      (await get('fuhai.supervisor', '/seats/vacant')).items.some((seat: Json) => seat.unit.id === 'zhihui-property'),
    ).toBe(false);
    expect((await stack.call('zhihui.handler', { method: 'GET', url: '/api/v1/seats/vacant' })).status).toBe(403);

    await it.act('zhihui.handler', 'accept');
    const accepted = (await it.events()).at(-1)!;
    expect(accepted.data.insteadOf).toMatchObject({ id: 'zhihui-property' });
    named['seat-covered'] = it.workflowId;
    await setDisabled('zhihui-property.handler', 'zhihui-property', 'handler', false);
    expect(
      (await get('zhihui.supervisor', '/seats/vacant')).items.some((seat: Json) => seat.unit.id === 'zhihui-property'),
    ).toBe(false);
  });

  it('work for somebody who is away while nobody can stand in goes above as well, until somebody can', async () => {
    const ofSeat = (seat: Json) => seat.unit.id === 'skyworth-service' && seat.role === 'handler';
    const vacant = async () => (await get('baoan.supervisor', '/seats/vacant')).items.find(ofSeat);
    const covers = async () =>
      actingGrants(
        { user: idOf('skyworth.handler'), grants: [{ role: 'handler', unit: 'skyworth' }] },
        await readSeats(stack.database),
        Date.now(),
      ).some(({ unit, from }) => unit === 'skyworth-service' && from === 'skyworth');
    const id = await entered('skyworth-service.handler', { deputy: 'skyworth-service.reviewer' });
    expect([await vacant(), await covers()]).toEqual([undefined, false]);
    await setDisabled('skyworth-service.reviewer', 'skyworth-service', 'reviewer', true);
    expect(await vacant()).toMatchObject({ coveredBy: { id: 'skyworth' } });
    expect(await covers()).toBe(true);
    await setDisabled('skyworth-service.reviewer', 'skyworth-service', 'reviewer', false);
    expect([await vacant(), await covers()]).toEqual([undefined, false]);
    await end('skyworth-service.handler', id);
  });

  it('a case whose handler was disabled is told to the others, shown so, and taken over by one of them with a reason', async () => {
    const it = await (await aCase(stack)).bringTo('accepting');
    await it.act('zhihui.handler2', 'accept');
    expect((await it.try('zhihui.handler', 'transfer', { user: 'zhihui.handler', reason: '接手' })).body.code).toBe(
      'held_by_another',
    );
    await setDisabled('zhihui.handler2', 'zhihui', 'handler', true);
    const told = (await it.notices())
      .filter(({ kind }) => kind === 'holder_gone')
      .map(({ role, unit_id }) => [role, unit_id]);
    expect(told.sort()).toEqual([
      ['handler', 'zhihui'],
      ['supervisor', 'zhihui'],
    ]);
    expect(await task('zhihui.handler', 'mine', it.number)).toMatchObject({ user: { disabled: true } });
    expect((await get('zhihui.handler', `/demands/${it.number}`)).holder.user.disabled).toBe(true);
    expect((await option('zhihui.handler', it.number, 'finish')).code).toBe('held_by_another');
    await it.act('zhihui.handler', 'transfer', { user: 'zhihui.handler', reason: '原经办人已停用，接手办理' });
    const { name } = await stack.database.user.findUniqueOrThrow({ where: { username: 'zhihui.handler2' } });
    expect((await it.events()).at(-1)).toMatchObject({ type: 'transferred', data: { relieved: { name } } });
    await it.act('zhihui.handler', 'finish', { result: 'resolved', summary: '已分流。' });
    named['handler-relieved'] = it.workflowId;
    await setDisabled('zhihui.handler2', 'zhihui', 'handler', false);
  });
});

describe('returns, rulings and who held it', () => {
  const dispatchTo = (it: Case, leadUnit: string) => it.act('fuyong.dispatcher', 'dispatch', { leadUnit });

  async function ruled(wish: object = {}): Promise<Case> {
    const it = await aCase(stack, { category: '交通出行', ...wish });
    await it.act('zhihui.dispatcher', 'pass_up', { reason: '涉及道路' });
    await dispatchTo(it, 'fuyong-construction');
    await it.act('fuyong-construction.handler', 'return', { reason: '不属建设' });
    await dispatchTo(it, 'fuyong-governance');
    await it.act('fuyong-governance.handler', 'return', { reason: '不属综治' });
    await it.act('baoan.supervisor', 'rule', { leadUnit: 'fuyong-governance', reason: '占道由综治办牵头。' });
    return it;
  }

  it('the form of a return says how many returns and how much time are left', async () => {
    const it = await (await aCase(stack)).bringTo('accepting');
    const { allowed, detail } = await option('zhihui.handler', it.number, 'return');
    expect([allowed, detail]).toEqual([true, expect.stringMatching(/还可退单 2 次.*前提出.*还剩工作时间/)]);
  });

  it('every holder’s time is charged, the returns are marked and the ping-pong is named', async () => {
    const it = await ruled();
    const { items, pingPong } = await get('fuyong.supervisor', `/demands/${it.number}/holders`);
    expect(items.map((held: Json) => [held.unit?.id, held.returned])).toEqual([
      ...[
        ['zhihui', false],
        ['fuyong', false],
        ['fuyong-construction', true],
        ['fuyong', false],
      ],
      ...[
        ['fuyong-governance', true],
        ['baoan', false],
        ['fuyong-governance', false],
      ],
    ]);
    expect(items.at(-1)).toMatchObject({
      to: null,
      charged: expect.arrayContaining([expect.objectContaining({ clock: 'handle', scope: 'working' })]),
    });
    expect(pingPong).toMatchObject({ returns: 2, units: [{ id: 'fuyong-construction' }, { id: 'fuyong-governance' }] });
    expect(
      (await stack.call('fuhai.supervisor', { method: 'GET', url: `/api/v1/demands/${it.number}/holders` })).status,
    ).toBe(404);
    const returned = (await get('fuyong.supervisor', '/demands?returned=true&limit=200')).items;
    expect(returned.map(({ number }: Json) => number)).toContain(it.number);
    expect(returned.every(({ number }: Json) => number !== undefined)).toBe(true);
    const plain = await aCase(stack);
    expect(returned.map(({ number }: Json) => number)).not.toContain(plain.number);
    expect(
      (await get('fuyong.supervisor', '/demands?returned=false&limit=200')).items.map(({ number }: Json) => number),
    ).toContain(plain.number);
  });

  it('a ruling is proposed for like demands, with its reason, and with its number only to who may see that demand', async () => {
    const earlier = await ruled({ title: '门前道路施工占道', body: '施工围挡占用非机动车道，早高峰拥堵。' });
    const like = await aCase(stack, {
      title: '道路施工占道影响出行',
      body: '围挡占用车道，早高峰拥堵严重。',
      category: '交通出行',
    });
    const [first] = (await get('fuyong.supervisor', `/demands/${like.number}/precedents`)).items;
    expect(first).toMatchObject({
      ...{ number: earlier.number, title: '门前道路施工占道', reason: '占道由综治办牵头。' },
      leadUnit: { id: 'fuyong-governance' },
      ruledBy: { id: 'baoan' },
      why: expect.stringMatching(/类别相同/),
    });
    const elsewhere = await stack.call('fuhai.collector', {
      ...{ method: 'POST', url: '/api/v1/demands' },
      payload: {
        kind: 'help',
        title: '道路施工占道影响出行',
        body: '围挡占用车道，早高峰拥堵严重。',
        unit: 'fuhai',
        category: '交通出行',
        subject: { type: 'sole', name: '某支部' },
        channel: '电话',
      },
    });
    const other = await caseOf(stack, elsewhere.body.number as string);
    const shown = (await get('fuhai.dispatcher', `/demands/${other.number}/precedents`)).items;
    expect(shown.length).toBeGreaterThan(0);
    for (const each of shown) expect(each).toMatchObject({ number: null, title: null, reason: '占道由综治办牵头。' });
    for (const by of ['zhihui.handler', 'zhihui.collector'])
      expect((await stack.call(by, { method: 'GET', url: `/api/v1/demands/${like.number}/precedents` })).status).toBe(
        403,
      );
  });
});

test('everything that deputies and others did is repeated command by command', async () => {
  expect(Object.keys(named)).toHaveLength(3);
  expect(await replayAndKeep(stack, named)).toEqual([]);
});
