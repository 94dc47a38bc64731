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
  [/\/spot-check-plans\/:id/, aSpotCheckPlan],
  [/\/callback-scripts\/:id/, aCallbackScript],
  [/\/views\/:id/, aSharedView],
  [/\/calendars\/:year/, () => '2027'],
  [/\/teams\/:unit/, () => 'zhihui-property'],
  [/\/enterprises\/:id/, () => stored.enterprise],
  [/\/visits\/:id/, () => stored.visit],
  [/\/inspections\/:id/, () => stored.inspection],
  [/\/findings\/:id/, () => stored.finding],
  [/\/buildings\/:unit/, () => stored.building],
  [/\/forms\/:code/, aForm],
  [/\/campaigns\/:id/, aCampaign],
  [/\/absences\/:id/, anAbsence],
  [/\/polls\/:id/, aPoll],
  [/\/conferences\/:id/, aConference],
  [/\/promises\/:id/, aPromise],
  [/\/appeals\/:id/, anAppeal],
  [/\/rehearsals\/:id/, aRehearsal],
  [/\/topics\/:id/, aTopic],
  [/\/analyses\/:id/, anAnalysis],
  [/\/imports\/templates\/:form/, aForm],
  [/\/imports\/:id/, anImport],
  [/\/duties\/:id/, aDuty],
  [/\/reply-templates\/:id/, aReplyTemplate],
  [/\/drafts\/:id/, aDraft],
  [/\/messages\/:id/, aMessage],
  [/\/endpoints\/:id/, anEndpoint],
  [/\/rules\/:version/, () => 'current'],
];
/** Rules of the whole district: everybody may read them. */
const ofEverybody = [
  '/api/v1/policies/:version',
  '/api/v1/calendars/:year',
  '/api/v1/rules/:version',
  '/api/v1/rules/:version/sheet',
];

