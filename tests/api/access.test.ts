import fastify from 'fastify';
import { requireAccessRules } from '../../src/api/access';
import { testApp, type TestApp } from '../support/app';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
afterAll(() => api.close());

/** The routes open to everybody; a new one must be added here on purpose. */
const publicRoutes = [
  'GET /healthz',
  'GET /readyz',
  'GET /metrics',
  'GET /openapi.json',
  'GET /',
  'GET /console',
  'GET /console/*',
  'GET /m',
  'GET /m/*',
  'GET /m/worker.js',
  'GET /assets/*',
  'GET /favicon.svg',
  'POST /api/v1/sessions',
  // In demo mode only.
  'GET /api/v1/demo/accounts',
];

const isDocumentation = (url: string): boolean => url === '/docs' || url.startsWith('/docs/');
const concrete = (url: string): string => url.replace(/:[^/]+/g, '0');

describe('access rules of routes', () => {
  test('only the routes listed here are open without login', () => {
    const open = api.app.routeTable
      .filter(({ access, url }) => access === 'public' && !isDocumentation(url) && !url.startsWith('/api/v1/public/'))
      .map(({ method, url }) => `${method} ${url}`);
    expect(open.sort()).toEqual([...publicRoutes].sort());
  });

  test('every other route refuses whoever is not signed in', async () => {
    for (const { method, url, access } of api.app.routeTable) {
      if (access === 'public') continue;
      const answer = await api.call(null, { method, url: concrete(url), payload: {} });
      expect({ url, status: answer.status, code: answer.body?.code }).toEqual({
        url,
        status: 401,
        code: 'not_signed_in',
      });
    }
  });

  test('a route that declares no access rule stops the start', () => {
    const app = fastify();
    requireAccessRules(app);
    expect(() => app.get('/forgotten', () => 'x')).toThrow('/forgotten declares no access rule');
  });
});
