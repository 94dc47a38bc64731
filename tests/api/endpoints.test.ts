import { createHmac } from 'node:crypto';
import pino from 'pino';
import { Webhook } from 'standardwebhooks';
import { ROLES } from '../../src/domain/vocabulary';
import { createEgress } from '../../src/notices/egress';
import { createRound } from '../../src/notices/round';
import { sealUrl } from '../../src/notices/sealed';
import { type Answer, type Json, testApp, type TestApp } from '../support/app';
import { filing } from '../support/a-case';
import { httpReceiver, type Received, type Receiver } from '../support/receivers';

const MINUTE = 60_000;
let api: TestApp;
let receiver: Receiver;
let now: number;
/** What the receiver says; null: nothing at all. */
let say: (
  request: Received,
) => { status?: number; body?: object; headers?: Record<string, string>; lateMs?: number } | null;
let demandId: string;

beforeAll(async () => {
  api = await testApp({ ALLOWED_EGRESS: '127.0.0.0/8' });
  receiver = await httpReceiver((request, reply) => {
    const said = say(request);
    if (!said) return;
    const { status = 200, body = {}, headers = {}, lateMs = 0 } = said;
    setTimeout(() => reply.writeHead(status, headers).end(JSON.stringify(body)), lateMs);
  });
  // The tests run at any time of the day.
  await api.database.$executeRaw`UPDATE policy SET data = jsonb_set(data, '{quietHours}', '{"from": 0, "to": 0}')`;
  const { body } = await api.call('zhihui.collector', { method: 'POST', url: '/api/v1/demands', payload: filing });
  demandId = (await api.database.demand.findUniqueOrThrow({ where: { number: body.number } })).id;
});
beforeEach(async () => {
  say = () => ({ body: { errcode: 0, code: 0 } });
  receiver.received.length = 0;
  now = Date.now();
  await api.database.messageEndpoint.deleteMany();
  await api.database.message.deleteMany();
  await api.database.messageAttempt.deleteMany();
});
afterAll(async () => {
  await receiver.close();
  await api.close();
});

const ADMIN = 'zhihui.administrator';
const ask = (
  user: string,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  payload?: object,
  headers = {},
): Promise<Answer> => api.call(user, { method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) });
const wanted = (change: object = {}) => ({
  unit: 'zhihui',
  channel: 'webhook',
  name: '园区群',
  url: `${receiver.url}hook/abcd`,
  ...change,
});
const make = async (change: object = {}): Promise<Json> => {
  const { status, body, text } = await ask(ADMIN, 'POST', '/endpoints', wanted(change));
  if (status !== 201) throw new Error(text);
  return body;
};

/** One round of the worker. Only where a receiver is late is it hasty: a busy machine is not a late receiver. */
async function round(timeoutMs = 10_000): Promise<void> {
  const egress = createEgress({ allowed: ['127.0.0.0/8'] });
  const hasty = {
    ...egress,
    post: (request: Parameters<typeof egress.post>[0]) => egress.post({ ...request, timeoutMs }),
  };
  const log = pino({ level: 'silent' });
  await createRound({
    database: api.database,
    config: api.config,
    log,
    egress: hasty,
    senders: {},
    clock: () => now,
  })();
}

let rung = 0;
/** Notices that ring for the park, so many. */
async function ring(count = 1): Promise<void> {
  const keys = Array.from({ length: count }, () => `endpoint ${(rung += 1)}`);
  const told = { demandId, kind: 'urged', role: 'handler', unitId: 'zhihui', at: new Date(now), data: { count: 1 } };
  await api.database.notice.createMany({ data: keys.map((key) => ({ key, ...told })) });
  const row = { channel: 'spread', dueAt: new Date(now - 1) };
  await api.database.message.createMany({
    data: keys.map((key) => ({ key: `${key}:spread`, noticeKey: key, ...row })),
  });
}
const messages = (target: string) => api.database.message.findMany({ where: { target }, orderBy: { id: 'asc' } });

