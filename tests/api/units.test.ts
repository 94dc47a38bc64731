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
  const at = (parentId: string | null) => ({ parentId, closed: false });

  test('everybody who is signed in sees the tree with its public names', async () => {
    const { body } = await get('zhihui.handler', '/api/v1/units');
    const park = body.items.find((unit: { id: string }) => unit.id === 'zhihui');
    expect(park).toEqual({ id: 'zhihui', name: '智美·汇志园区', kind: 'park', level: 'C', ...at('fuyong') });
    expect(body.items[0]).toEqual({ id: 'baoan', name: '宝安区', kind: 'district', level: 'A', ...at(null) });
    expect(body.items.filter((unit: { kind: string }) => unit.kind === 'street')).toHaveLength(10);
  });

  test('a unit that was closed is no longer offered', async () => {
    await api.database.unit.update({ where: { id: 'shajing' }, data: { closedAt: new Date() } });
    const { body } = await get('zhihui.handler', '/api/v1/units');
    expect(body.items.map((unit: { id: string }) => unit.id)).not.toContain('shajing');
    const whole = await get('zhihui.handler', '/api/v1/units?closed=true');
    expect(whole.body.items.filter((unit: { closed: boolean }) => unit.closed)).toMatchObject([{ id: 'shajing' }]);
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

  test('a person is found by a part of the name or of the user name, whatever the case, and % and _ are letters', async () => {
    const { name } = await api.database.user.findUniqueOrThrow({ where: { username: 'zhihui.auditor' } });
    const found = async (q: string) =>
      names(await get('fuyong.administrator', `/api/v1/users?limit=200&q=${encodeURIComponent(q)}`));
    expect(await found('ZHIHUI.Audit')).toEqual(['zhihui.auditor']);
    expect(await found(name.slice(1))).toContain('zhihui.auditor');
    for (const q of ['zhihui_auditor', '%', '\\']) expect(await found(q)).toEqual([]);
    expect((await get('fuyong.administrator', '/api/v1/users?q=%00')).status).toBe(422);
  });

  test('only administrators are shown who is disabled, and only if they ask', async () => {
    await api.database.user.update({ where: { username: 'zhihui.handler2' }, data: { disabledAt: new Date() } });
    const handlers = async (user: string, more = '') =>
      names(await get(user, `/api/v1/users?unit=zhihui&role=handler${more}`));
    expect(await handlers('zhihui.administrator')).toEqual(['zhihui.handler']);
    const both = ['zhihui.handler', 'zhihui.handler2'];
    for (const user of ['zhihui.administrator', 'fuyong.administrator', 'baoan.administrator'])
      expect(await handlers(user, '&includeDisabled=true')).toEqual(both);
    expect(await handlers('zhihui.handler', '&includeDisabled=true')).toEqual(['zhihui.handler']);
    await api.database.user.update({ where: { username: 'zhihui.handler2' }, data: { disabledAt: null } });
  });

  test('somebody without a role is found by the administrator of the district and by nobody else', async () => {
    await api.database.user.create({ data: { id: 'x', username: 'left.long.ago', name: '离岗', passwordHash: '' } });
    const answer = await get('baoan.administrator', '/api/v1/users?q=left.long');
    expect(answer.body.items).toMatchObject([{ username: 'left.long.ago', disabled: false, roles: [] }]);
    for (const user of ['fuyong.administrator', 'baoan.handler'])
      expect(names(await get(user, '/api/v1/users?q=left.long'))).toEqual([]);
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

  test.each([
    'Qwertyuiop2026',
    'password123456',
    'another.one-2026',
    'AnotherOne rocks',
    'abababababab',
    '1380000999912',
  ])('the password %s is too easy to guess for another.one', async (password) => {
    const answer = await put('fuyong.administrator', 'another.one', { name: '新人', disabled: false, roles, password });
    expect([answer.status, answer.body.errors?.[0].path]).toEqual([422, '/password']);
    expect(await api.database.user.count({ where: { username: 'another.one' } })).toBe(0);
  });

  test('a user name that differs from another only in case is refused', async () => {
    const person = { name: '新人', disabled: false, roles, password: 'a long first password' };
    expect((await put('fuyong.administrator', 'ZHIHUI.handler', person)).body.code).toBe('username_taken');
  });

  test('nobody gets a role in a closed unit, unless they are disabled', async () => {
    await api.database.unit.update({ where: { id: 'zhihui-mediation' }, data: { closedAt: new Date() } });
    const person = { name: '甲', disabled: false, roles: [{ role: 'handler', unit: 'zhihui-mediation' }] };
    const before = await api.database.audit.count();
    expect((await put('fuyong.administrator', 'zhihui.handler2', person)).body.code).toBe('unit_closed');
    expect(await api.database.audit.count()).toBe(before);
    expect((await put('fuyong.administrator', 'zhihui-mediation.handler', { ...person, disabled: true })).status).toBe(
      200,
    );
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

  test('a person who has no role anywhere is changed by an administrator of the district and by no other', async () => {
    const username = 'without.role';
    await api.database.user.create({ data: { id: 'y', username, name: '离岗', passwordHash: 'old' } });
    const taken = { name: '甲', disabled: false, roles, password: 'another long password' };
    for (const user of ['zhihui.administrator', 'fuyong.administrator'])
      for (const payload of [taken, { ...taken, roles: [] }]) {
        const { status, body } = await put(user, username, payload);
        expect([status, body.code, body.detail]).toEqual([
          403,
          'not_allowed_for_role',
          expect.stringContaining('管理员'),
        ]);
      }
    const { name, passwordHash } = await api.database.user.findUniqueOrThrow({ where: { username } });
    expect([name, passwordHash]).toEqual(['离岗', 'old']);
    expect((await put('baoan.administrator', username, taken)).body).toMatchObject({ name: '甲', roles: [{}] });
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
