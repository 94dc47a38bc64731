import { testApp, type TestApp } from '../support/app';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
afterAll(() => api.close());

const get = (username: string, url: string) => api.call(username, { method: 'GET', url });
const put = (username: string, target: string, payload: object) =>
  api.call(username, { method: 'PUT', url: `/api/v1/users/${target}`, payload });
const names = (answer: { body: { items: { username: string }[] } }): string[] =>
  answer.body.items.map((item) => item.username);

describe('units', () => {
  test('everybody who is signed in sees the tree with its public names', async () => {
    const { body } = await get('zhihui.handler', '/api/v1/units');
    const park = body.items.find((unit: { id: string }) => unit.id === 'zhihui');
    expect(park).toEqual({ id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C', parentId: 'fuyong' });
    expect(body.items[0]).toEqual({ id: 'baoan', name: '宝安区', kind: 'district', level: 'A', parentId: null });
    expect(body.items.filter((unit: { kind: string }) => unit.kind === 'street')).toHaveLength(10);
  });

  test('a unit that was closed is no longer offered', async () => {
    await api.database.unit.update({ where: { id: 'shajing' }, data: { closedAt: new Date() } });
    const { body } = await get('zhihui.handler', '/api/v1/units');
    expect(body.items.map((unit: { id: string }) => unit.id)).not.toContain('shajing');
  });
});

describe('looking people up', () => {
  test('a handler sees the names of the colleagues to whom a case can be handed over, and only names', async () => {
    const answer = await get('fuyong.handler', '/api/v1/users?unit=fuyong&role=handler');
    expect(names(answer)).toEqual(['fuyong.handler', 'fuyong.handler2']);
    for (const item of answer.body.items) expect(Object.keys(item).sort()).toEqual(['id', 'name', 'username']);
  });

  test.each(['fuhai', 'baoan', 'zhihui'])('a handler of 福永 does not see the people of %s', async (unit) => {
    const answer = await get('fuyong.handler', `/api/v1/users?unit=${unit}`);
    expect(answer.body.code).toBe('not_allowed_for_role');
  });

  test('an administrator sees people and roles of the whole subtree and nobody beside it', async () => {
    const answer = await get('fuyong.administrator', '/api/v1/users?limit=200');
    const prefixes = new Set(names(answer).map((name) => name.split('.')[0]));
    expect([...prefixes].sort()).toEqual([
      'fuyong',
      'fuyong-construction',
      'fuyong-economy',
      'fuyong-governance',
      'zhihui',
      'zhihui-mediation',
      'zhihui-property',
    ]);
    expect(answer.body.items[0].roles).toBeDefined();
    expect(answer.text).not.toContain('hash');
  });

  test('an administrator does not learn what roles a person has elsewhere', async () => {
    const { id } = await api.database.user.findUniqueOrThrow({ where: { username: 'zhihui.auditor' } });
    await api.database.roleGrant.create({ data: { userId: id, role: 'auditor', unitId: 'fuhai' } });
    const answer = await get('zhihui.administrator', '/api/v1/users?unit=zhihui&role=auditor');
    expect(answer.body.items[0].roles.map((grant: { unit: { id: string } }) => grant.unit.id)).toEqual(['zhihui']);
  });

  test('pages follow one another without gaps or repeats', async () => {
    const whole = names(await get('baoan.administrator', '/api/v1/users?limit=200'));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await get('baoan.administrator', `/api/v1/users?limit=37${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...names(answer));
      cursor = answer.body.nextCursor;
    } while (cursor);
    expect(seen).toEqual(whole);
    expect(whole.length).toBeGreaterThan(100);
  });
});

describe('changing people', () => {
  const roles = [{ role: 'handler', unit: 'zhihui' }];

  test('an administrator creates a person, who can sign in then, and it is on record', async () => {
    const created = await put('fuyong.administrator', 'new.handler', {
      name: '新人',
      disabled: false,
      roles,
      password: 'a long first password',
    });
    expect(created.status).toBe(200);
    expect(created.body).toMatchObject({
      username: 'new.handler',
      name: '新人',
      disabled: false,
      roles: [{ role: 'handler' }],
    });
    const payload = { username: 'new.handler', password: 'a long first password' };
    expect((await api.call(null, { method: 'POST', url: '/api/v1/sessions', payload })).status).toBe(201);
    const lines = await api.database.audit.findMany({ where: { target: created.body.id } });
    expect(lines.map((line) => line.action)).toEqual(['user_created']);
    expect(JSON.stringify(lines[0]!.detail)).not.toContain('a long first password');
  });

  test('a person needs a password to begin with, and a short one is refused', async () => {
    const person = { name: '新人', disabled: false, roles };
    expect((await put('fuyong.administrator', 'another', person)).body.errors[0].path).toBe('/password');
    expect((await put('fuyong.administrator', 'another', { ...person, password: 'too short' })).status).toBe(422);
  });

  test('disabling a person ends all their sessions at once', async () => {
    expect((await get('zhihui.replier', '/api/v1/me')).status).toBe(200);
    const person = { name: '某人', disabled: true, roles: [{ role: 'replier', unit: 'zhihui' }] };
    expect((await put('zhihui.administrator', 'zhihui.replier', person)).body.disabled).toBe(true);
    expect((await get('zhihui.replier', '/api/v1/me')).status).toBe(401);
  });

  test('a new password ends the sessions that the old one opened', async () => {
    expect((await get('fuhai.supervisor', '/api/v1/me')).status).toBe(200);
    const person = { name: '某人', disabled: false, roles: [{ role: 'supervisor', unit: 'fuhai' }] };
    await put('fuhai.administrator', 'fuhai.supervisor', person);
    expect((await get('fuhai.supervisor', '/api/v1/me')).status).toBe(200);
    await put('fuhai.administrator', 'fuhai.supervisor', { ...person, password: 'another long password' });
    expect((await get('fuhai.supervisor', '/api/v1/me')).status).toBe(401);
  });

  test.each([
    ['grant a role in another unit', 'zhihui.handler2', [{ role: 'handler', unit: 'fuhai' }]],
    ['grant a role in the unit above', 'zhihui.handler2', [{ role: 'administrator', unit: 'fuyong' }]],
    ['grant a role in a unit that does not exist', 'zhihui.handler2', [{ role: 'handler', unit: 'nowhere' }]],
    ['change a person of another unit', 'fuhai.handler', roles],
    ['take over a person of the unit above', 'fuyong.handler', roles],
  ])('an administrator of a park cannot %s', async (_what, target, granted) => {
    const answer = await put('zhihui.administrator', target, { name: '甲', disabled: false, roles: granted });
    expect(answer.body.code).toBe('not_allowed_for_role');
  });

  test('nobody but an administrator changes people', async () => {
    for (const role of ['collector', 'dispatcher', 'handler', 'reviewer', 'callback', 'supervisor', 'auditor']) {
      const answer = await put(`zhihui.${role}`, 'zhihui.handler2', { name: '甲', disabled: false, roles });
      expect({ role, status: answer.status }).toEqual({ role, status: 403 });
    }
  });

  test('an administrator cannot change the own account', async () => {
    const answer = await put('zhihui.administrator', 'zhihui.administrator', { name: '甲', disabled: false, roles });
    expect(answer.body.code).toBe('own_account');
  });
});
