import { type Json, testApp, type TestApp } from '../support/app';

let api: TestApp;
let document: Json;
beforeAll(async () => {
  api = await testApp();
  document = (await api.call(null, { method: 'GET', url: '/openapi.json' })).body;
});
afterAll(() => api.close());

describe('the OpenAPI document', () => {
  test('is OpenAPI 3.1 and describes every route under /api that is not hidden on purpose', () => {
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries<object>(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = api.app.routeTable
      .filter(({ url, isDocumented }) => url.startsWith('/api/') && isDocumented)
      .map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`);
    expect(routes.filter((route) => !described.includes(route))).toEqual([]);
  });

  test('has a definition for everything it refers to', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      (match) => match[1]!,
    );
    expect(references.length).toBeGreaterThan(5);
    for (const name of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  test('says of every route who may call it, and that errors are problem documents', () => {
    for (const operations of Object.values<Record<string, Json>>(document.paths)) {
      for (const operation of Object.values(operations)) {
        expect(operation.security).toBeDefined();
        expect(Object.keys(operation.responses.default.content)).toEqual(['application/problem+json']);
      }
    }
    expect(document.paths['/api/v1/users/{username}'].put['x-roles']).toEqual(['administrator']);
  });

  test('its pages load nothing from elsewhere', async () => {
    const page = await api.call(null, { method: 'GET', url: '/docs/' });
    expect(page.status).toBe(200);
    const addresses = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    expect(addresses.length).toBeGreaterThan(2);
    for (const address of addresses) {
      expect(address).toMatch(/^\.?\//);
      const asset = await api.call(null, { method: 'GET', url: new URL(address, 'http://here/docs/').pathname });
      expect(asset.status).toBe(200);
    }
  });
});
