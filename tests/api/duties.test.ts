import { randomUUID } from 'node:crypto';
import { openSession } from '../../src/identity/sessions';
import { testApp, type Json, type TestApp } from '../support/app';
import { aDemand } from '../support/a-demand';
import { multipartForm } from '../support/multipart-form';
import { anotherLike, putDemand } from '../support/put-demand';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.close());

const call = (user: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object, headers = {}) =>
  service.call(user, { method, url: `/api/v1${url}`, payload, headers });
const search = async (query: string): Promise<Json[]> =>
  (await call('zhihui.handler', 'GET', `/duties?${new URLSearchParams(query).toString()}`)).body.items;
const codes = (items: Json[]): string[] => items.map(({ code }) => code as string);
const street = (more: object = {}) => ({
  ...{ category: '噪声', name: '夜市噪声', unit: 'fuyong-governance', words: ['夜市'], basis: '示例' },
  ...more,
});

describe('the duty list', () => {
  test('is read by whoever is signed in, by code and page by page', async () => {
    const { body: page } = await call('zhihui.handler', 'GET', '/duties?limit=3');
    expect(codes(page.items)).toEqual(['AQ-01', 'AQ-02', 'AQ-03']);
    const { body: next } = await call('zhihui.handler', 'GET', `/duties?limit=3&cursor=${page.nextCursor}`);
    expect(codes(next.items)[0]).toBe('AQ-04');
    expect(page.items[0]).toMatchObject({ unit: { id: 'baoan-emergency', name: '区应急管理局' }, retired: false });
  });

  test('is narrowed to a category, and to a unit with what lies under it', async () => {
    expect(codes(await search('category=教育托育'))).toEqual(['JY-01', 'JY-02', 'JY-03']);
    expect(codes(await search('unit=zhihui'))).toEqual(['JT-04', 'LD-05', 'ZS-08']);
    expect((await call('zhihui.handler', 'GET', '/duties?cursor=nonsense')).status).toBe(422);
  });

  test('is searched by words: the best first, with what speaks for it', async () => {
    const [best] = await search('q=邻居噪声太大');
    expect(best).toMatchObject({ code: 'ZS-06', unit: { id: 'fuyong-governance' }, because: ['邻居噪声'] });
    expect((await search('q=噪声太大')).map(({ category }: Json) => category)).toContain('噪声');
    expect(await search('q=节日快乐')).toEqual([]);
  });

  test('answers for a demand what its holder may hand it to, and for nobody who may not see it', async () => {
    const demand = aDemand({ id: randomUUID() });
    await putDemand(service.database, demand);
    await service.database.demand.update({
      ...{ where: { id: demand.id }, data: { title: '空调外机噪声', body: '园区出入口也吵。' } },
    });
    const { body } = await call('zhihui.dispatcher', 'GET', `/demands/${demand.number}/duties`);
    expect(codes(body.items)).toEqual(['ZS-08', 'JT-04']);
    expect(body.above.map(({ unit }: Json) => unit.id)).not.toContain('zhihui-property');
    expect((await call('fuhai.dispatcher', 'GET', `/demands/${demand.number}/duties`)).body.code).toBe('not_found');
  });

  test('shows apart what a unit above is responsible for, and nothing of a sibling: it must be passed up', async () => {
    const demand = anotherLike(aDemand());
    await putDemand(service.database, demand);
    await service.database.demand.update({
      ...{ where: { id: demand.id }, data: { title: '垃圾三天没人清运', body: '夜间装修噪声也大。' } },
    });
    const { body } = await call('zhihui.dispatcher', 'GET', `/demands/${demand.number}/duties`);
    expect(codes(body.items)).toEqual([]);
    expect(body.above.map(({ code, unit }: Json) => [code, unit.id])).toEqual(
      expect.arrayContaining([
        ['ZF-04', 'baoan-urban'],
        ['ZS-05', 'fuyong-construction'],
      ]),
    );
    expect(body.above.map(({ unit }: Json) => unit.id)).not.toContain('hangcheng-construction');
  });
});

