import { MOST_ATTEMPTS, NOT_NEEDED } from '../../src/domain/notice-channel';
import { ROLES } from '../../src/domain/vocabulary';
import { type Json, testApp, type TestApp } from '../support/app';

let api: TestApp;
const numbers: Record<string, string> = {};
beforeAll(async () => {
  api = await testApp();
  for (const unit of ['zhihui', 'fuhai']) numbers[unit] = await file(unit);
  await api.database.message.deleteMany();
});
afterAll(() => api.close());

async function file(unit: string): Promise<string> {
  const filing = { kind: 'help', title: '某事', body: '照明不足。', unit, channel: '窗口' };
  const payload = { ...filing, subject: { type: 'sole', name: '某支部' } };
  return (await api.call(`${unit}.collector`, { method: 'POST', url: '/api/v1/demands', payload })).body.number;
}

let made = 0;
/** A message about a demand of that unit, told to the handlers of the park; answers its id. */
async function message(unit: string | null, told: object = {}, sent: object = {}): Promise<string> {
  const key = `m${(made += 1)}`;
  const number = unit && numbers[unit];
  const demandId = number ? (await api.database.demand.findUniqueOrThrow({ where: { number } })).id : null;
  const noon = new Date('2026-11-24T12:00:00+08:00');
  const to = { role: 'handler', unitId: 'zhihui' };
  await api.database.notice.create({ data: { key, demandId, kind: 'reminder', at: noon, ...to, ...told } });
  const data = { key: `${key}:sink`, noticeKey: key, channel: 'sink', dueAt: noon, ...sent };
  return String((await api.database.message.create({ data })).id);
}
const items = async (user: string, query = ''): Promise<Json[]> =>
  (await api.call(user, { method: 'GET', url: `/api/v1/messages?limit=200${query}` })).body.items;
const find = async (user: string, id: string): Promise<Json> => (await items(user)).find((each) => each.id === id);

