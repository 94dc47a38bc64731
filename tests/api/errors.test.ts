import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ServiceError } from '@temporalio/client';
import { buildApp } from '../../src/api/app';
import { problemFrom } from '../../src/api/error-handler';
import { REFUSAL_CODES } from '../../src/domain/refusal-codes';
import { problemCodes } from '../../src/api/errors';
import { type Answer, demoPassword, testApp, type TestApp } from '../support/app';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
afterAll(() => api.close());

const change = '/api/v1/users/fuyong.handler';
const good = { name: '陈志强', disabled: false, roles: [{ role: 'handler', unit: 'fuyong' }] };
const put = (payload: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  api.call('fuyong.administrator', {
    method: 'PUT',
    url: change,
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    headers: { 'content-type': 'application/json', ...headers },
  });

function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({ type: expect.stringContaining(code), title: expect.any(String), status });
  expect(answer.body.detail).toMatch(/[\u4e00-\u9fff]/);
}

describe('a body that cannot be taken', () => {
  test.each([
    ['is cut off', '{"name":', 400, 'malformed_json'],
    ['is no JSON', 'name=甲', 400, 'malformed_json'],
    ['is nested a thousand deep', `{"name":${'['.repeat(1000)}${']'.repeat(1000)}}`, 400, 'malformed_json'],
    ['sets the prototype', '{"__proto__":{"isAdmin":true},"name":"甲"}', 400, 'malformed_json'],
    ['reaches for the constructor', '{"constructor":{"prototype":{"a":1}}}', 400, 'malformed_json'],
    ['holds a bare control character', '{"name":"a\u0000b"}', 400, 'malformed_json'],
    ['holds NUL', { ...good, name: 'a\u0000b' }, 422, 'invalid_input'],
    ['holds half of a character', '{"name":"\\ud842","disabled":false,"roles":[]}', 422, 'invalid_input'],
    ['holds NUL in an id', { ...good, roles: [{ role: 'handler', unit: 'a\u0000' }] }, 422, 'invalid_input'],
    ['holds NUL in a key', '{"a\\u0000":1}', 422, 'invalid_input'],
    ['is a number', '5', 422, 'invalid_input'],
    ['is null', 'null', 422, 'invalid_input'],
    ['is a list', '[]', 422, 'invalid_input'],
    ['is empty', '', 422, 'invalid_input'],
    ['has a field nobody knows', { ...good, passwordHash: 'x' }, 422, 'invalid_input'],
    ['has a text of 51 characters', { ...good, name: '长'.repeat(51) }, 422, 'invalid_input'],
    ['has a text of blanks', { ...good, name: ' \u3000 ' }, 422, 'invalid_input'],
    ['has a text in which nothing can be seen', { ...good, name: '\u200b \u2060\u3164' }, 422, 'invalid_input'],
  ])('a body that %s is refused', async (_what, payload, status, code) => {
    expectProblem(await put(payload), status, code);
  });

  test('the answer names each faulty field and says in Chinese what is wrong with it', async () => {
    const answer = await put({ disabled: '是', roles: [{ role: 'boss', unit: 'fuyong' }] });
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toEqual([
      '/name',
      '/disabled',
      '/roles/0/role',
    ]);
    for (const { message } of answer.body.errors) expect(message).toMatch(/[\u4e00-\u9fff]/);
  });

  test.each([
    ['GET', 'baoan.callback', '/callbacks?due=2026-11-27', '/due', 'true、false；或者应为带时区的时刻'],
    ['GET', 'baoan.collector', '/demands?dueBefore=xx', '/dueBefore', '应为带时区的时刻，如 2026-11-27T09:00:00+08:00'],
    ['GET', 'baoan.collector', '/demands?dueBefore=2026-11-26T09:10:00+08:00', '/dueBefore', '+ 要写成 %2B'],
    ['GET', 'baoan.collector', '/demands?createdFrom=26.11.2026', '/createdFrom', '应为日期，如 2026-11-27'],
    ['GET', 'baoan.collector', '/demands?limit=many', '/limit', '应为数字'],
    ['GET', 'baoan.collector', '/demands?campaign=7', '/campaign', '应为 36 位的编号（UUID）'],
    ['POST', 'baoan.supervisor', '/spot-checks', '/from', '必填，请补充'],
  ] as const)('%s by %s to %s says of %s: %s', async (method, user, url, field, message) => {
    const payload = method === 'GET' ? undefined : {};
    const answer = await api.call(user, { method, url: `/api/v1${url}`, payload });
    expectProblem(answer, 422, 'invalid_input');
    const said = answer.body.errors.find((error: { path: string }) => error.path === field);
    expect(said.message).toContain(message);
    expect(answer.text).not.toContain('无效');
  });

  test('characters outside the basic plane count as one and are kept', async () => {
    const name = '𠮷'.repeat(50);
    const answer = await put({ ...good, name });
    expect(answer.status).toBe(200);
    expect(answer.body.name).toBe(name);
  });

  test('a body over 1 MiB is refused', async () => {
    expectProblem(await put({ ...good, name: 'a'.repeat(1024 * 1024) }), 413, 'too_large');
  });

  test.each(['text/plain', 'application/xml', 'nonsense'])('a body of type %s is refused', async (type) => {
    expectProblem(await put(good, { 'content-type': type }), 415, 'unsupported_media_type');
  });
});

