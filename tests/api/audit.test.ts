import { randomUUID } from 'node:crypto';
import { recordAudit } from '../../src/database/audit';
import { AUDIT_ACTIONS } from '../../src/domain/audit';
import { ROLES } from '../../src/domain/vocabulary';
import { demoPassword, type Json, testApp, type TestApp } from '../support/app';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
afterAll(() => api.close());

const read = (user: string, query = '') => api.call(user, { method: 'GET', url: `/api/v1/audit?limit=200${query}` });
const itemsOf = async (user: string, query = ''): Promise<Json[]> => {
  const answer = await read(user, query);
  expect(answer.status).toBe(200);
  return answer.body.items;
};
const idOf = async (entry: Parameters<typeof recordAudit>[1]): Promise<string> => {
  await recordAudit(api.database, entry);
  return String((await api.database.audit.findFirstOrThrow({ orderBy: { id: 'desc' } })).id);
};
const seesLine = async (user: string, id: string): Promise<Json> =>
  (await itemsOf(user)).find((each) => each.id === id);
async function file(unit: string): Promise<string> {
  const filing = { kind: 'help', title: '某事', body: '照明不足。', unit, channel: '窗口' };
  const contact = { name: '王小明', phone: '13800009999' };
  const payload = { ...filing, contact, subject: { type: 'sole', name: '某支部' } };
  return (await api.call(`${unit}.collector`, { method: 'POST', url: '/api/v1/demands', payload })).body.number;
}

describe('a line of the audit', () => {
  test('says who did what to whom and when, in words', async () => {
    const payload = { name: '新名园区', closed: false };
    await api.call('fuyong.administrator', { method: 'PUT', url: '/api/v1/units/zhihui', payload });
    const [line] = await itemsOf('fuyong.administrator');
    const { name } = await api.database.user.findUniqueOrThrow({ where: { username: 'fuyong.administrator' } });
    expect(line).toEqual({
      ...{ id: expect.stringMatching(/^\d+$/), at: expect.stringMatching(/\+08:00$/) },
      ...{ user: { username: 'fuyong.administrator', name }, action: 'unit_renamed', label: '单位改名' },
      ...{ target: 'zhihui', targetName: '新名园区' },
      detail: { before: { name: '智美·汇志园区', closed: false }, after: payload },
    });
  });

  test('names a person by the user name, and never by the inner id', async () => {
    const id = await idOf({ user: 'demo-fuyong.administrator', action: 'user_changed', target: 'demo-zhihui.handler' });
    const line = await seesLine('zhihui.auditor', id);
    expect([line.target, line.targetName, line.label]).toEqual(['zhihui.handler', expect.any(String), '修改人员']);
    expect((await read('baoan.auditor')).text).not.toContain('demo-');
  });

  test('names what stands in its detail, and says of what is gone that it is', async () => {
    const { database } = api;
    const { name } = await database.user.findUniqueOrThrow({ where: { username: 'zhihui.handler' } });
    const enterprise = { id: randomUUID(), name: '智美精密（示例）', unitId: 'zhihui' };
    await database.enterprise.create({ data: enterprise });
    const gone = '00000000-0000-4000-8000-000000000000';
    const detail = {
      ...{
        deputy: 'demo-zhihui.handler',
        owner: 'zhihui.handler',
        user: 'nobody',
        form: 'member',
        formCode: 'no-form',
      },
      ...{ added: [enterprise.id, gone, 'SQ20260101000017'], before: { owner: 'demo-zhihui.handler' } },
      ...{ policy: `${gone}#2`, rules: 7 },
    };
    const id = await idOf({ user: null, action: 'topic_changed', target: 'zhihui', detail });
    const person = `${name}（zhihui.handler）`;
    expect((await seesLine('zhihui.auditor', id)).detail).toEqual({
      ...{ deputy: person, owner: person, before: { owner: person }, user: '查不到的人员（nobody）' },
      ...{ form: expect.stringMatching(/\p{Script=Han}（member）$/u), formCode: '查不到的征集表（no-form）' },
      added: [enterprise.name, `已删除的企业（${gone}）`, 'SQ20260101000017'],
      ...{ policy: `已删除的草案（${gone}）（第 2 稿）`, rules: 7 },
    });
    const form = await idOf({ user: null, action: 'form_published', target: 'form/member', detail: { version: 1 } });
    expect((await seesLine('baoan.auditor', form)).targetName).toMatch(/\p{Script=Han}/u);
  });

  test('has a label for every action', () => {
    for (const { label } of Object.values(AUDIT_ACTIONS)) expect(label).toMatch(/^\p{Script=Han}+$/u);
  });

  test.each([
    ['PUT', '/users/zhihui.handler2', { name: '甲', disabled: false, roles: [] }, 'user_changed'],
    ['PUT', '/me/password', { current: demoPassword, next: 'correct horse battery' }, 'password_changed'],
    ['POST', '/units', { name: '东门服务队', kind: 'team', parent: 'zhihui' }, 'unit_created'],
    ['PUT', '/units/longteng-station', { name: '新名', closed: false }, 'unit_renamed'],
    ['POST', '/view-as', { username: 'zhihui.handler', reason: '核对权限' }, 'view_as_started'],
    ['DELETE', '/view-as', undefined, 'view_as_ended'],
  ] as const)('is left once by %s %s, and none by what was refused', async (method, path, payload, action) => {
    const count = () => api.database.audit.count();
    const before = await count();
    const url = `/api/v1${path}`;
    const refused = await api.call('fuhai.handler', { method, url, payload: payload && { ...payload, x: 1 } });
    expect([refused.status >= 400, await count()]).toEqual([true, before]);
    const done = await api.call('baoan.administrator', { method, url, payload });
    expect([done.status < 300, await count()]).toEqual([true, before + 1]);
    expect((await itemsOf('baoan.auditor'))[0].action).toBe(action);
  });
});

