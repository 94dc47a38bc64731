import { randomUUID } from 'node:crypto';
import { ACTION_NAMES, ROLES, type Action } from '../../src/domain/vocabulary';
import type { RouteEntry } from '../../src/api/access';
import { type Json, testApp, type TestApp } from '../support/app';
import { multipartForm } from '../support/multipart-form';
import { png } from '../support/sample-files';

const canary = '金丝雀甲乙丙';
const reason = '理由充分';

let api: TestApp;
let demand: Json;
let attachment: Json;

beforeAll(async () => {
  api = await testApp();
  const upload = await multipartForm([{ name: `${canary}.png`, content: png }]);
  attachment = (await api.call('zhihui.collector', { method: 'POST', url: '/api/v1/attachments', ...upload })).body;
  const payload = {
    ...{ kind: 'help', title: canary, body: canary, unit: 'zhihui', channel: 'counter', attachments: [attachment.id] },
    ...{ subject: { type: 'enterprise', name: canary }, contact: { name: '王小明', phone: '13800009999' } },
  };
  const filed = await api.call('zhihui.collector', { method: 'POST', url: '/api/v1/demands', payload });
  expect(filed.status).toBe(201);
  demand = filed.body;
});
afterAll(() => api.close());

/** What stands for a parameter of a route; a route with a parameter that is missing here fails the test below. */
const targets: [pattern: RegExp, target: () => string | Promise<string>][] = [
  [/\/demands\/:number/, () => demand.number as string],
  [/\/attachments\/:id/, () => attachment.id as string],
  [/\/users\/:username/, () => 'zhihui.handler'],
  [/\/units\/:id/, () => 'zhihui'],
  [/\/callbacks\/:id/, aCallbackJob],
  [/\/spot-checks\/:id/, aSpotCheck],
  [/\/views\/:id/, aSharedView],
  [/\/calendars\/:year/, () => '2027'],
];
/** Rules of the whole district: everybody may read them. */
const ofEverybody = ['/api/v1/policies/:version', '/api/v1/calendars/:year'];

/** A body that would be good for whoever may do it, so that only sight and role can be the reason of a refusal. */
const bodies: Record<Action | 'user' | 'view' | 'unit' | 'attempt' | 'conclude' | 'fast-forward' | 'reveal', object> = {
  dispatch: { leadUnit: 'fuhai' },
  reject: { reason },
  merge: { into: 'SQ202601010000019' },
  split: {
    parts: [
      { title: '甲', body: '乙' },
      { title: '丙', body: '丁' },
    ],
  },
  pass_up: { reason },
  pass_down: { unit: 'huizhan', reason },
  accept: {},
  return: { reason },
  rule: { leadUnit: 'fuhai', reason },
  transfer: { user: 'fuhai.handler', reason },
  contact: { channel: 'phone', outcome: 'reached' },
  note: { text: reason },
  request_information: { question: reason },
  supply_information: { text: reason },
  request_extension: { workingDays: 1, reason },
  decide_extension: { approve: true },
  request_deferral: { reviewAt: '2099-01-05', reason },
  decide_deferral: { approve: true },
  finish: { result: 'resolved', summary: reason },
  review: { approve: true },
  reply: { found: reason, done: reason, basis: reason, contact: reason },
  rate: { grade: 5 },
  urge: {},
  supervise: { reason, workingDays: 1 },
  answer_supervision: { text: reason },
  withdraw: { reason },
  unit: { name: '甲', closed: false },
  user: { name: '甲', disabled: false, roles: [{ role: 'handler', unit: 'fuhai' }] },
  view: { name: '甲', queue: 'mine', search: {} },
  attempt: { outcome: 'no_answer' },
  conclude: { result: 'satisfied' },
  'fast-forward': { hours: 1 },
  reveal: { reason },
};

const guarded = (): RouteEntry[] => api.app.routeTable.filter(({ access }) => access !== 'public');

async function addressOf(url: string): Promise<string> {
  const known = targets.find(([pattern]) => pattern.test(url));
  if (!known) throw new Error(`tests/api/foreign-units.test.ts knows no target for ${url}: add one`);
  const value = await known[1]();
  return url.replace(':action', 'accept').replace(/:[a-z]+/i, value);
}

function bodyOf(url: string): object {
  const last = url.split('/').at(-1)!;
  if (url.includes('/users/')) return bodies.user;
  if (url.includes('/units/')) return bodies.unit;
  if (url.includes('/views/')) return bodies.view;
  return Object.hasOwn(bodies, last) ? bodies[last as Action] : {};
}

