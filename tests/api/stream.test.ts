import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { openSession } from '../../src/identity/sessions';
import { createSubscriber } from '../../src/api/stream/subscriber';
import { type Json, PATIENT, testApp, type TestApp } from '../support/app';
import { breakableLink, type BreakableLink } from '../support/breakable-link';

let api: TestApp;
let toDatabase: BreakableLink;
beforeAll(async () => {
  const through = async (databaseUrl: string) => {
    const url = new URL(databaseUrl);
    toDatabase = await breakableLink(url.hostname, Number(url.port));
    url.host = `127.0.0.1:${toDatabase.port}`;
    return url.href;
  };
  api = await testApp({}, through, PATIENT);
  await api.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await api.close();
  await toDatabase.close();
});

interface Console {
  status: number;
  type: string | undefined;
  token: string;
  events: { event: string; id?: string; data: Json }[];
  /** Waits until the console has heard so many notices. */
  notices(count: number): Promise<Json[]>;
  heard(condition: () => boolean): Promise<void>;
  ended: Promise<void>;
  leave(): void;
}

async function tokenOf(username: string, { database } = api): Promise<string> {
  const { id } = await database.user.findUniqueOrThrow({ where: { username } });
  return openSession(database, id, 1);
}

/** A browser's EventSource, as far as these tests need it. */
async function open(
  username: string,
  given: { lastEventId?: string; token?: string; of?: TestApp } = {},
): Promise<Console> {
  const token = given.token ?? (await tokenOf(username, given.of));
  const { port } = (given.of ?? api).app.server.address() as AddressInfo;
  const headers = {
    authorization: `Bearer ${token}`,
    ...(given.lastEventId ? { 'last-event-id': given.lastEventId } : {}),
  };
  const request = http.get({ port, path: '/api/v1/stream', headers, agent: false });
  const response = await new Promise<http.IncomingMessage>((resolve, reject) =>
    request.on('response', resolve).on('error', reject),
  );
  const events: Console['events'] = [];
  let wake = (): void => undefined;
  let isOver = false;
  response.on('close', () => {
    isOver = true;
    wake();
  });
  let text = '';
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      if (field('event')) events.push({ event: field('event')!, id: field('id'), data: JSON.parse(field('data')!) });
    }
    wake();
  });
  const heard = async (condition: () => boolean): Promise<void> => {
    while (!condition()) {
      if (isOver) throw new Error('the stream has ended before it said so');
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const noticesHeard = () => events.filter(({ event }) => event === 'notice').map(({ data }) => data);
  return {
    status: response.statusCode!,
    type: response.headers['content-type'],
    token,
    events,
    heard,
    notices: async (count) => {
      await heard(() => noticesHeard().length >= count);
      return noticesHeard();
    },
    ended: new Promise((resolve) => response.on('close', resolve).on('error', () => undefined)),
    leave: () => request.destroy(),
  };
}

/** A console whose process listens: what was said to find that out has all been heard. */
async function listening(username: string): Promise<Console> {
  const screen = await open(username);
  const toPerson = { userId: `demo-${username}`, kind: 'urged' };
  while (!screen.events.some(({ event }) => event === 'notice')) {
    await notice(toPerson);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const last = await notice(toPerson);
  await screen.heard(() => screen.events.some(({ id }) => id === last));
  screen.events.length = 0;
  return screen;
}

let made = 0;
async function notice(change: object): Promise<string> {
  const plain = { key: `test-${(made += 1)}`, kind: 'timeout_escalation', clock: 'handle', at: new Date() };
  return String((await api.database.notice.create({ data: { ...plain, ...change } })).id);
}
const toSupervisors = { role: 'supervisor', unitId: 'fuyong' };

describe('an open console', () => {
  test('hears at once of notices to its person and to its role in its unit, and of nobody else’s', async () => {
    const screen = await listening('fuyong.supervisor');
    expect([screen.status, screen.type]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const first = await notice(toSupervisors);
    await notice({ role: 'supervisor', unitId: 'fuhai' });
    await notice({ role: 'handler', unitId: 'fuyong' });
    await notice({ userId: 'demo-fuyong.handler' });
    const second = await notice({ userId: 'demo-fuyong.supervisor' });
    const heard = await screen.notices(2);
    expect(heard.map(({ id }) => id)).toEqual([first, second]);
    expect(heard[0]).toMatchObject({ label: '超时升级', clock: 'handle', unit: { id: 'fuyong' }, read: false });
    screen.leave();
  });

  test('hears of a drawn case only where it may be known before the call', async () => {
    const at = new Date();
    const job = { id: 'drawn', kind: 'spot_check', round: 1, state: 'offered', version: 1, attempts: [] };
    const seat = { demandId: randomUUID(), unitId: 'baoan', sight: ['baoan'], leadUnitId: 'zhihui' };
    const times = { windowStart: at, windowEnd: at, createdAt: at };
    await api.database.callbackJob.create({ data: { ...job, ...seat, ...times } });
    const alsoHandles = { userId: 'demo-baoan.callback', role: 'handler', unitId: 'zhihui' };
    await api.database.roleGrant.create({ data: alsoHandles });
    const watching = ['baoan.supervisor', 'baoan.callback', 'fuyong.supervisor', 'zhihui.supervisor'];
    const screens = await Promise.all(watching.map((user) => listening(user)));
    for (const role of ['supervisor', 'callback'])
      await notice({ role, unitId: 'baoan', kind: 'callback_due', clock: 'callback', data: { job: 'drawn' } });
    const last = await Promise.all(watching.map((user) => notice({ userId: `demo-${user}` })));
    const heard = screens.map(async (screen, i) => {
      await screen.heard(() => screen.events.some(({ id }) => id === last[i]));
      screen.leave();
      return screen.events.filter(({ data }) => data.kind === 'callback_due').length;
    });
    expect(await Promise.all(heard)).toEqual([1, 0, 0, 0]);
    await api.database.roleGrant.delete({ where: { userId_role_unitId: alsoHandles } });
  });

  test('is told that its queues may have changed, also by what others are told, at most once a second', async () => {
    // From before they listen: what is said for that may be heard late.
    const from = Date.now();
    const [supervisor, handler] = [await listening('fuyong.supervisor'), await listening('fuyong.handler')];
    for (let i = 0; i < 20; i++) await notice(toSupervisors);
    const isQueues = ({ event }: { event: string }) => event === 'queues';
    await handler.heard(() => handler.events.some(isQueues));
    await supervisor.notices(20);
    const seconds = Math.ceil((Date.now() - from) / 1000);
    expect(supervisor.events.filter(isQueues).length).toBeLessThanOrEqual(1 + seconds);
    for (const screen of [supervisor, handler]) screen.leave();
  });

  test('that came before its process listened is told to look again once it does', async () => {
    const fresh = await testApp();
    await fresh.app.listen({ port: 0, host: '127.0.0.1' });
    const screen = await open('fuyong.supervisor', { of: fresh });
    await screen.heard(() => screen.events.filter(({ event }) => event === 'queues').length > 1);
    screen.leave();
    await fresh.close();
  });

  test('that comes back with the id of the last event hears what it missed, oldest first', async () => {
    const seen = await notice(toSupervisors);
    const missed = [await notice(toSupervisors), await notice(toSupervisors)];
    await notice({ role: 'supervisor', unitId: 'fuhai' });
    const screen = await open('fuyong.supervisor', { lastEventId: seen });
    const heard = await screen.notices(2);
    expect(heard.map(({ id }) => id)).toEqual(missed);
    expect(screen.events.find(({ event }) => event === 'notice')?.id).toBe(missed[0]);
    screen.leave();
  });

  test('is told what it missed before what is written while that is read, and nothing twice', () => {
    const actor = { user: 'demo-fuyong.supervisor', acting: [], units: [] } as never;
    const subscriber = createSubscriber(actor, Buffer.alloc(0), { seesAll: false, lastEventId: '1' });
    subscriber.tell('3', 'c');
    subscriber.tell('4', 'd');
    subscriber.catchUp([
      ['2', 'b'],
      ['3', 'c'],
    ]);
    subscriber.tell('5', 'e');
    expect(String(subscriber.stream.read())).toBe('bcde');
  });

  test('an id that is none is taken for no id', async () => {
    const screen = await open('fuyong.supervisor', { lastEventId: 'x; DROP TABLE notice' });
    expect(screen.status).toBe(200);
    screen.leave();
  });
});

describe('a stream ends', () => {
  test('when the person signs out', async () => {
    const screen = await open('fuyong.reviewer');
    const headers = { authorization: `Bearer ${screen.token}` };
    await api.call(null, { method: 'DELETE', url: '/api/v1/sessions/current', headers });
    await screen.ended;
    expect((await open('fuyong.reviewer', { token: screen.token })).status).toBe(401);
  });

  test('when the account is disabled', async () => {
    const screen = await open('fuyong.replier');
    await api.database.user.update({ where: { username: 'fuyong.replier' }, data: { disabledAt: new Date() } });
    await screen.ended;
  });

  test('when a role is taken away, and what comes then is no longer heard', async () => {
    const [screen, colleague] = [await open('zhihui.supervisor'), await open('zhihui.handler')];
    await api.database.roleGrant.deleteMany({ where: { userId: 'demo-zhihui.supervisor' } });
    await screen.ended;
    const again = await open('zhihui.supervisor', { token: screen.token });
    const id = await notice({ role: 'handler', unitId: 'zhihui' });
    await notice({ role: 'supervisor', unitId: 'zhihui' });
    expect((await colleague.notices(1))[0].id).toBe(id);
    const own = await notice({ userId: 'demo-zhihui.supervisor' });
    expect((await again.notices(1)).map((heard) => heard.id)).toEqual([own]);
    for (const each of [again, colleague]) each.leave();
  });

  test('when the console stops reading for too long', async () => {
    const screen = await listening('xixiang.handler');
    const { port } = api.app.server.address() as AddressInfo;
    const headers = { authorization: `Bearer ${await tokenOf('xixiang.handler')}` };
    const request = http.get({ port, path: '/api/v1/stream', headers, agent: false });
    const stuck = await new Promise<http.IncomingMessage>((resolve) => request.on('response', resolve));
    const closed = new Promise((resolve) => stuck.on('close', resolve));
    stuck.on('error', () => undefined).pause();
    // More than the buffers of the network take, in pieces that a console which reads has no trouble with.
    const data = { text: '长'.repeat(100_000) };
    for (let i = 1; i <= 60; i++) {
      await notice({ userId: 'demo-xixiang.handler', data });
      await screen.notices(i);
    }
    stuck.resume();
    await closed;
    screen.leave();
  });
});

test('a person keeps at most ten streams open, and may open another when one is closed', async () => {
  const screens = await Promise.all(Array.from({ length: 10 }, () => open('baoan.auditor')));
  expect(screens.map(({ status }) => status)).toEqual(Array(10).fill(200));
  const refused = await open('baoan.auditor');
  expect(refused.status).toBe(429);
  screens[0]!.leave();
  let another: Console;
  do another = await open('baoan.auditor');
  while (another.status !== 200);
  for (const screen of [...screens, another]) screen.leave();
});

test('after the database was away, consoles that come back hear what was announced meanwhile', async () => {
  const screen = await listening('fuyong.collector');
  const seen = await notice({ userId: 'demo-fuyong.collector' });
  await screen.notices(1);
  toDatabase.break('cut');
  await screen.ended;
  toDatabase.mend();
  let id: string | undefined;
  while (!id) id = await notice({ userId: 'demo-fuyong.collector' }).catch(() => undefined);
  let again = await open('fuyong.collector', { token: screen.token, lastEventId: seen });
  while (again.status !== 200) again = await open('fuyong.collector', { token: screen.token, lastEventId: seen });
  expect((await again.notices(1))[0].id).toBe(id);
  const next = await listening('fuyong.collector');
  for (const each of [again, next]) each.leave();
});

test('a server that stops ends its streams and does not wait for them', async () => {
  const screen = await open('fuyong.auditor');
  await api.app.close();
  await screen.ended;
});