describe('who reads the audit', () => {
  test('administrators and auditors', async () => {
    for (const role of ROLES) {
      const allowed = role === 'administrator' || role === 'auditor';
      expect([role, (await read(`fuyong.${role}`)).status]).toEqual([role, allowed ? 200 : 403]);
    }
  });

  test('a street reads of its people, of its units and of what others did to them; the district reads all', async () => {
    const lines = {
      own: { user: 'demo-zhihui.handler', action: 'password_changed', target: 'demo-zhihui.handler' },
      fromAbove: { user: 'demo-baoan.administrator', action: 'view_as_started', target: 'demo-zhihui.handler' },
      ofUnit: { user: 'demo-baoan.administrator', action: 'unit_renamed', target: 'zhihui' },
      above: { user: 'demo-baoan.administrator', action: 'policy_published', target: 'policy/7' },
      aside: { user: 'demo-fuhai.administrator', action: 'user_changed', target: 'demo-fuhai.handler' },
      unitAside: { user: 'demo-baoan.administrator', action: 'unit_renamed', target: 'fuhai' },
      bySystem: { user: null, action: 'calendar_published', target: 'calendar/2027.1' },
    } as const;
    const ids = new Map<string, string>();
    for (const [name, entry] of Object.entries(lines)) ids.set(name, await idOf(entry));
    const reads = async (user: string) => {
      const items = await itemsOf(user);
      return [...ids].filter(([, id]) => items.some((each) => each.id === id)).map(([name]) => name);
    };
    for (const user of ['fuyong.administrator', 'fuyong.auditor', 'zhihui.auditor'])
      expect([user, await reads(user)]).toEqual([user, ['own', 'fromAbove', 'ofUnit']]);
    expect(await reads('fuhai.auditor')).toEqual(['aside', 'unitAside']);
    expect(await reads('baoan.auditor')).toEqual(Object.keys(lines));
  });

  test('a unit that bears the id of a person of another street shows nothing of that person', async () => {
    const id = await idOf({ user: 'demo-fuhai.administrator', action: 'user_changed', target: 'demo-fuhai.handler' });
    const data = { id: 'demo-fuhai.handler', name: '冒名', kind: 'park', level: 'C', parentId: 'fuyong' };
    await api.database.unit.create({ data: { ...data, path: ['baoan', 'fuyong', data.id] } });
    expect(await seesLine('fuyong.auditor', id)).toBeUndefined();
    await api.database.unit.delete({ where: { id: data.id } });
  });
});

