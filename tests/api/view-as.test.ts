import { isDeepStrictEqual } from 'node:util';
import { ROLES } from '../../src/domain/vocabulary';
import { type Answer, type Json, testApp, type TestApp } from '../support/app';

let api: TestApp;
const admin = 'fuyong.administrator';
const numbers: Record<string, string> = {};
beforeAll(async () => {
  api = await testApp();
  for (const unit of ['zhihui', 'fuyong', 'fuhai']) numbers[unit] = await file(unit);
  await api.database.notice.create({
    data: { key: 'n', kind: 'reminder', at: new Date(), userId: 'demo-zhihui.handler' },
  });
});
afterAll(() => api.close());

const reason = '核对权限是否配置正确';
const start = (user: string, username: string, more: object = { reason }) =>
  api.call(user, { method: 'POST', url: '/api/v1/view-as', payload: { username, ...more } });
const end = (user = admin) => api.call(user, { method: 'DELETE', url: '/api/v1/view-as' });
const seen = (url: string, as: string, by = admin) =>
  api.call(by, { method: 'GET', url, headers: { 'x-view-as': as } });
const codeOf = ({ status, body }: Answer): Json => [status, body?.code];
const ended = [403, 'view_as_ended'];
const lines = async () => {
  const rows = await api.database.audit.findMany({ orderBy: { id: 'asc' } });
  return rows.map(({ action, userId, target }) => [action, userId, target]);
};
async function file(unit: string): Promise<string> {
  const filing = { kind: 'help', title: `${unit}的事`, body: '照明不足。', unit, channel: '窗口' };
  const payload = { ...filing, subject: { type: 'sole', name: '某支部' } };
  return (await api.call(`${unit}.collector`, { method: 'POST', url: '/api/v1/demands', payload })).body.number;
}