describe('a URL that cannot be taken', () => {
  test('is not found where the file of a page is missing: the method is not what is wrong', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'zhitongche-no-pages-'));
    const bare = await buildApp({ ...api, pages: folder });
    for (const method of ['GET', 'HEAD'] as const)
      expect((await bare.inject({ method, url: '/favicon.svg' })).statusCode).toBe(404);
    expect((await bare.inject({ method: 'POST', url: '/favicon.svg' })).statusCode).toBe(405);
    await bare.close();
    await rm(folder, { recursive: true });
  });

  test('an unknown route is not found', async () => {
    expectProblem(await api.call(null, { method: 'GET', url: '/api/v1/nothing-here' }), 404, 'not_found');
  });

  test('a known route with a wrong method says which methods there are', async () => {
    const answer = await api.call('fuyong.handler', { method: 'PATCH', url: change });
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.allow).toBe('PUT');
  });

  test.each([
    ['broken percent encoding', '/api/v1/users/%zz', 400, 'malformed_url'],
    ['a parameter of a thousand characters', `/api/v1/attachments/${'a'.repeat(1000)}`, 400, 'malformed_url'],
    ['NUL in the path', '/api/v1/attachments/%00', 422, 'invalid_input'],
    ['NUL in the query', '/api/v1/users?unit=%00', 422, 'invalid_input'],
    ['a page larger than 200', '/api/v1/users?limit=201', 422, 'invalid_input'],
    ['a forged cursor', '/api/v1/users?cursor=bm9uc2Vuc2U', 422, 'invalid_input'],
    ['the same parameter twice', '/api/v1/users?unit=fuyong&unit=baoan', 422, 'invalid_input'],
  ])('%s is refused', async (_what, url, status, code) => {
    expectProblem(await api.call('fuyong.administrator', { method: 'GET', url }), status, code);
  });
});

describe('a cursor that was not made here', () => {
  test.each([
    ['demands', ['x', 'y']],
    ['demands', ['0000-01-01T00:00:00Z', '5f0a7a66-0000-4000-8000-000000000000']],
    ['tasks', ['2026-01-01T00:00:00Z', '5f0a7a66-0000-4000-8000-000000000000', 'a\u0000b']],
    ['views', [true, '0000-01-01T00:00:00Z', '5f0a7a66-0000-4000-8000-000000000000']],
    ['callbacks', ['2026-01-01T00:00:00Z', 'a\u0000b']],
  ])('is refused by the list of %s: %j', async (list, key) => {
    const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
    const user = list === 'callbacks' ? 'fuyong.callback' : 'fuyong.handler';
    expectProblem(
      await api.call(user, { method: 'GET', url: `/api/v1/${list}?cursor=${cursor}` }),
      422,
      'invalid_input',
    );
  });
});