/** A body that would be good for whoever may do it, so that only sight and role can be the reason of a refusal. */
const bodies: Record<Action | 'user' | 'view' | 'unit' | 'attempt' | 'conclude' | 'fast-forward' | 'reveal', object> = {
  dispatch: { leadUnit: 'fuhai' },
  reject: { reason },
  merge: { into: 'SQ202601010000019' },
  unmerge: { reason },
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
  open_poll: { question: reason, options: ['甲', '乙'], electorate: 'open', closesAt: '2099-01-05T09:00:00+08:00' },
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
  decide: { conference: '00000000-0000-4000-8000-000000000000', decision: reason },
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

/** Of the field work: enterprises, visits and inspections. */
const fieldBodies: [pattern: RegExp, body: object][] = [
  [/\/teams\/:unit\/enterprises$/, { add: [] }],
  [/\/enterprises\/:id$/, { name: '甲', unit: 'zhihui', address: '', retired: false }],
  [/\/visits\/:id\/actions\/record$/, { summary: reason }],
  [/\/visits\/:id\/actions\/correct$/, { summary: reason, reason }],
  [/\/visits\/:id\/actions\/move$/, { plannedAt: '2099-01-05' }],
  [/\/inspections\/:id\/findings$/, { category: '安全生产', risk: 'green' }],
  [/\/findings\/:id\/actions\/correct$/, { category: '安全生产', risk: 'green', reason }],
];

/** Of polls and joint conferences. */
const pollAndConferenceBodies = (): [pattern: RegExp, body: object][] => [
  [/\/demands\/:number\/polls$/, bodies.open_poll],
  [/\/polls\/:id\/actions\/close$/, { reason }],
  [/\/conferences\/:id$/, { title: '甲', heldAt: '2099-01-05T09:00:00+08:00', location: '乙', host: '丙' }],
  [/\/conferences\/:id\/items$/, { numbers: [demand.number] }],
  [/\/conferences\/:id\/items\/:number$/, { decision: reason }],
];

/** Of topics, imports and the duty list. */
const otherBodies = (): [pattern: RegExp, body: object][] => [
  [/\/callbacks\/:id\/actions\/skip$/, { reason }],
  [/\/callback-scripts\/:id$/, { title: canary, steps: [{ title: '甲', lines: ['乙'] }] }],
  [/\/topics\/:id$/, { title: '甲' }],
  [/\/topics\/:id\/demands/, { numbers: [demand.number] }],
  [/\/demands\/:number\/tracking-link$/, { reason }],
  [/\/analyses\/:id\/improvements$/, { unit: 'zhihui', title: '甲', body: reason }],
  [/\/topics\/:id\/close$/, { outcome: reason }],
  [/\/imports\/:id\/mapping$/, { columns: {} }],
  [/\/endpoints\/:id$/, { name: '甲', kinds: null, disabled: false }],
  [/\/duties\/:id$/, { ...duty, unit: 'zhihui', retired: true }],
  [/\/reply-templates\/:id$/, { ...replyTemplate, unit: 'zhihui', updatedAt: '2026-01-05T09:00:00Z' }],
];

function bodyOf(url: string): object {
  const other = otherBodies().find(([pattern]) => pattern.test(url));
  if (other) return other[1];
  const conferred = pollAndConferenceBodies().find(([pattern]) => pattern.test(url));
  if (conferred) return conferred[1];
  const field = fieldBodies.find(([pattern]) => pattern.test(url));
  if (field) return field[1];
  const last = url.split('/').at(-1)!;
  if (last === 'appeals') return { kind: 'rating', reason };
  if (url.endsWith('/appeals/:id/actions/rule')) return { uphold: true, reason };
  if (last === 'promises') return { text: reason, dueOn: '2099-01-05' };
  if (url.includes('/promises/')) return { outcome: 'kept', text: reason };
  if (url.includes('/forms/')) return last === 'retired' ? { retired: true } : { ...form, version: 1 };
  if (url.includes('/campaigns/')) return last === 'close' ? {} : campaign;
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

/** A round through a building of the park, and a visit of one of its teams. */
let stored: Record<'enterprise' | 'visit' | 'inspection' | 'finding' | 'building', string>;
beforeAll(async () => {
  const [enterpriseId, visitId, inspectionId, findingId] = Array.from({ length: 4 }, () => randomUUID());
  const { unit, enterprise, teamEnterprise, visit, inspection, finding } = api.database;
  const path = ['baoan', 'fuyong', 'zhihui', 'zhihui-tower'];
  const building = { id: 'zhihui-tower', name: '园区主楼', kind: 'building', level: 'C', parentId: 'zhihui', path };
  await unit.create({ data: building });
  await enterprise.create({ data: { id: enterpriseId!, name: canary, unitId: 'zhihui' } });
  await teamEnterprise.create({ data: { teamId: 'zhihui-property', enterpriseId: enterpriseId! } });
  const [at, by] = [new Date(), 'demo-zhihui.collector'];
  const planned = {
    id: visitId!,
    teamId: 'zhihui-property',
    enterpriseId: enterpriseId!,
    plannedAt: at,
    plannedBy: by,
  };
  await visit.create({ data: planned });
  const round = { id: inspectionId!, buildingId: building.id, name: canary, plannedAt: at, createdBy: by };
  await inspection.create({ data: round });
  const found = { category: '安全生产', risk: 'amber', place: canary, description: canary, createdBy: by };
  await finding.create({ data: { id: findingId!, inspectionId: inspectionId!, ...found } });
  stored = {
    ...{ enterprise: enterpriseId!, visit: visitId!, inspection: inspectionId!, finding: findingId! },
    building: building.id,
  };
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

async function aSpotCheckPlan(): Promise<string> {
  const plan = { unitId: 'fuyong', every: 'week', percent: 10, minute: 540, createdBy: 'demo-fuyong.supervisor' };
  return (await api.database.spotCheckPlan.create({ data: { id: randomUUID(), ...plan } })).id;
}

async function aCallbackScript(): Promise<string> {
  const script = { unitId: 'fuyong', title: canary, steps: [], updatedBy: 'demo-fuyong.supervisor' };
  return (await api.database.callbackScript.create({ data: { id: randomUUID(), ...script } })).id;
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

const form = { title: canary, subjectTypes: ['sole'], kinds: ['help'], asksContact: 'no' };
const campaign = {
  ...{ kind: 'forum', name: canary, host: '甲', location: '乙', channel: '微论坛' },
  ...{ startsAt: '2099-01-05T09:00:00+08:00', endsAt: '2099-01-05T11:00:00+08:00' },
};

/** Finished, so that only sight can be why it is not shown. */
async function anAnalysis(): Promise<string> {
  const at = new Date();
  const made = { unitId: 'zhihui', fromAt: at, toAt: at, title: canary, requestedBy: 'demo-zhihui.supervisor' };
  const done = { state: 'done', figureVersion: 1, data: { findings: [canary] }, finishedAt: at };
  const data = { id: randomUUID(), ...made, ...done, sight: ['baoan', 'fuyong', 'zhihui'] };
  return (await api.database.analysisReport.create({ data })).id;
}

async function aForm(): Promise<string> {
  const code = `form-${randomUUID().slice(0, 8)}`;
  const payload = { ...form, code, unit: 'zhihui' };
  expect((await api.call('zhihui.administrator', { method: 'POST', url: '/api/v1/forms', payload })).status).toBe(201);
  return code;
}

async function aCampaign(): Promise<string> {
  const payload = { ...campaign, unit: 'zhihui' };
  return (await api.call('zhihui.collector', { method: 'POST', url: '/api/v1/campaigns', payload })).body.id as string;
}

async function anAbsence(): Promise<string> {
  const people = { userId: 'demo-zhihui.handler', deputyId: 'demo-zhihui.replier', createdBy: 'demo-zhihui.handler' };
  const times = { fromAt: new Date('2099-01-05'), toAt: new Date('2099-01-06') };
  return (await api.database.absence.create({ data: { id: randomUUID(), ...people, ...times, note: canary } })).id;
}

async function aRehearsal(): Promise<string> {
  const period = { fromAt: new Date('2099-01-05'), toAt: new Date('2099-01-06') };
  const trial = { policy: { draft: canary, revision: 1, target: null, baseVersion: 1, data: {} } };
  const row = { unitId: 'zhihui', ...period, trial, requestedBy: 'demo-zhihui.supervisor', state: 'running' };
  const sight = ['baoan', 'fuyong', 'zhihui'];
  return (await api.database.rehearsal.create({ data: { id: randomUUID(), ...row, sight } })).id;
}

async function anAppeal(): Promise<string> {
  const at = new Date();
  const wordsId = randomUUID();
  await api.database.words.create({ data: { id: wordsId, demandId: await demandId(), texts: { reason: canary } } });
  const { id } = await api.database.appeal.create({
    data: {
      ...{ id: randomUUID(), demandId: await demandId(), kind: 'rating', round: 1, unitId: 'zhihui', wordsId },
      ...{ rulingUnitId: 'fuyong', filedBy: 'demo-zhihui.handler', filedAt: at, dueAt: at, state: 'open', version: 1 },
    },
  });
  return id;
}

async function aPromise(): Promise<string> {
  const { id: demandId } = await api.database.demand.findUniqueOrThrow({ where: { number: demand.number as string } });
  const words = await api.database.words.create({
    data: { id: randomUUID(), demandId, texts: { promise: { text: canary } } },
  });
  const { id } = await api.database.demandPromise.create({
    data: {
      ...{
        id: randomUUID(),
        demandId,
        unitId: 'zhihui',
        wordsId: words.id,
        madeBy: 'demo-zhihui.handler',
        madeAt: new Date(),
      },
      ...{
        dueAt: new Date(),
        state: 'promised',
        reports: [],
        version: 1,
        requests: [],
        sight: ['baoan', 'fuyong', 'zhihui'],
      },
    },
  });
  return id;
}

async function aPoll(): Promise<string> {
  const poll = {
    unitId: 'zhihui',
    question: canary,
    options: [canary, '乙'],
    electorate: 'ballots',
    ballots: 1,
    waits: false,
  };
  const more = { demandId: await demandId(), closesAt: new Date('2099-01-05'), createdBy: 'demo-zhihui.handler' };
  return (await api.database.poll.create({ data: { id: randomUUID(), ...poll, ...more } })).id;
}

const replyTemplate = { name: canary, texts: { found: canary } };

async function aReplyTemplate(): Promise<string> {
  const payload = { ...replyTemplate, unit: 'zhihui' };
  const made = await api.call('zhihui.administrator', { method: 'POST', url: '/api/v1/reply-templates', payload });
  return made.body.id as string;
}

async function aConference(): Promise<string> {
  const held = {
    unitId: 'zhihui',
    title: canary,
    heldAt: new Date(),
    location: canary,
    host: canary,
    attendees: canary,
  };
  const items = { create: [{ demandId: await demandId(), position: 1, decision: canary }] };
  const data = { id: randomUUID(), ...held, createdBy: 'demo-zhihui.dispatcher', items };
  return (await api.database.conference.create({ data })).id;
}

async function aTopic(): Promise<string> {
  const topic = { unitId: 'zhihui', title: canary, aim: canary };
  const demands = { create: [{ demandId: await demandId(), addedBy: 'demo-zhihui.dispatcher' }] };
  const people = { ownerId: 'demo-zhihui.supervisor', createdBy: 'demo-zhihui.dispatcher' };
  return (await api.database.topic.create({ data: { id: randomUUID(), ...topic, ...people, demands } })).id;
}

async function anImport(): Promise<string> {
  const batch = { unitId: 'zhihui', createdBy: 'demo-zhihui.collector', formCode: 'organisation', state: 'checked' };
  const sheet = { fileName: canary, fileHash: new Uint8Array(32), columns: [{ name: canary, samples: [] }], total: 1 };
  return (await api.database.importBatch.create({ data: { id: randomUUID(), ...batch, ...sheet } })).id;
}

const duty = { category: '其他', name: '甲', words: ['甲'], basis: '示例' };

async function aDuty(): Promise<string> {
  const data = { id: randomUUID(), code: randomUUID(), unitId: 'zhihui', ...duty };
  return (await api.database.dutyItem.create({ data })).id;
}

async function aDraft(): Promise<string> {
  const draft = { kind: 'policy', baseVersion: 1, data: { proposed: {} }, note: canary, state: 'in_review' };
  return (
    await api.database.changeDraft.create({
      data: { id: randomUUID(), ...draft, authorId: 'demo-baoan.administrator' },
    })
  ).id;
}

/** One that was given up, about the demand of the other street. */
async function aMessage(): Promise<string> {
  const key = randomUUID();
  const told = { demandId: await demandId(), kind: 'urged', role: 'handler', unitId: 'zhihui', at: new Date() };
  await api.database.notice.create({ data: { key, ...told } });
  const message = {
    key: `${key}:mail:demo-zhihui.handler`,
    noticeKey: key,
    channel: 'mail',
    target: 'demo-zhihui.handler',
  };
  return String(
    (await api.database.message.create({ data: { ...message, dueAt: new Date(), deadAt: new Date() } })).id,
  );
}

async function anEndpoint(): Promise<string> {
  const sealed = new Uint8Array(8);
  const endpoint = { unitId: 'zhihui', channel: 'wecom', name: canary, urlCipher: sealed, urlMasked: canary };
  return (
    await api.database.messageEndpoint.create({
      data: { id: randomUUID(), ...endpoint, createdBy: 'demo-zhihui.administrator' },
    })
  ).id;
}

async function demandId(): Promise<string> {
  return (await api.database.demand.findUniqueOrThrow({ where: { number: demand.number } })).id;
}