describe('a webhook', () => {
  it('is signed so that an independent library verifies it, and tells little', async () => {
    const { id, secret } = await make();
    expect(secret).toMatch(/^whsec_/);
    await ring();
    await round();
    const [{ body, headers }] = receiver.received as [Received];
    const told = new Webhook(secret).verify(body, headers as Record<string, string>) as Json;
    expect(told).toMatchObject({ type: 'notice.urged', data: { unit: '智美·汇志园区', repeated: false } });
    expect(Object.keys(told.data).sort()).toEqual(['clock', 'demand', 'link', 'repeated', 'unit']);
    expect(Number(headers['webhook-timestamp'])).toBe(Math.floor(now / 1000));
    for (const [change, wrong] of [
      [{}, body.replace('urged', 'other')],
      [{ 'webhook-timestamp': '1' }, body],
    ] as const)
      expect(() => new Webhook(secret).verify(wrong, { ...(headers as Record<string, string>), ...change })).toThrow();
    const other = `whsec_${Buffer.alloc(32).toString('base64')}`;
    expect(() => new Webhook(other).verify(body, headers as Record<string, string>)).toThrow();
    expect((await messages(id))[0]!.sentAt).not.toBeNull();
  });

  it('keeps its id over tries that fail', async () => {
    const { id } = await make();
    say = ({ url }) => ({ status: receiver.received.length < 3 ? 500 : 200, headers: { url } });
    await ring();
    for (let i = 0; i < 3; i += 1, now += 10 * MINUTE) await round();
    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    const [row] = await messages(id);
    expect(row).toMatchObject({ attempts: 3, unsure: false, lastError: null });
    const tries = await api.database.messageAttempt.findMany({
      where: { messageId: row!.id },
      orderBy: { attempt: 'asc' },
    });
    expect(tries.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['failed', '对方回答 500'],
      ['failed', '对方回答 500'],
      ['sent', null],
    ]);
  });

  it.each([
    ['hangs', null],
    ['succeeds late', { lateMs: 2_500 }],
  ])('that %s is told again under the same id, and that it is a repetition', async (_, first) => {
    await make();
    await ring();
    say = () => first;
    await round(1_000);
    say = () => ({});
    now += 10 * MINUTE;
    await round();
    const [one, two] = receiver.received.map(({ body, headers }) => ({
      ...JSON.parse(body).data,
      id: headers['webhook-id'],
    }));
    expect([one.repeated, two.repeated, receiver.received.length]).toEqual([false, true, 2]);
    expect(two.id).toBe(one.id);
  });

  it('signs with the old and the new secret for a day after they were changed', async () => {
    const { id, secret: old } = await make();
    const { status, body } = await ask(ADMIN, 'POST', `/endpoints/${id}/actions/rotate`);
    expect([status, body.oldSecretUntil === null]).toEqual([200, false]);
    await ring();
    await round();
    const [{ body: told, headers }] = receiver.received as [Received];
    for (const secret of [old, body.secret]) new Webhook(secret).verify(told, headers as Record<string, string>);
    now += 25 * 60 * MINUTE;
    await ring();
    await round();
    const later = receiver.received[1]!;
    expect(String(later.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });

  it('is not changed again while the receiver may still use the secret before', async () => {
    const { id, secret: old } = await make();
    await ask(ADMIN, 'POST', `/endpoints/${id}/actions/rotate`);
    const again = await ask(ADMIN, 'POST', `/endpoints/${id}/actions/rotate`);
    expect([again.status, again.body.code]).toEqual([409, 'not_allowed_in_state']);
    await ring();
    await round();
    const [{ body: told, headers }] = receiver.received as [Received];
    new Webhook(old).verify(told, headers as Record<string, string>);
  });

  it('that answers 410 is disabled and told nothing more; the audit says so, and its administrators are told once', async () => {
    const { id } = await make();
    say = () => ({ status: 410 });
    await ring(2);
    await round();
    expect((await ask(ADMIN, 'GET', `/endpoints/${id}`)).body).toMatchObject({
      disabled: { reason: '对方回答 410，不再接收' },
      failed: 2,
    });
    await ring();
    await round();
    expect(await messages(id)).toHaveLength(2);
    expect(
      await api.database.audit.count({ where: { action: 'endpoint_disabled', target: 'zhihui' } }),
    ).toBeGreaterThan(0);
    const told = await api.database.notice.findMany({ where: { key: { startsWith: `endpoint_disabled:${id}` } } });
    expect(told).toMatchObject([
      { kind: 'endpoint_disabled', role: 'administrator', unitId: 'zhihui', data: { endpoint: '园区群' } },
    ]);
  });

  it('that redirects is not followed', async () => {
    const { id } = await make();
    say = () => ({ status: 302, headers: { location: `${receiver.url}inside` } });
    await ring();
    await round();
    expect(receiver.received.map(({ url }) => url)).toEqual(['/hook/abcd']);
    expect((await messages(id))[0]).toMatchObject({
      lastError: '对方要求跳转（302），不跟随',
      deadAt: expect.any(Date),
    });
  });

  it('goes nowhere inside, whatever its address became', async () => {
    const { id } = await make();
    const urlCipher = Uint8Array.from(sealUrl('http://10.0.0.1/', id, api.config.secretKeys));
    await api.database.messageEndpoint.update({ where: { id }, data: { urlCipher } });
    await ring();
    await round();
    expect((await messages(id))[0]).toMatchObject({ lastError: '不能指向内部网络的地址', deadAt: expect.any(Date) });
  });
});

describe('a robot', () => {
  const textOf = ({ body }: Received): string => {
    const told = JSON.parse(body);
    return told.markdown?.content ?? told.text?.content ?? told.content?.text;
  };

  it.each(['wecom', 'dingtalk', 'feishu'])(
    'of %s says 200 messages within its limit, and none is lost',
    async (channel) => {
      const { id } = await make({ channel });
      const minute: number[] = [];
      say = () => {
        minute.push(now);
        const inLastMinute = minute.filter((at) => at > now - MINUTE).length;
        return { body: inLastMinute > 20 ? { errcode: 45009, code: 11232 } : { errcode: 0, code: 0 } };
      };
      await ring(200);
      for (let i = 0; i < 3; i += 1) await Promise.all([round(), round()]);
      expect(receiver.received.length).toBeLessThanOrEqual(20);
      for (let i = 0; i < 4; i += 1, now += MINUTE + 1) await round();
      const rows = await messages(id);
      expect(rows.filter(({ sentAt }) => sentAt === null)).toEqual([]);
      expect(rows).toHaveLength(200);
      const lines = receiver.received
        .flatMap((each) => textOf(each).split('\n'))
        .filter((line) => line.includes('被催办'));
      expect(lines).toHaveLength(200);
      for (const each of receiver.received)
        expect(Buffer.byteLength(textOf(each))).toBeLessThan(channel === 'wecom' ? 4_096 : 20_000);
    },
  );

  it('signs as DingTalk and Feishu ask', async () => {
    const [ding, fei] = [
      await make({ channel: 'dingtalk', secret: 'SEC1' }),
      await make({ channel: 'feishu', secret: 'SEC2' }),
    ];
    expect([ding.signed, fei.signed, ding.secret, fei.secret]).toEqual([true, true, undefined, undefined]);
    await ring();
    await round();
    const query = receiver.received
      .map(({ url }) => new URL(url, receiver.url).searchParams)
      .find((each) => each.has('sign'))!;
    const stamp = query.get('timestamp')!;
    expect(query.get('sign')).toBe(createHmac('sha256', 'SEC1').update(`${stamp}\nSEC1`).digest('base64'));
    const told = receiver.received.map(({ body }) => JSON.parse(body)).find(({ sign }) => sign);
    expect(told.sign).toBe(createHmac('sha256', `${told.timestamp}\nSEC2`).digest('base64'));
  });

  it('that refuses for good is given up; one that is asked too much is tried again', async () => {
    const { id } = await make({ channel: 'dingtalk' });
    say = () => ({ body: { errcode: 310000, errmsg: 'keywords not in content' } });
    await ring();
    await round();
    say = () => ({ body: { errcode: 130101, errmsg: 'too fast' } });
    await ring();
    await round();
    const rows = await messages(id);
    expect(rows.map(({ deadAt, lastError }) => [deadAt !== null, lastError])).toEqual([
      [true, '机器人回答 310000 keywords not in content'],
      [false, '机器人回答 130101 too fast'],
    ]);
  });
});

describe('robots and webhooks', () => {
  it('are shown without their secrets, by what they are called, to administrators of the unit and above', async () => {
    const made = await make({ channel: 'wecom', url: `${receiver.url}send?key=0123456789abcdef` });
    const { secret, ...shown } = made;
    expect(secret).toBeUndefined();
    expect(shown).toMatchObject({
      url: `${receiver.url.slice(0, -1)}/…cdef`,
      kinds: null,
      signed: false,
      disabled: null,
    });
    for (const user of [ADMIN, 'fuyong.administrator', 'baoan.administrator'])
      expect((await ask(user, 'GET', '/endpoints')).body.items).toEqual([shown]);
    expect((await ask('fuhai.administrator', 'GET', '/endpoints')).body.items).toEqual([]);
    const audit = await api.database.audit.findMany({
      where: { action: { startsWith: 'endpoint' } },
      select: { detail: true },
    });
    expect(audit.length).toBeGreaterThan(0);
    expect(JSON.stringify(audit)).not.toMatch(/abcdef|whsec/);
  });

  it('are registered once: the same robot again would say everything twice', async () => {
    const url = `${receiver.url}send?key=0123456789abcdef`;
    const { id } = await make({ channel: 'wecom', url });
    const again = { ...wanted({ channel: 'wecom', url: url.replace('http:', 'HTTP:') }), unit: 'fuyong' };
    const { body } = await ask('fuyong.administrator', 'POST', '/endpoints', again);
    expect(body.errors).toMatchObject([{ path: '/url', message: expect.stringContaining('智美·汇志园区') }]);
    // One beside hears nothing of whose it is.
    const beside = await ask('fuhai.administrator', 'POST', '/endpoints', { ...again, unit: 'fuhai' });
    expect(beside.body.errors).toMatchObject([{ path: '/url', message: expect.stringContaining('其他单位') }]);
    expect(beside.text).not.toContain('智美');
    await make({ channel: 'dingtalk', url });
    // An address that nobody can read any more is in nobody's way.
    const unread = await make({ channel: 'wecom', url: `${receiver.url}send?key=unread` });
    await api.database.messageEndpoint.update({
      where: { id: unread.id },
      data: { urlCipher: Uint8Array.of(1, 1, 0) },
    });
    // One that is not in use is in nobody's way, until it is taken into use again.
    const change = { name: '旧群', kinds: null, disabled: true };
    await ask(ADMIN, 'PUT', `/endpoints/${id}`, change);
    expect((await ask('fuyong.administrator', 'POST', '/endpoints', again)).status).toBe(201);
    const renamed = await ask(ADMIN, 'PUT', `/endpoints/${id}`, { ...change, disabled: false });
    expect([renamed.status, renamed.body.errors?.[0]?.path]).toEqual([422, '/url']);
  });

  it('are changed, disabled, taken into use again and deleted', async () => {
    const { id } = await make();
    const change = { name: '新名', kinds: ['urged'], disabled: true };
    expect((await ask(ADMIN, 'PUT', `/endpoints/${id}`, change)).body).toMatchObject({
      name: '新名',
      kinds: ['urged'],
      disabled: { reason: '管理员停用' },
    });
    await ring();
    await round();
    expect(receiver.received).toEqual([]);
    expect((await ask(ADMIN, 'PUT', `/endpoints/${id}`, { ...change, disabled: false })).body.disabled).toBeNull();
    expect((await ask(ADMIN, 'DELETE', `/endpoints/${id}`)).status).toBe(204);
    expect((await ask(ADMIN, 'GET', `/endpoints/${id}`)).body.code).toBe('not_found');
  });

  it('are tried out, and the answer says what went wrong', async () => {
    const { id } = await make({ channel: 'feishu' });
    expect((await ask(ADMIN, 'POST', `/endpoints/${id}/actions/test`)).body).toEqual({ delivered: true, detail: null });
    say = () => ({ status: 404 });
    const { body } = await ask(ADMIN, 'POST', `/endpoints/${id}/actions/test`);
    expect(body).toEqual({ delivered: false, detail: '对方回答 404' });
    expect((await ask(ADMIN, 'POST', `/endpoints/${id}/actions/rotate`)).body.code).toBe('not_allowed_in_state');
  });

  it('are made once for one key, and the secret is shown once', async () => {
    const key = { 'idempotency-key': 'endpoint-key-1' };
    const [one, two] = [
      await ask(ADMIN, 'POST', '/endpoints', wanted(), key),
      await ask(ADMIN, 'POST', '/endpoints', wanted(), key),
    ];
    expect([one.body.id === two.body.id, one.body.secret !== undefined, two.body.secret]).toEqual([
      true,
      true,
      undefined,
    ]);
    expect(await api.database.messageEndpoint.count()).toBe(1);
  });

  it.each([
    [{ url: 'https://10.0.0.1/' }, '/url'],
    [{ url: 'https://169.254.169.254/' }, '/url'],
    [{ url: 'ftp://example.com/' }, '/url'],
    [{ url: 'https://me:word@example.com/' }, '/url'],
    [{ url: 'example' }, '/url'],
    [{ channel: 'pigeon' }, '/channel'],
    [{ name: ' ' }, '/name'],
    [{ kinds: ['replied'] }, '/kinds/0'],
    [{ secret: 'own' }, '/secret'],
    [{ channel: 'wecom', secret: 'own' }, '/secret'],
  ])('with %o are refused', async (change, path) => {
    const { status, body } = await ask(ADMIN, 'POST', '/endpoints', wanted(change));
    expect([status, body.code, body.errors?.[0]?.path]).toEqual([422, 'invalid_input', path]);
  });

  it('are the business of administrators of the unit alone', async () => {
    for (const role of ROLES.filter((each) => each !== 'administrator'))
      expect((await ask(`zhihui.${role}`, 'POST', '/endpoints', wanted())).body.code).toBe('not_allowed_for_role');
    expect((await ask('fuhai.administrator', 'POST', '/endpoints', wanted())).body.code).toBe('not_allowed_for_role');
    const { id } = await make();
    expect((await ask('fuhai.administrator', 'DELETE', `/endpoints/${id}`)).body.code).toBe('not_found');
    expect(
      (await ask(ADMIN, 'PUT', `/endpoints/${id}`, { name: '甲', kinds: null, disabled: false, secret: null })).body
        .code,
    ).toBe('invalid_input');
  });
});

describe('how a person wants to be told', () => {
  const USER = 'zhihui.handler';
  const mine = async (): Promise<Json> => (await ask(USER, 'GET', '/me/notice-preferences')).body;
  const change = (channels: object[]) => ask(USER, 'PUT', '/me/notice-preferences', { channels });
  const plain = { channel: 'mail', kinds: null, quietHours: null, digestAt: null };

  it('is the default until they choose', async () => {
    const { channels, kinds } = await mine();
    expect(channels.map((each: Json) => [each.channel, each.chosen, each.connected, each.address])).toEqual([
      ['mail', false, false, null],
      ['sms', false, false, null],
      ['voice', false, false, null],
    ]);
    expect(kinds[0]).toEqual({ kind: 'timeout_escalation', label: '超时升级' });
  });

  it('is kept, with the address encrypted and shown by its ends', async () => {
    const quiet = { quietHours: { from: 720, to: 840 }, digestAt: 1_020 };
    const { status, body } = await change([
      { ...plain, address: 'wang.handler@example.com', ...quiet },
      { ...plain, channel: 'sms', kinds: ['urged'], address: '139 0000-1111' },
    ]);
    expect([status, body]).toEqual([200, await mine()]);
    expect(body.channels).toMatchObject([
      { channel: 'mail', address: 'wa****@example.com', chosen: true, kinds: null, ...quiet },
      { channel: 'sms', address: '139****1111', kinds: ['urged'] },
      { channel: 'voice', chosen: false },
    ]);
    const [{ text }] = (await api.database.$queryRaw<
      { text: string }[]
    >`SELECT string_agg(a::text, '') AS text FROM staff_address a`) as [{ text: string }];
    expect(text).not.toMatch(/wang\.handler|13900001111/);
    await change([
      { ...plain, kinds: ['reminder'] },
      { ...plain, channel: 'sms', address: null },
    ]);
    expect((await mine()).channels).toMatchObject([
      { address: 'wa****@example.com', kinds: ['reminder'] },
      { address: null },
      {},
    ]);
  });

  it.each([
    [[{ ...plain, address: 'a@b\r\nBcc: c@d.com' }]],
    [[{ ...plain, address: 'wang@example.com,li@example.com' }]],
    [[{ ...plain, address: 'wang' }]],
    [[{ ...plain, channel: 'sms', address: '123' }]],
    [[{ ...plain, channel: 'wecom' }]],
    [[{ ...plain, kinds: ['task'] }]],
    [[{ ...plain, digestAt: 1_440 }]],
    [[{ ...plain, quietHours: { from: -1, to: 5 } }]],
    [[{ ...plain, quietHours: { from: 0, to: 1_440 } }]],
    // 119 minutes of the day are left.
    [[{ ...plain, quietHours: { from: 0, to: 1_321 } }]],
    [[plain, plain]],
    [[]],
  ])('with %j is refused', async (channels) => {
    expect((await change(channels)).body.code).toBe('invalid_input');
  });
});