describe('a person of another street', () => {
  test.each(ROLES)('%s: every route to a thing of a foreign unit is refused', async (role) => {
    for (const { method, url } of guarded().filter((route) => route.url.includes('/:'))) {
      if (method === 'GET' && ofEverybody.includes(url)) continue;
      const target = { method, url: await addressOf(url), ...(method === 'GET' ? {} : { payload: bodyOf(url) }) };
      const { status, body, text } = await api.call(`fuhai.${role}`, target);
      const refused =
        (status === 404 && body.code === 'not_found') || (status === 403 && body.code === 'not_allowed_for_role');
      expect({ method, url, refused, text }).toEqual({ method, url, refused: true, text });
      expect(text).not.toContain(canary);
    }
  });

  test.each(ROLES)('%s: no list shows anything of a foreign unit', async (role) => {
    for (const { method, url } of guarded().filter((route) => route.method === 'GET' && !route.url.includes('/:'))) {
      if (url.endsWith('/stream')) continue;
      const { text } = await api.call(`fuhai.${role}`, { method, url });
      expect({ url, leaks: text.includes(canary) || text.includes(demand.number as string) }).toEqual({
        url,
        leaks: false,
      });
    }
  });

  test('what a street keeps for itself is not seen from the parks below it', async () => {
    const payload = {
      ...{ kind: 'help', title: canary, body: canary, unit: 'fuyong', channel: 'counter' },
      subject: { type: 'sole', name: '某支部' },
    };
    const { body } = await api.call('fuyong.collector', { method: 'POST', url: '/api/v1/demands', payload });
    const url = `/api/v1/demands/${body.number}`;
    expect((await api.call('fuyong.handler', { method: 'GET', url })).status).toBe(200);
    for (const role of ROLES) expect((await api.call(`zhihui.${role}`, { method: 'GET', url })).status).toBe(404);
  });

  test('the search finds nothing of it either', async () => {
    const url = `/api/v1/demands?q=${encodeURIComponent(canary)}`;
    expect((await api.call('fuhai.supervisor', { method: 'GET', url })).body.items).toEqual([]);
    expect((await api.call('fuyong.supervisor', { method: 'GET', url })).body.items).not.toEqual([]);
  });
});

describe('roles', () => {
  test.each(ROLES)('%s: a route for other roles is refused before anything else is looked at', async (role) => {
    for (const { method, url, access } of guarded()) {
      if (access === 'signed-in' || access === 'public' || access.includes(role)) continue;
      const path = url.replace(/:[a-z]+/gi, 'anything');
      const { status, body } = await api.call(`fuhai.${role}`, { method, url: path, payload: { nonsense: true } });
      expect({ method, url, status, code: body.code }).toEqual({
        method,
        url,
        status: 403,
        code: 'not_allowed_for_role',
      });
    }
  });

  test('every action of the domain has a route of its own', () => {
    const urls = api.app.routeTable.filter(({ method }) => method === 'POST').map(({ url }) => url);
    for (const action of ACTION_NAMES) expect(urls).toContain(`/api/v1/demands/:number/actions/${action}`);
  });
});

async function aCallbackJob(): Promise<string> {
  const at = new Date();
  const { id } = await api.database.callbackJob.create({
    data: {
      ...{
        id: randomUUID(),
        demandId: await demandId(),
        kind: 'dissatisfied',
        round: 1,
        state: 'offered',
        unitId: 'fuyong',
      },
      ...{ leadUnitId: 'zhihui', windowStart: at, windowEnd: at, attempts: [], version: 1, createdAt: at },
    },
  });
  return id;
}

async function aSpotCheck(): Promise<string> {
  const at = new Date();
  const { id } = await api.database.spotCheck.create({
    data: {
      ...{ id: randomUUID(), unitId: 'fuyong', drawnBy: 'demo-fuyong.supervisor', drawnAt: at, fromAt: at, toAt: at },
      ...{ percent: 10, seed: 's', frame: [{ number: canary }], sample: [canary] },
    },
  });
  return id;
}

async function aSharedView(): Promise<string> {
  const shared = {
    ownerId: 'demo-zhihui.handler',
    unitId: 'zhihui',
    name: canary,
    queue: 'mine',
    search: { q: canary },
  };
  return (await api.database.savedView.create({ data: { id: randomUUID(), ...shared } })).id;
}

async function demandId(): Promise<string> {
  return (await api.database.demand.findUniqueOrThrow({ where: { number: demand.number } })).id;
}