describe('keeping it', () => {
  test('an administrator of the unit or above adds, changes, retires and takes back; all of it is on record', async () => {
    const { status, body } = await call('fuyong.administrator', 'POST', '/duties', street({ code: 'YS-1' }));
    expect([status, body.code, body.unit.id]).toEqual([201, 'YS-1', 'fuyong-governance']);
    const change = (more: object) =>
      call('baoan.administrator', 'PUT', `/duties/${body.id}`, { ...street(), retired: false, ...more });
    expect((await change({ name: '夜市和大排档噪声' })).body).toMatchObject({ name: '夜市和大排档噪声' });
    expect((await change({ retired: true })).body.retired).toBe(true);
    expect(codes(await search('q=夜市'))).not.toContain('YS-1');
    expect(codes(await search('q=夜市&retired=true'))).toContain('YS-1');
    expect((await change({ retired: false })).body.retired).toBe(false);
    const lines = await service.database.audit.findMany({
      where: { target: 'fuyong-governance' },
      orderBy: { id: 'asc' },
    });
    expect(lines.map(({ action }) => action)).toEqual([
      'duty_created',
      'duty_changed',
      'duty_retired',
      'duty_reopened',
    ]);
  });

  test('a taken code is refused; without a code it gets one; the same key adds it once', async () => {
    const taken = await call('baoan.administrator', 'POST', '/duties', street({ code: 'ZS-01' }));
    expect([taken.status, taken.body.code]).toEqual([409, 'name_taken']);
    const twice = [1, 2].map(() =>
      call('baoan.administrator', 'POST', '/duties', street(), { 'idempotency-key': 'duty-once' }),
    );
    const [one, other] = await Promise.all(twice);
    expect(one!.body.code).toMatch(/^ZZ-/);
    expect(other!.body.id).toBe(one!.body.id);
  });

  test.each([
    ['zhihui.administrator', 403],
    ['fuhai.administrator', 403],
    ['fuyong.supervisor', 403],
  ])('%s may not', async (user, status) => {
    expect((await call(user, 'POST', '/duties', street())).status).toBe(status);
    const item = await service.database.dutyItem.findUniqueOrThrow({ where: { code: 'ZS-06' } });
    expect((await call(user, 'PUT', `/duties/${item.id}`, { ...street(), retired: true })).status).toBe(status);
  });

  test('nobody gives an item to a unit that they do not administer', async () => {
    const item = await service.database.dutyItem.findUniqueOrThrow({ where: { code: 'ZS-06' } });
    const given = await call(
      'fuyong.administrator',
      'PUT',
      `/duties/${item.id}`,
      street({ unit: 'fuhai', retired: false }),
    );
    expect([given.status, given.body.code]).toEqual([403, 'not_allowed_for_role']);
  });

  test.each<[string, string, object]>([
    ['an unknown unit', '/unit', street({ unit: 'nowhere' })],
    ['no name', '/name', street({ name: ' ' })],
    ['a word that sheets would take for two', '/words/0', street({ words: ['夜市、大排档'] })],
    ['too many words', '/words', street({ words: Array.from({ length: 31 }, (_, i) => `词${i}`) })],
  ])('%s is refused', async (_what, path, body) => {
    const answer = await call('baoan.administrator', 'POST', '/duties', body);
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
  });

  test('an item that is not there is not found', async () => {
    const change = { ...street(), retired: false };
    for (const id of ['nothing', '00000000-0000-4000-8000-000000000000'])
      expect((await call('baoan.administrator', 'PUT', `/duties/${id}`, change)).status).toBe(404);
  });
});

