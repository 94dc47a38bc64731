import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { createTakeOut, type TakingOut } from '../../src/api/exports/take-out';
import { isOnlyExport } from '../../src/database/export-runs';
import { Prisma, type Database } from '../../src/database/client';
import { readFile } from '../../src/import/reader/read-file';
import { scanWorkbook } from '../../src/import/reader/scan-workbook';
import type { Demand } from '../../src/domain/demand';
import { aLife, HOUR, LONGTENG, QIAOTOU, ZHIHUI, type Wish } from '../support/a-demand';
import { demoPassword, testApp, type Json, type TestApp } from '../support/app';
import { anotherLike, putDemand } from '../support/put-demand';

const BESIDE = { place: LONGTENG, collecting: LONGTENG, lead: LONGTENG };
/** What spreadsheets calculate, and what is close to it; PostgreSQL keeps no NUL. */
const PAYLOADS = [
  ...[
    '=1+1',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK（"http://x.example","点我"）',
    '+1',
    '+86 138',
    '-1+2',
    '-',
    '@SUM(A1)',
  ],
  ...['\t=1+1', '\r=1+1', '\n=1', '＝1+1', '＋1', '－1', '＠x', ' =1+1', '\u3000=1', "'=1+1", "''=1", '=1\n<f>2</f>&"'],
];

let api: TestApp;
let base: string;
const tokens = new Map<string, string>();
beforeAll(async () => {
  api = await testApp();
  await api.app.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}/api/v1`;
  const stages = ['closed', 'handling', 'accepting', 'dispatching', 'rating', 'calling_back', 'closed'] as const;
  for (const [i, stage] of stages.entries()) {
    await put({ stage }, i);
    await put({ stage, ...BESIDE }, i);
  }
});
afterAll(() => api.close());

async function put(wish: Wish, hours: number, words: Record<string, string> = {}): Promise<Demand> {
  const demand = anotherLike(aLife(wish).demand, hours * HOUR);
  await putDemand(api.database, demand);
  await api.database.demand.update({ where: { id: demand.id }, data: words });
  return demand;
}

async function tokenOf(username: string): Promise<string> {
  if (!tokens.has(username)) {
    const payload = { username, password: demoPassword };
    const { body } = await api.call(null, { method: 'POST', url: '/api/v1/sessions', payload });
    tokens.set(username, body.token);
  }
  return tokens.get(username)!;
}

const headersOf = async (user: string) => ({ authorization: `Bearer ${await tokenOf(user)}` });
async function takeOut(user: string, query: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${base}/demands/export?${query}`, {
    headers: { ...(await headersOf(user)), ...headers },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, bytes };
}
const refusalOf = async (user: string, query: string, headers?: Record<string, string>) => {
  const { status, bytes } = await takeOut(user, query, headers);
  const { code, detail } = JSON.parse(bytes.toString());
  return { status, code, detail };
};
async function linesOf(user: string, query: string): Promise<string[][]> {
  const { status, bytes } = await takeOut(user, `format=csv&${query}`);
  expect([status, bytes.subarray(0, 3).toString('hex')]).toEqual([200, 'efbbbf']);
  return parse(bytes, { bom: true });
}
const get = async (user: string, path: string): Promise<Json> =>
  (await api.call(user, { method: 'GET', url: `/api/v1${path}` })).body;

