import { demoPassword, heldUpFor, testApp, type TestApp } from '../support/app';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
afterAll(() => api.close());

const login = (username: string, password: string, more: object = {}) =>
  api.call(null, { method: 'POST', url: '/api/v1/sessions', payload: { username, password }, ...more });
const me = (headers: Record<string, string>) => api.call(null, { method: 'GET', url: '/api/v1/me', headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const idOf = async (username: string): Promise<string> =>
  (await api.database.user.findUniqueOrThrow({ where: { username } })).id;

describe('signing in', () => {
  test('a person signs in and is told who they are and what they may do where', async () => {
    const signedIn = await login('fuyong.handler', demoPassword);
    expect(signedIn.status).toBe(201);
    const answer = await me(bearer(signedIn.body.token));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      username: 'fuyong.handler',
      name: expect.any(String),
      roles: [{ role: 'handler', unit: { id: 'fuyong', name: '福永街道', kind: 'street', level: 'B' } }],
    });
  });

  test('the token is also set as a cookie that scripts of the page cannot read', async () => {
    const signedIn = await login('fuyong.handler', demoPassword);
    const cookie = String(signedIn.headers['set-cookie']);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    const answer = await me({ cookie: cookie.split(';')[0]! });
    expect(answer.body.username).toBe('fuyong.handler');
  });

  test('every login gives a new token of 256 random bits, and only its hash is stored', async () => {
    const tokens = [await login('baoan.handler', demoPassword), await login('baoan.handler', demoPassword)].map(
      (answer) => answer.body.token as string,
    );
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const rows = await api.database.session.findMany({ where: { userId: await idOf('baoan.handler') } });
    const stored = rows.map((row) => Buffer.from(row.tokenHash).toString('base64url'));
    for (const token of tokens) expect(stored).not.toContain(token);
  });

  test('an unknown name, a wrong password and a disabled user get the same answer', async () => {
    await api.database.user.update({ where: { username: 'fuhai.auditor' }, data: { disabledAt: new Date() } });
    const answers = [
      await login('no-such-person', demoPassword),
      await login('fuhai.handler', 'wrong password'),
      await login('fuhai.auditor', demoPassword),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual(answers[0]!.body);
      expect(answer.body.code).toBe('wrong_credentials');
    }
  });
});

describe('guessing passwords', () => {
  test('after ten wrong tries the right password is refused as well, and the answer says for how long', async () => {
    const began = Date.now();
    for (let i = 0; i < 10; i++) expect((await login('zhihui.handler', 'wrong')).status).toBe(401);
    const refused = await login('ZHIHUI.handler', demoPassword);
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('too_many_attempts');
    expect(heldUpFor(refused, began)).toBeGreaterThan(800);
  });

  test('a burst of parallel guesses gets ten tries and not one more', async () => {
    const answers = await Promise.all(Array.from({ length: 25 }, () => login('zhihui.replier', 'wrong')));
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(10);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(15);
  });

  test('a good login forgets the wrong tries before it', async () => {
    for (let i = 0; i < 9; i++) await login('zhihui.reviewer', 'wrong');
    expect((await login('zhihui.reviewer', demoPassword)).status).toBe(201);
    for (let i = 0; i < 9; i++) await login('zhihui.reviewer', 'wrong');
    expect((await login('zhihui.reviewer', demoPassword)).status).toBe(201);
  });

  test('the tries count again from zero when the window has passed', async () => {
    for (let i = 0; i < 11; i++) await login('zhihui.collector', 'wrong');
    await api.database.$executeRaw`UPDATE login_throttle SET locked_until = now() WHERE key = 'user:zhihui.collector'`;
    expect((await login('zhihui.collector', demoPassword)).status).toBe(201);
  });

  test('one address that tries many names is stopped', async () => {
    const remoteAddress = '203.0.113.7';
    await api.database.$executeRaw`
      INSERT INTO login_throttle VALUES (${`address:${remoteAddress}`}, 200, now(), now() + interval '5 minutes')`;
    expect((await login('anybody', 'wrong', { remoteAddress })).status).toBe(429);
    expect((await login('anybody', 'wrong')).status).toBe(401);
  });
});