describe('rules from it', () => {
  test('are written for items with words, and only by administrators of the district', async () => {
    const items = await service.database.dutyItem.findMany({ where: { code: { in: ['ZS-06', 'JT-02'] } } });
    const wordless = await call('baoan.administrator', 'POST', '/duties', street({ code: 'NW-1', words: [] }));
    const duties = [...items.map(({ id }) => id), wordless.body.id];
    const { body } = await call('baoan.administrator', 'POST', '/duties/rules', { duties });
    expect(body.rules.map(({ id, then }: Json) => [id, then])).toEqual([
      ['duty-JT-02', { level: 'B', lead: 'hangcheng-governance' }],
      ['duty-ZS-06', { level: 'B', lead: 'fuyong-governance' }],
    ]);
    expect(body.skipped).toEqual(['NW-1']);
    expect((await call('fuyong.administrator', 'POST', '/duties/rules', { duties })).status).toBe(403);
    expect((await call('baoan.administrator', 'POST', '/duties/rules', { duties: [] })).status).toBe(422);
  });
});

describe('as a sheet', () => {
  const upload = async (user: string, content: Buffer, { name = '清单.csv', apply = false } = {}) => {
    const form = await multipartForm([{ name, type: 'application/octet-stream', content }]);
    return service.call(user, { method: 'POST', url: `/api/v1/duties/sheet?apply=${apply}`, ...form });
  };
  const rows = (...lines: string[]) => Buffer.from(['编号,类别,事项,责任单位,关键词,依据', ...lines].join('\n'));

  test('it comes out and back unchanged', async () => {
    const token = await openSession(service.database, 'demo-baoan.administrator', 1);
    const { rawPayload } = await service.app.inject({
      ...{ url: '/api/v1/duties/sheet', headers: { authorization: `Bearer ${token}` } },
    });
    const { body } = await upload('baoan.administrator', rawPayload, { name: '清单.xlsx' });
    expect(body).toMatchObject({ applied: false, created: 0, changed: 0, errors: [] });
    expect(body.unchanged).toBeGreaterThan(35);
  });

  test('it is checked first, and written when asked to: new items and changed ones by their code', async () => {
    const sheet = rows(
      'DR-1,噪声,酒吧噪声,福永街道综合治理办公室,酒吧、KTV,示例',
      'ZS-06,噪声,邻里噪声,fuyong-governance,邻居,',
    );
    const tried = await upload('fuyong.administrator', sheet);
    expect(tried.body).toEqual({ applied: false, created: 1, changed: 1, unchanged: 0, errors: [] });
    expect(await service.database.dutyItem.count({ where: { code: 'DR-1' } })).toBe(0);
    expect((await upload('fuyong.administrator', sheet, { apply: true })).body.applied).toBe(true);
    expect(codes(await search('q=酒吧'))[0]).toBe('DR-1');
    expect((await upload('fuyong.administrator', sheet, { apply: true })).body).toMatchObject({
      created: 0,
      unchanged: 2,
    });
  });

  test('nothing is written while a row is wrong, and every wrong row is named in words', async () => {
    const sheet = rows(
      ...['OK-1,噪声,一项,福永街道,,', 'BAD-1,,二项,火星,,', 'OK-1,噪声,三项,福永街道,,', 'FOR-1,噪声,四项,福海街道,,'],
    );
    const { body } = await upload('fuyong.administrator', sheet, { apply: true });
    expect(body.applied).toBe(false);
    expect(body.errors.map(({ row, column }: Json) => `${row} ${column}`).sort()).toEqual([
      ...['3 类别', '3 责任单位', '4 编号', '5 责任单位'],
    ]);
    expect(await service.database.dutyItem.count({ where: { code: 'OK-1' } })).toBe(0);
  });

  test('one without anything to be seen under its columns is refused, not taken for an empty list', async () => {
    for (const empty of [rows(), rows('\u200b, ,\u3164')]) {
      const { body } = await upload('fuyong.administrator', empty, { apply: true });
      expect(body).toMatchObject({ applied: false, errors: [{ row: 2, message: '列名下面没有内容，请填写' }] });
    }
  });

  test('only administrators import', async () => {
    expect((await upload('fuyong.supervisor', rows())).status).toBe(403);
  });
});