describe('beginning to look as another person', () => {
  test('says as whom, with which roles and until when, and is on record with its reason', async () => {
    const answer = await start(admin, 'zhihui.handler');
    expect([answer.status, answer.body]).toEqual([
      201,
      {
        ...{ username: 'zhihui.handler', name: expect.any(String), endsAt: expect.stringMatching(/\+08:00$/) },
        roles: [{ role: 'handler', unit: { id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C' } }],
      },
    ]);
    const row = await api.database.viewAs.findFirstOrThrow();
    expect(row).toMatchObject({ adminId: 'demo-fuyong.administrator', targetId: 'demo-zhihui.handler', reason });
    expect(row.endsAt.getTime() - row.startedAt.getTime()).toBe(3_600_000);
    const [line, ...others] = await api.database.audit.findMany();
    expect([line, others]).toMatchObject([{ action: 'view_as_started', detail: { reason } }, []]);
  });

  test.each([
    ['somebody of a sibling street', 'fuhai.handler', [403, 'unit_out_of_reach']],
    ['somebody of the unit above', 'baoan.handler', [403, 'unit_out_of_reach']],
    ['another administrator of the same unit', 'fuyong.second', [403, 'not_allowed_for_role']],
    ['somebody with one role elsewhere', 'zhihui.auditor', [403, 'unit_out_of_reach']],
    ['somebody disabled', 'zhihui.replier', [404, 'not_found']],
    ['nobody', 'no.such.person', [404, 'not_found']],
    ['oneself', admin, [422, 'invalid_input']],
  ])('is refused for %s', async (_who, username, code) => {
    const { database } = api;
    await database.user.upsert({
      ...{ where: { username: 'fuyong.second' }, update: {} },
      create: { id: 'second', username: 'fuyong.second', name: '乙', passwordHash: '' },
    });
    const grants = [
      { userId: 'second', role: 'administrator', unitId: 'fuyong' },
      { userId: 'demo-zhihui.auditor', role: 'auditor', unitId: 'fuhai' },
    ];
    await database.roleGrant.createMany({ data: grants, skipDuplicates: true });
    await database.user.update({ where: { username: 'zhihui.replier' }, data: { disabledAt: new Date() } });
    const before = await lines();
    expect(codeOf(await start(admin, username))).toEqual(code);
    expect(await lines()).toEqual(before);
    expect(codeOf(await seen('/api/v1/me', username))).toEqual(ended);
  });

  test.each([{}, { reason: ' ' }, { reason: '看' }, { reason: '长'.repeat(501) }, { reason, until: 'tomorrow' }])(
    'is refused with %j',
    async (more) => {
      expect(codeOf(await start(admin, 'zhihui.handler', more))).toEqual([422, 'invalid_input']);
    },
  );

  test('is for administrators', async () => {
    for (const role of ROLES.filter((each) => each !== 'administrator')) {
      expect([role, ...codeOf(await start(`fuyong.${role}`, 'zhihui.handler'))]).toEqual([
        ...[role, 403, 'not_allowed_for_role'],
      ]);
    }
  });
});

describe('looking as the handler of a park', () => {
  beforeAll(() => start(admin, 'zhihui.handler'));

  test('every route that can be read answers exactly what that handler is answered', async () => {
    const params: [RegExp, string][] = [
      [/:number/, numbers.zhihui!],
      [/:username/, 'zhihui.handler'],
      [/:version/, 'current'],
      [/:year/, '2026'],
      [/:\w+/, 'anything'],
    ];
    const readable = api.app.routeTable.filter(({ method, access }) => method === 'GET' && access !== 'public');
    expect(readable.length).toBeGreaterThan(15);
    const madeAt = new Date().toISOString();
    for (const { url: pattern } of readable) {
      // Neither is only looking.
      if (pattern.endsWith('/stream') || pattern.endsWith('/demands/export')) continue;
      const path = params.reduce((of, [name, value]) => of.replace(name, value), pattern);
      // A certificate counts working time up to the moment that it is made for.
      const url = pattern.endsWith('/certificate') ? `${path}?madeAt=${encodeURIComponent(madeAt)}` : path;
      const asHandler = () => api.call('zhihui.handler', { method: 'GET', url });
      const [before, viewed, after] = [await asHandler(), await seen(url, 'zhihui.handler'), await asHandler()];
      const told = ({ status, body }: Answer): Json => {
        const { viewedBy: _, ...rest } = body ?? {};
        return { url, status, body: rest };
      };
      // What counts minutes may count one more at any moment.
      const own = isDeepStrictEqual(told(viewed), told(before)) ? before : after;
      expect(told(viewed)).toEqual(told(own));
    }
  });

  test('shows who is looking', async () => {
    const { body } = await seen('/api/v1/me', 'zhihui.handler');
    const { name } = await api.database.user.findUniqueOrThrow({ where: { username: admin } });
    expect(body.viewedBy).toEqual({ username: admin, name });
    const own = await api.call('zhihui.handler', { method: 'GET', url: '/api/v1/me' });
    expect(own.body.viewedBy).toBeUndefined();
  });

  test('shows neither what the street keeps for itself nor what only an administrator may see', async () => {
    for (const unit of ['fuyong', 'fuhai'])
      expect((await seen(`/api/v1/demands/${numbers[unit]}`, 'zhihui.handler')).status).toBe(404);
    expect((await seen(`/api/v1/demands/${numbers.zhihui}`, 'zhihui.handler')).status).toBe(200);
    expect(codeOf(await seen('/api/v1/audit', 'zhihui.handler'))).toEqual([403, 'not_allowed_for_role']);
    const listed = await seen('/api/v1/demands', 'zhihui.handler');
    expect(listed.body.items.map((each: Json) => each.number)).toEqual([numbers.zhihui]);
  });

  test('leaves the notices of that handler unread, and gives no stream', async () => {
    expect((await seen('/api/v1/notices', 'zhihui.handler')).body.unread).toBe(1);
    expect((await seen('/api/v1/notices', 'zhihui.handler')).body.unread).toBe(1);
    expect(codeOf(await seen('/api/v1/stream', 'zhihui.handler'))).toEqual([403, 'read_only_view']);
  });

  test('without the header the administrator is as always', async () => {
    const { body } = await api.call(admin, { method: 'GET', url: '/api/v1/me' });
    expect(body.username).toBe(admin);
  });

  test('no route changes anything, whoever sends the header', async () => {
    const changing = api.app.routeTable.filter(({ method }) => method !== 'GET');
    expect(changing.length).toBeGreaterThan(40);
    const before = await lines();
    for (const user of [admin, 'zhihui.handler', null]) {
      for (const { method, url } of changing) {
        const headers = { 'x-view-as': 'zhihui.handler' };
        const path = url.replace(':number', numbers.zhihui!).replace(/:\w+/g, 'zhihui.handler');
        const answer = await api.call(user, { method, url: path, headers, payload: {} });
        expect([user, method, url, ...codeOf(answer)]).toEqual([user, method, url, 403, 'read_only_view']);
      }
    }
    expect(await lines()).toEqual(before);
    expect((await seen('/api/v1/me', 'zhihui.handler')).status).toBe(200);
  });
});

describe('the view is of one administrator and one person', () => {
  beforeAll(() => start(admin, 'zhihui.handler'));

  test('nobody else looks through it, with whatever role', async () => {
    const readable = api.app.routeTable.filter(({ method, access }) => method === 'GET' && access !== 'public');
    for (const user of ['zhihui.handler', 'zhihui.handler2', 'fuyong.supervisor', 'baoan.administrator'])
      for (const { url } of readable)
        expect([user, url, ...codeOf(await seen(url, 'zhihui.handler', user))]).toEqual([user, url, ...ended]);
    const anonymous = await api.call(null, { method: 'GET', url: '/api/v1/me', headers: { 'x-view-as': 'a' } });
    expect(codeOf(anonymous)).toEqual([401, 'not_signed_in']);
  });

  test.each(['zhihui.handler2', 'ZHIHUI.handler', '', 'demo-zhihui.handler', '%', "' OR 1=1 --"])(
    'nobody else is seen through it: %s',
    async (username) => {
      expect(codeOf(await seen('/api/v1/me', username))).toEqual(ended);
    },
  );

  test('looking as the next person ends it', async () => {
    await start(admin, 'zhihui.handler2');
    expect(codeOf(await seen('/api/v1/me', 'zhihui.handler'))).toEqual(ended);
    expect((await seen('/api/v1/me', 'zhihui.handler2')).body.username).toBe('zhihui.handler2');
  });
});

describe('the view ends', () => {
  const target = 'demo-zhihui.handler';
  const viewer = 'demo-fuyong.administrator';

  /** A view that shows something, until `happens`. */
  async function endsWhen(happens: () => Promise<unknown>): Promise<void> {
    await start(admin, 'zhihui.handler');
    expect((await seen('/api/v1/me', 'zhihui.handler')).status).toBe(200);
    await happens();
    expect(codeOf(await seen('/api/v1/me', 'zhihui.handler'))).toEqual(ended);
    expect((await api.call(admin, { method: 'GET', url: '/api/v1/me' })).status).toBe(200);
  }
  const gets = (userId: string, role: string, unitId: string) =>
    api.database.roleGrant.create({ data: { userId, role, unitId } });
  const loses = (userId: string, role: string, unitId: string) =>
    api.database.roleGrant.delete({ where: { userId_role_unitId: { userId, role, unitId } } });

  test('when the administrator ends it, on record once', async () => {
    let before: unknown[] = [];
    await endsWhen(async () => {
      before = await lines();
      for (let i = 0; i < 2; i += 1) expect((await end()).status).toBe(204);
    });
    expect((await lines()).slice(before.length)).toEqual([['view_as_ended', viewer, target]]);
  });

  test('after an hour', async () => {
    const endsAt = new Date(Date.now() - 1);
    await endsWhen(() => api.database.viewAs.updateMany({ data: { endsAt } }));
  });

  test('when the person is disabled', async () => {
    const disable = (disabledAt: Date | null) =>
      api.database.user.update({ where: { id: target }, data: { disabledAt } });
    await endsWhen(() => disable(new Date()));
    await disable(null);
  });

  test('when the person gets a role elsewhere, or that of an equal', async () => {
    for (const [role, unit] of Object.entries({ handler: 'fuhai', administrator: 'fuyong' })) {
      await endsWhen(() => gets(target, role, unit));
      await loses(target, role, unit);
    }
  });

  test('when the administrator is none any more', async () => {
    await endsWhen(() => loses(viewer, 'administrator', 'fuyong'));
    await gets(viewer, 'administrator', 'fuyong');
  });
});