describe('the end of a session', () => {
  const signIn = async (username: string): Promise<string> =>
    (await login(username, demoPassword)).body.token as string;

  test('signing out ends this session and leaves the others', async () => {
    const [here, elsewhere] = [await signIn('yanluo.handler'), await signIn('yanluo.handler')];
    const out = await api.call(null, { method: 'DELETE', url: '/api/v1/sessions/current', headers: bearer(here) });
    expect(out.status).toBe(204);
    expect((await me(bearer(here))).status).toBe(401);
    expect((await me(bearer(elsewhere))).status).toBe(200);
  });

  test('signing out everywhere ends every session of the person and of nobody else', async () => {
    const [one, two] = [await signIn('yanluo.reviewer'), await signIn('yanluo.reviewer')];
    const colleague = await signIn('yanluo.replier');
    await api.call(null, { method: 'DELETE', url: '/api/v1/sessions', headers: bearer(one) });
    expect((await me(bearer(one))).status).toBe(401);
    expect((await me(bearer(two))).status).toBe(401);
    expect((await me(bearer(colleague))).status).toBe(200);
  });

  test.each([
    ['30 minutes without a request', 'last_seen_at', '31 minutes'],
    ['12 hours after the login', 'expires_at', '1 second'],
  ])('a session ends %s', async (_when, column, ago) => {
    const token = await signIn('yanluo.supervisor');
    await api.database.$executeRawUnsafe(`UPDATE session SET ${column} = now() - interval '${ago}'`);
    const answer = await me(bearer(token));
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('not_signed_in');
  });

  test('a request keeps its session alive', async () => {
    const token = await signIn('yanluo.dispatcher');
    const userId = await idOf('yanluo.dispatcher');
    await api.database
      .$executeRaw`UPDATE session SET last_seen_at = now() - interval '29 minutes' WHERE user_id = ${userId}`;
    await me(bearer(token));
    const [{ idle }] = await api.database.$queryRaw<[{ idle: number }]>`
      SELECT extract(epoch FROM now() - last_seen_at)::float8 AS idle FROM session WHERE user_id = ${userId}`;
    expect(idle).toBeLessThan(60);
  });

  test('a disabled person is signed out everywhere at once', async () => {
    const token = await signIn('yanluo.collector');
    await api.database.user.update({ where: { username: 'yanluo.collector' }, data: { disabledAt: new Date() } });
    expect((await me(bearer(token))).status).toBe(401);
  });

  test('a role taken away is gone with the next request', async () => {
    const token = await signIn('fuhai.administrator');
    const change = { method: 'PUT' as const, url: '/api/v1/users/fuhai.collector', headers: bearer(token) };
    const payload = { name: '甲', disabled: false, roles: [{ role: 'collector', unit: 'fuhai' }] };
    expect((await api.call(null, { ...change, payload })).status).toBe(200);
    await api.database.roleGrant.deleteMany({ where: { user: { username: 'fuhai.administrator' } } });
    const refused = await api.call(null, { ...change, payload });
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('not_allowed_for_role');
  });
});

describe('requests from other sites', () => {
  const url = '/api/v1/sessions/current';
  const cookieOf = async (username: string): Promise<string> =>
    String((await login(username, demoPassword)).headers['set-cookie']).split(';')[0]!;

  test.each([
    ['the browser says it comes from another site', { 'sec-fetch-site': 'cross-site' }],
    ['the browser says it comes from a sibling domain', { 'sec-fetch-site': 'same-site' }],
    ['an old browser names another origin', { origin: 'https://evil.example' }],
    ['the origin is hidden', { origin: 'null' }],
  ])('a change by cookie is refused when %s', async (_when, headers) => {
    const cookie = await cookieOf('xixiang.handler');
    const refused = await api.call(null, { method: 'DELETE', url, headers: { cookie, ...headers } });
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('csrf_refused');
    expect((await me({ cookie })).status).toBe(200);
  });

  test('a change by cookie from our own page passes', async () => {
    const cookie = await cookieOf('xixiang.handler');
    const headers = {
      cookie,
      'sec-fetch-site': 'same-origin',
      origin: 'http://localhost:3000',
      host: 'localhost:3000',
    };
    expect((await api.call(null, { method: 'DELETE', url, headers })).status).toBe(204);
  });

  test('a machine with a bearer token needs no such header', async () => {
    const { body } = await login('xixiang.handler', demoPassword);
    const headers = { ...bearer(body.token), origin: 'https://machine.example' };
    expect((await api.call(null, { method: 'DELETE', url, headers })).status).toBe(204);
  });

  test('another site cannot sign a visitor in', async () => {
    const refused = await login('xixiang.handler', demoPassword, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(refused.body.code).toBe('csrf_refused');
  });
});