describe('what the engine and the database could not do now', () => {
  const ofEngine = (code: number, details = 'try again') =>
    new ServiceError('Workflow Update failed', {
      cause: Object.assign(new Error(details), { code, details, metadata: {} }),
    });
  const codeOf = (error: unknown) => problemFrom(error).code;

  test.each([
    ['cancelled', 1],
    ['unknown', 2],
    ['deadline exceeded', 4],
    ['resource exhausted', 8],
    ['failed precondition', 9],
    ['aborted', 10],
    ['internal', 13],
    ['unavailable', 14],
    ['data loss', 15],
  ])('“%s” of the engine is an outage', (_name, code) =>
    expect(problemFrom(ofEngine(code))).toMatchObject({ code: 'temporal_unavailable', retryAfter: 5 }),
  );

  test.each([
    ['invalid argument', 3],
    ['already exists', 6],
    ['permission denied', 7],
    ['unimplemented', 12],
  ])('“%s” of the engine is a fault: asked again it would answer the same', (_name, code) =>
    expect(codeOf(ofEngine(code))).toBe('internal'),
  );

  test('a deadlock of the database is an outage, by whichever way it was met', async () => {
    const { database } = api;
    const [one, two] = ['fuyong', 'fuhai'];
    const ways = [
      (first: string, second: string, met: () => Promise<void>) =>
        database.transact(async (sql) => {
          await sql`UPDATE unit SET name = name WHERE id = ${first}`;
          await met();
          await sql`UPDATE unit SET name = name WHERE id = ${second}`;
        }),
      (first: string, second: string, met: () => Promise<void>) =>
        database.$transaction(async (transaction) => {
          await transaction.$executeRaw`UPDATE unit SET name = name WHERE id = ${first}`;
          await met();
          await transaction.unit.updateMany({ where: { id: second }, data: { closedAt: null } });
        }),
    ];
    for (const way of ways) {
      let waiting = 0;
      let go = (): void => {};
      const both = new Promise<void>((resolve) => (go = resolve));
      const met = () => {
        if ((waiting += 1) === 2) go();
        return both;
      };
      const ends = await Promise.allSettled([way(one, two, met), way(two, one, met)]);
      const codes = ends.flatMap((end) => (end.status === 'rejected' ? [codeOf(end.reason)] : []));
      expect(codes).toEqual(['database_unavailable']);
    }
  });
});

describe('what answers give away', () => {
  test('an unexpected failure shows none of its text', async () => {
    const { database } = api;
    await database.$executeRaw`ALTER TABLE unit RENAME COLUMN kind TO kind_away`;
    const answer = await api.call('fuyong.handler', { method: 'GET', url: '/api/v1/units' });
    await database.$executeRaw`ALTER TABLE unit RENAME COLUMN kind_away TO kind`;
    expectProblem(answer, 500, 'internal');
    expect(answer.text).not.toMatch(/kind|column|prisma|select/i);
  });

  test('nothing under /api is stored by caches, and no page of ours may be framed or sniffed', async () => {
    for (const url of ['/api/v1/me', '/api/v1/nothing-here']) {
      const { headers } = await api.call('fuyong.handler', { method: 'GET', url });
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("frame-ancestors 'self'");
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
  });

  test('a forged request id is not taken over, a sensible one is', async () => {
    const idFor = async (id: string) =>
      (await api.call(null, { method: 'GET', url: '/healthz', headers: { 'x-request-id': id } })).headers[
        'x-request-id'
      ];
    expect(await idFor('client-0123456789')).toBe('client-0123456789');
    expect(await idFor('x","level":60')).not.toContain('level');
  });

  test('the error table knows every refusal of the domain', () => {
    expect(problemCodes).toEqual(expect.arrayContaining([...REFUSAL_CODES]));
  });

  test('the password of a login never comes back', async () => {
    const payload = { username: 'x'.repeat(100), password: demoPassword };
    const answer = await api.call(null, { method: 'POST', url: '/api/v1/sessions', payload });
    expectProblem(answer, 422, 'invalid_input');
    expect(answer.text).not.toContain(demoPassword);
  });
});