async function until<Value>(find: () => Promise<Value | undefined | false>): Promise<Value> {
  for (;;) {
    const found = await find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('an export of demands', () => {
  test.each(['baoan.supervisor', 'fuyong.auditor', 'zhihui.handler', 'longteng.collector'])(
    'holds what the list shows %s, in its order, and nothing else',
    async (user) => {
      const filters = ['', 'stage=closed', 'sort=createdAt', 'sort=dueAt', 'unit=longteng&kind=help', 'overdue=true'];
      for (const filter of [...filters, 'figure=filed&from=2026-03-01&to=2026-03-02', 'figure=open']) {
        const [head, ...lines] = await linesOf(user, filter);
        const { items } = await get(user, `/demands?limit=200&${filter}`);
        expect(head!.slice(0, 3)).toEqual(['编号', '类型', '标题']);
        expect([filter, lines.map(([number]) => number)]).toEqual([filter, items.map((item: Json) => item.number)]);
      }
    },
  );

  test('shows a street nothing of its neighbour', async () => {
    const places = (await linesOf('zhihui.handler', '')).slice(1).map((line) => line[4]);
    expect(new Set(places)).toEqual(new Set(['智美·汇志园区']));
  });

  test('tells of a demand what happened to it in words, but nobody and no number of anybody', async () => {
    const contact = { contactMasked: { name: '王*', phone: '138****1234' } } as unknown as Record<string, string>;
    const words = { title: '欠薪，请打 13812341234 找我', channel: '微论坛', ...contact };
    const { number } = await put({ stage: 'closed', kind: 'help', lead: ZHIHUI }, 200, words);
    const [head, ...lines] = await linesOf('zhihui.handler', 'stage=closed&kind=help');
    const line = lines.find(([first]) => first === number);
    const told = Object.fromEntries(head!.map((name, i) => [name, line![i]]));
    expect(told).toMatchObject({
      ...{ 编号: number, 类型: '求助', 标题: '欠薪，请打 138****1234 找我', 环节: '已办结', 层级: '园区社区级' },
      ...{ 收集渠道: '微论坛', 主办单位: '智美·汇志园区', 轮次: '1', 督办: '否', 是否超时: '否' },
    });
    expect(told['首次到期']).toMatch(/^2026-03-\d\d \d\d:\d\d$/);
    expect(line!.join()).not.toMatch(/王|13812341234/);
  });

  describe('of texts that a spreadsheet might calculate', () => {
    const written = PAYLOADS.map((text) => text.replace(/\r/g, '\n').trim());
    const TEXTS = { 标题: 2, 类别: 3, 收集渠道: 8 };
    beforeAll(async () => {
      const { id, level, path } = QIAOTOU;
      const unit = { id, level, path, name: '=1+1', kind: 'community', parentId: 'fuyong' };
      await api.database.unit.create({ data: unit });
      for (const [i, text] of PAYLOADS.entries())
        await put({ place: QIAOTOU, lead: QIAOTOU, stage: 'handling' }, i, {
          title: text,
          category: text,
          channel: text,
        });
    });

    test.each(['csv', 'xlsx'])(
      'has none of them as a formula in %s, and reads back as they were written',
      async (format) => {
        const { bytes } = await takeOut('fuyong.supervisor', `format=${format}&unit=qiaotou&sort=createdAt`);
        const rows: string[][] = [];
        for await (const each of readFile(bytes, `诉求.${format}`)) if ('cells' in each) rows.push(each.cells);
        expect(rows).toHaveLength(PAYLOADS.length + 1);
        for (const [name, column] of Object.entries(TEXTS))
          expect([name, rows.slice(1).map((row) => row[column])]).toEqual([name, written]);
        for (const row of rows.slice(1)) expect([row[4], row[9]]).toEqual(['=1+1', '=1+1']);
        if (format === 'xlsx') return expect((await scanWorkbook(bytes)).formulas.size).toBe(0);
        // As a spreadsheet splits rows: at any line break outside quotes.
        const bare = bytes.toString().replace(/"(?:[^"]|"")*"/g, (cell) => cell.replace(/[\r\n]/g, ' '));
        const cells = bare.split(/\r\n|\r|\n/).flatMap((line) => line.split(','));
        expect(cells.filter((cell) => /^"?\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(cell))).toEqual([]);
      },
    );
  });

  test('is logged with its filter and audited, for whoever watches over the person and for nobody else', async () => {
    const lines = await linesOf('zhihui.reviewer', `stage=handling&q=${encodeURIComponent('打 13812341234')}`);
    expect(lines).toHaveLength(1);
    const rows = (await linesOf('zhihui.reviewer', 'stage=handling&sort=createdAt')).length - 1;
    const ofReviewer = async (reader: string) =>
      (await get(reader, '/exports')).items.filter((run: Json) => run.user.username === 'zhihui.reviewer');
    const [run, earlier] = await until(async () => {
      const runs = await ofReviewer('zhihui.reviewer');
      return runs.every((each: Json) => each.finishedAt) && runs;
    });
    expect(run).toMatchObject({
      kind: 'demands',
      format: 'csv',
      rows,
      filter: { stage: 'handling', sort: 'createdAt' },
    });
    expect(earlier.filter.q).toBe('打 138****1234');
    expect((await ofReviewer('fuyong.auditor')).map((each: Json) => each.id)).toEqual([run.id, earlier.id]);
    for (const other of ['zhihui.handler', 'fuyong.supervisor', 'longteng.supervisor'])
      expect([other, await ofReviewer(other)]).toEqual([other, []]);
    const { items } = await get('fuyong.auditor', '/audit?action=demands_exported&user=zhihui.reviewer');
    expect(items[0]).toMatchObject({
      label: '导出诉求',
      target: 'zhihui',
      detail: { id: run.id, format: 'csv', rows },
    });
  });

  test('is one at a time for each person', async () => {
    const { id } = await api.database.user.findUniqueOrThrow({ where: { username: 'zhihui.replier' } });
    const { sql, end } = await api.database.snapshot();
    expect(await isOnlyExport(sql, id)).toBe(true);
    expect(await refusalOf('zhihui.replier', 'format=csv')).toMatchObject({ status: 409, code: 'export_running' });
    await end();
    expect((await takeOut('zhihui.replier', 'format=csv')).status).toBe(200);
  });

  test('is refused in a format that there is not, for a filter that is none and to whoever looks as another', async () => {
    expect(await refusalOf('zhihui.handler', 'format=pdf')).toMatchObject({ status: 422, code: 'invalid_input' });
    expect(await refusalOf('zhihui.handler', 'from=2026-03-01')).toMatchObject({ status: 422, code: 'invalid_input' });
    const payload = { username: 'zhihui.handler', reason: '核对权限' };
    const begun = await api.call('baoan.administrator', { method: 'POST', url: '/api/v1/view-as', payload });
    expect(begun.status).toBeLessThan(300);
    const refusal = await refusalOf('baoan.administrator', 'format=csv', { 'x-view-as': 'zhihui.handler' });
    expect(refusal).toMatchObject({ status: 403, code: 'read_only_view' });
  });

  const wantedBy = (user: string): TakingOut => ({
    ...{ user, unit: 'zhihui', format: 'csv', filter: {}, log: api.app.log },
    line: () => [],
    search: { sight: Prisma.sql`TRUE`, sort: '-createdAt' },
  });

  test('that has arrived whole makes way for the next at once', async () => {
    const snapshot = async () => {
      const taken = await api.database.snapshot();
      const end = () => new Promise((resolve) => setTimeout(resolve, 200)).then(taken.end);
      return { ...taken, end };
    };
    const takeOutSlowly = createTakeOut(Object.create(api.database, { snapshot: { value: snapshot } }) as Database);
    for (let i = 0; i < 2; i += 1) await text((await takeOutSlowly(wantedBy('demo-zhihui.replier'))).stream);
  });

  test('of more rows than one file should hold is refused before anything is logged', async () => {
    const wanted = wantedBy('somebody');
    const limited = createTakeOut(api.database, { mostRows: 2 });
    await expect(limited(wanted)).rejects.toMatchObject({ code: 'too_many_rows', status: 422 });
    expect(await api.database.exportRun.count({ where: { userId: 'somebody' } })).toBe(0);
    // The connection and the turn are free again.
    await expect(limited(wanted)).rejects.toMatchObject({ code: 'too_many_rows' });
    const none = createTakeOut(api.database, { mostAtOnce: 0 });
    await expect(none(wanted)).rejects.toMatchObject({ code: 'too_many_exports', status: 429 });
  });

  test('ends when whoever asked goes away: the connection is free, and the log says that it is not whole', async () => {
    const { id } = await put({ stage: 'closed' }, 300, { category: '长标题', title: '长'.repeat(3_000) });
    await api.database.$executeRaw`INSERT INTO demand
      SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'number', 'SQL' || i,
        'tracking_hash', '\\x' || encode(('long' || i)::bytea, 'hex')))).*
      FROM demand d, generate_series(1, 1500) i WHERE d.id = ${id}::uuid`;
    const request = http.get(`${base}/demands/export?format=csv&category=${encodeURIComponent('长标题')}`, {
      headers: await headersOf('zhihui.supervisor'),
    });
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    await once(response, 'readable');
    expect(response.headers['x-total-count']).toBe('1501');
    expect((await refusalOf('zhihui.supervisor', 'format=csv&stage=handling')).code).toBe('export_running');
    request.destroy();
    await until(async () => (await takeOut('zhihui.supervisor', 'format=csv&stage=handling')).status === 200);
    const left = await until(async () => {
      const { items } = await get('zhihui.supervisor', '/exports');
      return items.find((run: Json) => run.filter.category === '长标题' && run.rows > 0);
    });
    expect(left.finishedAt).toBeNull();
    expect(left.rows).toBeLessThan(1_501);
  });
});
