import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { problemCodes } from '../../src/api/errors';
import { EXAMPLES } from '../../src/api/openapi/examples';
import { TAGS } from '../../src/api/openapi/tags';
import { type Json, testApp, type TestApp } from '../support/app';
import { root } from '../support/source-files';

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

  const operations = (): Json[] => Object.values<Json>(document.paths).flatMap((each) => Object.values<Json>(each));

  test('names every operation once, and always the same', () => {
    const names = operations().map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^(get|post|put|delete)[A-Z][A-Za-z0-9]+$/.test(name))).toEqual([]);
    const ofActions = document.paths['/api/v1/demands/{number}/actions/pass_up'].post;
    expect(ofActions.operationId).toBe('postDemandsByNumberActionsPassUp');
    expect(document.paths['/api/v1/demands/{number}/certificate.pdf'].get.operationId).toBe(
      'getDemandsByNumberCertificatePdf',
    );
  });

  test('says in Chinese what each operation is, who may call it, what it answers, and what each parameter is', () => {
    const isChinese = (text: unknown): boolean => /[\u4e00-\u9fff]/.test(String(text));
    const silent = operations().flatMap(({ operationId, summary, description, parameters = [], responses }) => [
      ...(isChinese(summary) && isChinese(description) ? [] : [operationId]),
      ...parameters
        .filter((each: Json) => !isChinese(each.description))
        .map((each: Json) => `${operationId} ${each.name}`),
      ...Object.keys(responses).filter((status) => !isChinese(responses[status].description)),
    ]);
    expect(silent).toEqual([]);
    const dispatch = document.paths['/api/v1/demands/{number}/actions/dispatch'].post;
    expect(dispatch['x-roles']).toEqual(['dispatcher']);
    expect(dispatch.description).toContain('在环节：待分拨 dispatching');
  });

  test('puts every operation in a group, and the groups in the order of the chain', () => {
    const used = new Set(operations().flatMap(({ tags = ['default'] }) => tags));
    expect(document.tags).toEqual(TAGS.filter(({ name }) => used.has(name)));
    expect([...used].filter((name) => !TAGS.some((tag) => tag.name === name))).toEqual([]);
  });

  test('describes the form of every route that takes a file', () => {
    const forms = operations().filter(({ requestBody }) => requestBody?.content['multipart/form-data']);
    expect(forms.map(({ operationId }) => operationId).sort()).toEqual([
      'postAttachments',
      'postDutiesSheet',
      'postImports',
      'postPublicAttachments',
      'postRulesSheet',
    ]);
    for (const { requestBody } of forms)
      expect(requestBody.content['multipart/form-data'].schema.properties.file.format).toBe('binary');
  });

  test('lists every code of a problem', () => {
    expect(document.components.schemas.Problem.properties.code.enum).toEqual(problemCodes);
  });

  test('holds examples that the service takes', async () => {
    const shown = Object.entries<Record<string, Json>>(document.paths).flatMap(([url, methods]) =>
      Object.entries(methods).flatMap(([method, operation]) => {
        const example = operation.requestBody?.content['application/json']?.example;
        return example ? [{ url, method, operation, example }] : [];
      }),
    );
    expect(shown.map(({ operation }) => operation.operationId).sort()).toEqual(Object.keys(EXAMPLES).sort());
    for (const { url, method, operation, example } of shown) {
      const caller = operation.security.length === 0 ? null : `zhihui.${(operation['x-roles'] ?? ['handler'])[0]}`;
      const concrete = url.replace(/{\w+}/g, '00000000-0000-4000-8000-000000000000');
      const answer = await api.call(caller, { method, url: concrete, payload: example });
      // What an example acts on is not there; that it got so far shows that its body was taken.
      const expected = url.includes('{') ? 404 : 201;
      expect({ url, status: answer.status, errors: answer.body.errors }).toMatchObject({ url, status: expected });
    }
  });

  test('begins with commands that a shell can read, and with an answer that the service gives', async () => {
    const commands = [...document.info.description.matchAll(/^```bash\n([^]*?)^```$/gm)].map((match) => match[1]);
    expect(commands.length).toBeGreaterThan(5);
    execFileSync('bash', ['-n', '-c', commands.join('\n')]);
    const { body } = await api.call('zhihui.collector', { method: 'GET', url: '/api/v1/demands?limit=201' });
    expect(document.info.description.replace(/\n# +/g, '')).toContain(
      JSON.stringify({
        ...{ type: body.type, title: body.title, status: body.status, code: body.code },
        ...{ detail: body.detail, errors: body.errors },
      }),
    );
  });

  /** Where in a body a time or a date is written: paths of names. */
  function timesIn(schema: Json, path: string[] = []): string[][] {
    if (schema?.$ref) return timesIn(document.components.schemas[schema.$ref.split('/').at(-1)], path);
    if (schema?.format === 'date-time' || schema?.format === 'date') return [path];
    const parts = [...(schema?.anyOf ?? []), ...(schema?.oneOf ?? []), ...(schema?.allOf ?? [])];
    const inside = Object.entries<Json>(schema?.properties ?? {}).flatMap(([name, each]) =>
      timesIn(each, [...path, name]),
    );
    return [...parts.flatMap((part: Json) => timesIn(part, path)), ...inside];
  }

  test('a time outside of 2000 to 2199 is refused wherever a body takes one: it would break every list that it is in', async () => {
    const found: string[] = [];
    for (const [url, operations] of Object.entries<Record<string, Json>>(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const paths = timesIn(operation.requestBody?.content?.['application/json']?.schema).map((path) =>
          path.join('/'),
        );
        const role = (operation['x-roles'] ?? ['supervisor'])[0];
        for (const path of new Set(paths)) {
          found.push(`${method} ${url} ${path}`);
          for (const time of ['9999-12-31T23:59:59Z', '0000-01-01T00:00:00Z', '1900-01-01', '2199-12-31T20:00:00Z']) {
            const payload = path.split('/').reduceRight<Json>((value, name) => ({ [name]: value }), time);
            const concrete = url.replace(/{\w+}/g, '00000000-0000-4000-8000-000000000000');
            const answer = await api.call(`baoan.${role}`, { method, url: concrete, payload });
            const errors = (answer.body.errors ?? []).map((error: Json) => error.path);
            expect({ at: `${method} ${url}`, time, errors }).toMatchObject({
              errors: expect.arrayContaining([`/${path}`]),
            });
          }
        }
      }
    }
    expect(found).toEqual(
      expect.arrayContaining(['post /api/v1/conferences heldAt', 'post /api/v1/inspections plannedAt']),
    );
    expect(found.length).toBeGreaterThan(15);
  });

  test('its pages carry the name and the mark of the service, under the same content policy as the console', async () => {
    const page = await api.call(null, { method: 'GET', url: '/docs/' });
    expect(page.text).toContain('<title>直通车接口</title>');
    const console = await api.call(null, { method: 'GET', url: '/console' });
    expect(page.headers['content-security-policy']).toBe(console.headers['content-security-policy']);
    const mark = await api.call(null, { method: 'GET', url: '/docs/static/theme/favicon.svg' });
    expect(mark.text).toBe(readFileSync(path.join(root, 'web/public/favicon.svg'), 'utf8').trim());
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