describe('people who work in two streets', () => {
  const both = 'demo-zhihui.dispatcher';
  beforeAll(() => api.database.roleGrant.create({ data: { userId: both, role: 'dispatcher', unitId: 'fuhai' } }));

  test('are read of in each, without what concerns the other', async () => {
    const [here, aside] = [await file('zhihui'), await file('fuhai')];
    const reveal = { user: both, action: 'contact_revealed', detail: { reason: '联系' } } as const;
    const reveals = [await idOf({ ...reveal, target: here }), await idOf({ ...reveal, target: aside })];
    const person = await idOf({ user: both, action: 'user_changed', target: 'demo-fuhai.handler', detail: { a: 1 } });
    const shown = await Promise.all([...reveals, person].map((id) => seesLine('fuyong.auditor', id)));
    expect(shown).toMatchObject([
      { target: here, detail: { reason: '联系' } },
      { target: null, targetName: null, detail: null },
      { target: null, targetName: null, detail: null },
    ]);
    expect((await read('fuyong.auditor')).text).not.toContain(aside);
    expect(await itemsOf('fuyong.auditor', `&target=${aside}`)).toEqual([]);
    expect(await itemsOf('fuyong.auditor', `&target=${here}`)).toHaveLength(1);
    expect(await itemsOf('baoan.auditor', `&target=${aside}`)).toHaveLength(1);
  });

  test('have their roles named where the reader has a say, and not elsewhere', async () => {
    const roles = ['fuhai', 'zhihui'].map((unit) => ({ role: 'dispatcher', unit }));
    const detail = { before: { disabled: false, roles }, disabled: false, roles };
    const id = await idOf({ user: 'demo-baoan.administrator', action: 'user_changed', target: both, detail });
    const own = [{ role: 'dispatcher', unit: 'zhihui' }];
    expect((await seesLine('fuyong.auditor', id)).detail).toMatchObject({ before: { roles: own }, roles: own });
    expect((await seesLine('baoan.auditor', id)).detail).toEqual(detail);
  });
});

describe('searching the audit', () => {
  test('by action, by who did it, by what it was done to and by time', async () => {
    const by = async (query: string) => itemsOf('baoan.auditor', query);
    for (const line of await by('&action=unit_renamed')) expect(line.action).toBe('unit_renamed');
    for (const line of await by('&user=baoan.administrator')) expect(line.user.username).toBe('baoan.administrator');
    for (const line of await by('&target=zhihui.handler')) expect(line.target).toBe('zhihui.handler');
    for (const query of ['&action=unit_renamed', '&user=baoan.administrator', '&target=zhihui.handler'])
      expect((await by(query)).length).toBeGreaterThan(0);
    const all = await by('');
    const middle = all[Math.floor(all.length / 2)].at as string;
    const [before, since] = [
      await by(`&to=${encodeURIComponent(middle)}`),
      await by(`&from=${encodeURIComponent(middle)}`),
    ];
    expect(before.every(({ at }) => at < middle) && since.every(({ at }) => at >= middle)).toBe(true);
    expect(before.length + since.length).toBe(all.length);
    expect(await by('&to=2020-01-01')).toEqual([]);
  });

  test.each([
    ['action=nonsense', '/action'],
    ['from=yesterday', '/from'],
    ['user=%00', '/user'],
    ['cursor=eA', '/cursor'],
    ['limit=201', '/limit'],
  ])('with %s is refused', async (query, path) => {
    const { status, body } = await api.call('baoan.auditor', { method: 'GET', url: `/api/v1/audit?${query}` });
    expect([status, body.code, body.errors[0].path.endsWith(path)]).toEqual([422, 'invalid_input', true]);
  });

  test('comes newest first, and pages follow one another without gaps or repeats', async () => {
    const whole = (await itemsOf('fuyong.auditor')).map(({ id }) => id);
    expect(whole).toEqual([...whole].sort((a, b) => Number(b) - Number(a)));
    const pages: string[] = [];
    let cursor = '';
    do {
      const url = `/api/v1/audit?limit=3${cursor && `&cursor=${cursor}`}`;
      const { body } = await api.call('fuyong.auditor', { method: 'GET', url });
      pages.push(...body.items.map((item: Json) => item.id));
      cursor = body.nextCursor ?? '';
    } while (cursor);
    expect(pages).toEqual(whole);
    expect(whole.length).toBeGreaterThan(6);
  });
});