test('a message says what it tells of, to whom, and whether it went out', async () => {
  const id = await message('zhihui');
  expect(await find('fuyong.administrator', id)).toEqual({
    ...{ id, channel: 'sink', state: 'waiting', kind: 'reminder', label: '时限提醒', role: 'handler', user: null },
    unit: { id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C' },
    ...{ demand: numbers.zhihui, at: '2026-11-24T12:00:00.000+08:00', dueAt: '2026-11-24T12:00:00.000+08:00' },
    ...{ sentAt: null, attempts: 0, lastError: null, quietHours: false, repeated: false, gathered: false },
    ...{ meant: 'sink', meantLabel: '只记录，不外发', endpoint: null, reporter: false },
    text: `【直通车】时限提醒：${numbers.zhihui} 时限已用 %，请抓紧。 ${api.config.publicUrl}/console/demands/${numbers.zhihui}`,
  });
});

test('a message to a person names the person', async () => {
  const id = await message('zhihui', { role: null, unitId: null, userId: 'demo-zhihui.handler' });
  expect(await find('fuyong.administrator', id)).toMatchObject({
    ...{ unit: null, role: null, user: { username: 'zhihui.handler' } },
  });
});

test('messages are waiting, sent or given up, and can be asked for so', async () => {
  const gone = { sentAt: new Date('2026-11-24T12:01:00+08:00'), attempts: 1 };
  const ids = {
    waiting: [await message('zhihui', {}, { attempts: MOST_ATTEMPTS - 1, lastError: 'Error: busy' })],
    sent: [await message('zhihui', {}, gone), await message('zhihui', {}, { ...gone, attempts: MOST_ATTEMPTS })],
    failed: [await message('zhihui', {}, { attempts: MOST_ATTEMPTS, lastError: 'Error: no channel sms' })],
  };
  for (const [state, wanted] of Object.entries(ids)) {
    const found = await items('fuyong.administrator', `&state=${state}`);
    expect(found.map(({ id }) => id)).toEqual(expect.arrayContaining(wanted));
    const others = Object.values(ids)
      .flat()
      .filter((id) => !wanted.includes(id));
    expect(found.filter(({ id }) => others.includes(id))).toEqual([]);
    for (const each of found) expect([each.state, each.dueAt !== null]).toEqual([state, state === 'waiting']);
  }
  expect(await find('fuyong.administrator', ids.failed[0]!)).toMatchObject({ lastError: 'Error: no channel sms' });
});

test.each([
  ['2026-11-24T19:59:00+08:00', 0, false],
  ['2026-11-24T20:00:00+08:00', 0, true],
  ['2026-11-25T07:59:00+08:00', 0, true],
  ['2026-11-25T08:00:00+08:00', 0, false],
  ['2026-11-24T19:00:00+08:00', 7_200, true],
])('what happened at %s, %i seconds late, was held back by quiet hours: %s', async (at, lateBy, held) => {
  const id = await message('zhihui', { at: new Date(at), lateBy }, { attempts: 1, sentAt: new Date() });
  expect((await find('fuyong.administrator', id)).quietHours).toBe(held);
});

test('a street reads of the demands it sees and of no other; the district reads all', async () => {
  const ids = { own: await message('zhihui'), aside: await message('fuhai'), none: await message(null) };
  const reads = async (user: string) => {
    const found = await items(user);
    return Object.keys(ids).filter((name) => found.some(({ id }) => id === ids[name as keyof typeof ids]));
  };
  expect(await reads('fuyong.administrator')).toEqual(['own']);
  expect(await reads('zhihui.administrator')).toEqual(['own']);
  expect(await reads('fuhai.administrator')).toEqual(['aside']);
  expect(await reads('baoan.administrator')).toEqual(['own', 'aside', 'none']);
  expect(JSON.stringify(await items('fuyong.administrator'))).not.toContain(numbers.fuhai);
});

test('the text of a message about a demand out of sight is not shown, nor the rating link of whoever filed one', async () => {
  const ids = {
    own: await message('zhihui', { kind: 'replied', role: null, unitId: null, data: { round: 1 } }),
    aside: await message('fuhai'),
  };
  const own = await find('fuyong.administrator', ids.own);
  expect(own).toMatchObject({ reporter: true, unit: null, user: null });
  expect(own.text).toMatch(/已有反馈，请查看并评价。 \S+\/m\/rate#…$/);
  expect((await find('baoan.administrator', ids.aside)).text).toContain(numbers.fuhai);
  expect(JSON.stringify(await items('zhihui.administrator'))).not.toContain(numbers.fuhai);
});

test('what was spread is not listed beside the messages that came of it; what waits to be spread is', async () => {
  const channel = { channel: 'spread' };
  const [done, waiting] = [
    await message('zhihui', {}, { ...channel, sentAt: new Date() }),
    await message('zhihui', {}, channel),
  ];
  expect(await find('fuyong.administrator', done)).toBeUndefined();
  expect(await find('fuyong.administrator', waiting)).toMatchObject({ channel: 'spread', state: 'waiting' });
});

test('messages are found by channel, kind and demand', async () => {
  const id = await message('zhihui', { kind: 'urged' }, { channel: 'mail' });
  const found = async (query: string) => (await items('fuyong.administrator', query)).map((each) => each.id);
  expect(await found('&channel=mail')).toEqual([id]);
  expect(await found('&kind=urged')).toEqual([id]);
  expect(await found(`&demand=${numbers.zhihui}&channel=mail`)).toEqual([id]);
  expect(await found(`&demand=${numbers.fuhai}`)).toEqual([]);
});

describe('messages that were given up', () => {
  const dead = { deadAt: new Date('2026-11-24T12:01:00+08:00'), attempts: 3, lastError: '对方回答 500' };
  const replay = (user: string, id: string | null, payload: object = {}) => {
    const url = `/api/v1/messages/${id === null ? '' : `${id}/`}actions/replay`;
    return api.call(user, { method: 'POST', url, payload });
  };
  beforeEach(() => api.database.message.deleteMany());

  it('show every try, and go out again when they are replayed, one by one', async () => {
    const id = await message('zhihui', {}, dead);
    await api.database.messageAttempt.create({
      data: {
        messageId: BigInt(id),
        attempt: 1,
        at: new Date('2026-11-24T12:00:00+08:00'),
        outcome: 'failed',
        detail: '对方回答 500',
        ms: 12,
      },
    });
    const one = await api.call('fuyong.administrator', { method: 'GET', url: `/api/v1/messages/${id}` });
    expect(one.body).toMatchObject({ state: 'failed', lastError: '对方回答 500', receipt: null });
    expect(one.body.tries).toEqual([
      { attempt: 1, at: '2026-11-24T12:00:00.000+08:00', outcome: 'failed', detail: '对方回答 500', ms: 12 },
    ]);
    expect((await replay('fuyong.administrator', id)).body).toEqual({ replayed: 1 });
    expect(await find('fuyong.administrator', id)).toMatchObject({ state: 'waiting', attempts: 0, lastError: null });
    expect((await replay('fuyong.administrator', id)).body.code).toBe('not_allowed_in_state');
    const audit = await api.database.audit.findMany({ where: { action: 'messages_replayed' } });
    expect(audit.map(({ userId, detail }) => [userId, detail])).toEqual([
      ['demo-fuyong.administrator', { count: 1, message: id }],
    ]);
  });

  it('are not those whose matter was over before they went out: these failed nobody, and are not sent again', async () => {
    const id = await message('zhihui', {}, { ...dead, lastError: NOT_NEEDED });
    expect(await find('fuyong.administrator', id)).toMatchObject({ state: 'skipped' });
    const inState = async (state: string) => (await items('fuyong.administrator', `&state=${state}`)).map((m) => m.id);
    expect([await inState('skipped'), await inState('failed')]).toEqual([[id], []]);
    expect((await replay('fuyong.administrator', null)).body).toEqual({ replayed: 0 });
    expect((await replay('fuyong.administrator', id)).body.code).toBe('not_allowed_in_state');
  });

  it('go out again all together, or those of a channel, within what the administrator sees', async () => {
    const mail = await message('zhihui', {}, { ...dead, channel: 'mail' });
    const [sms, aside] = [await message('zhihui', {}, dead), await message('fuhai', {}, dead)];
    const stateOf = async (id: string) => (await find('baoan.administrator', id)).state;
    expect((await replay('fuyong.administrator', null, { channel: 'mail' })).body).toEqual({ replayed: 1 });
    expect([await stateOf(mail), await stateOf(sms)]).toEqual(['waiting', 'failed']);
    expect((await replay('fuyong.administrator', null)).body).toEqual({ replayed: 1 });
    expect(await stateOf(aside)).toBe('failed');
    expect((await replay('fuyong.administrator', aside)).body.code).toBe('not_found');
    expect((await replay('baoan.administrator', null)).body).toEqual({ replayed: 1 });
  });

  it.each([{ channel: 'pigeon' }, { kind: 'other' }, { all: true }])('are not replayed by %o', async (payload) => {
    expect((await replay('baoan.administrator', null, payload)).body.code).toBe('invalid_input');
  });
});

test('only administrators read the messages', async () => {
  for (const role of ROLES) {
    const { status } = await api.call(`baoan.${role}`, { method: 'GET', url: '/api/v1/messages' });
    expect([role, status]).toEqual([role, role === 'administrator' ? 200 : 403]);
  }
});

test.each(['state=lost', 'cursor=eA', 'limit=0'])('asking with %s is refused', async (query) => {
  const { status, body } = await api.call('baoan.administrator', { method: 'GET', url: `/api/v1/messages?${query}` });
  expect([status, body.code]).toEqual([422, 'invalid_input']);
});

test('messages come newest first, and pages follow one another without gaps or repeats', async () => {
  const whole = (await items('fuyong.administrator')).map(({ id }) => id);
  expect(whole).toEqual([...whole].sort((a, b) => Number(b) - Number(a)));
  const pages: string[] = [];
  let cursor = '';
  do {
    const url = `/api/v1/messages?limit=3${cursor && `&cursor=${cursor}`}`;
    const { body } = await api.call('fuyong.administrator', { method: 'GET', url });
    pages.push(...body.items.map((item: Json) => item.id));
    cursor = body.nextCursor ?? '';
  } while (cursor);
  expect(pages).toEqual(whole);
});
