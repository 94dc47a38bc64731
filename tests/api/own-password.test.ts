import { demoPassword, testApp, type TestApp } from '../support/app';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
afterAll(() => api.close());

const next = 'correct horse battery';
const signIn = (username: string, password: string) =>
  api.call(null, { method: 'POST', url: '/api/v1/sessions', payload: { username, password } });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const change = (token: string, payload: object) =>
  api.call(null, { method: 'PUT', url: '/api/v1/me/password', payload, headers: bearer(token) });
const me = (token: string) => api.call(null, { method: 'GET', url: '/api/v1/me', headers: bearer(token) });
const tokenOf = async (username: string): Promise<string> => (await signIn(username, demoPassword)).body.token;
const linesOf = (username: string) => api.database.audit.findMany({ where: { target: `demo-${username}` } });

describe('changing the own password', () => {
  test('it counts from then on, ends the sessions elsewhere and keeps this one', async () => {
    const [here, elsewhere] = [await tokenOf('zhihui.handler'), await tokenOf('zhihui.handler')];
    const colleague = await tokenOf('zhihui.handler2');
    expect((await change(here, { current: demoPassword, next })).status).toBe(204);
    expect([(await me(here)).status, (await me(elsewhere)).status, (await me(colleague)).status]).toEqual([
      200, 401, 200,
    ]);
    expect((await signIn('zhihui.handler', demoPassword)).status).toBe(401);
    expect((await signIn('zhihui.handler', next)).status).toBe(201);
  });

  test('it is on record once, without a word of it', async () => {
    const lines = await linesOf('zhihui.handler');
    expect(lines.map(({ action, userId, detail }) => [action, userId, detail])).toEqual([
      ['password_changed', 'demo-zhihui.handler', null],
    ]);
  });

  test('the wrong one now is named as the field that is wrong, and changes nothing', async () => {
    const [here, elsewhere] = [await tokenOf('zhihui.replier'), await tokenOf('zhihui.replier')];
    const answer = await change(here, { current: 'not this one', next });
    expect([answer.status, answer.body.code, answer.body.errors[0].path]).toEqual([422, 'invalid_input', '/current']);
    expect((await me(elsewhere)).status).toBe(200);
    expect(await linesOf('zhihui.replier')).toEqual([]);
  });

  test.each([
    ['short', 'short'],
    ['what everybody tries', 'qwertyuiop123'],
    ['the user name', 'zhihui.reviewer of old'],
    ['the same again', demoPassword],
    ['too long', 'xy z'.repeat(65)],
  ])('%s is refused', async (_what, wanted) => {
    const answer = await change(await tokenOf('zhihui.reviewer'), { current: demoPassword, next: wanted });
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, '/next']);
    expect((await signIn('zhihui.reviewer', demoPassword)).status).toBe(201);
  });

  test('guessing it from an open session ends after ten tries, and does not keep the owner from signing in', async () => {
    const token = await tokenOf('zhihui.collector');
    const guesses = await Promise.all(Array.from({ length: 14 }, () => change(token, { current: 'a guess', next })));
    expect(guesses.filter(({ status }) => status === 422)).toHaveLength(10);
    expect(guesses.filter(({ body }) => body.code === 'too_many_attempts')).toHaveLength(4);
    const right = await change(token, { current: demoPassword, next });
    expect([right.status, Number(right.headers['retry-after']) > 0]).toEqual([429, true]);
    expect((await signIn('zhihui.collector', demoPassword)).status).toBe(201);
  });

  test('of two changes at once one wins', async () => {
    const token = await tokenOf('zhihui.dispatcher');
    const answers = await Promise.all(
      ['the first of the two', 'the other of the two'].map((each) =>
        change(token, { current: demoPassword, next: each }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 422]);
    expect(await linesOf('zhihui.dispatcher')).toHaveLength(1);
  });
});
