import { ApplicationFailure } from '@temporalio/common';
import { decryptContact } from '../../src/privacy/contact-cipher';
import { analysisWorkflowId, importWorkflowId, rehearsalWorkflowId } from '../../workflows/messages';
import { checkedForm, csvOf, filledRow, HEAD } from '../support/filled-form';
import { replayAndKeep } from '../support/histories';
import { testStack, type Stack } from '../support/stack';
import { acts, historyText, until } from '../support/travel';

/** More than one page. */
const ROWS = 230;

let stack: Stack;
const named: Record<string, string> = {};
/** How often a page still fails after its rows were filed, as when a worker dies before the engine knows. */
let crashes = 0;
beforeAll(async () => {
  stack = await testStack(
    {},
    {
      activities: (real) => ({
        ...real,
        importPage: async (page) => {
          const result = await real.importPage(page);
          if (crashes-- > 0) throw new ApplicationFailure('the worker died');
          return result;
        },
      }),
    },
  );
  const place = { kind: 'building', level: 'C', parentId: 'zhihui', path: ['baoan', 'fuyong', 'zhihui', 'shut'] };
  await stack.database.unit.create({ data: { id: 'shut', name: '二号楼', ...place } });
});
afterEach(() => {
  crashes = 0;
});
afterAll(() => stack.close());

const collector = 'zhihui.collector';
const rows = (first: number, count: number, instead = {}) =>
  csvOf([HEAD, ...Array.from({ length: count }, (_, n) => filledRow(first + n, instead))]);
const read = async (id: string) => (await stack.call(collector, { method: 'GET', url: `/api/v1/imports/${id}` })).body;
const start = (id: string, body: object = {}) =>
  stack.call(collector, { method: 'POST', url: `/api/v1/imports/${id}/run`, payload: body });
const ended = (id: string) =>
  until(async () => {
    const batch = await read(id);
    return batch.state === 'running' ? undefined : batch;
  });
async function imported(content: Buffer, body: object = {}) {
  const { id } = (await checkedForm(stack, content)).body;
  expect((await start(id, body)).status).toBe(202);
  return ended(id);
}
const demandsOf = (batchId: string) =>
  stack.database.demandOrigin.findMany({ where: { batchId }, orderBy: { demandId: 'asc' } });

describe('an import', () => {
  it('makes one demand of every row, as if the collector had filed each', async () => {
    crashes = 1;
    const batch = await imported(rows(1, ROWS));
    expect(batch).toMatchObject({ state: 'done', total: ROWS, created: ROWS, repeated: 0, wrong: 0, failure: null });
    const origins = await demandsOf(batch.id);
    expect(origins).toHaveLength(ROWS);
    const { id: user } = await stack.database.user.findUniqueOrThrow({ where: { username: collector } });
    const demands = await stack.database.demand.findMany({ where: { id: { in: origins.map((o) => o.demandId) } } });
    expect(new Set(demands.map(({ number }) => number)).size).toBe(ROWS);
    const [demand] = demands;
    expect(demand).toMatchObject({
      collectedBy: user,
      collectingUnitId: 'zhihui',
      channel: '微论坛',
      stage: 'dispatching',
    });
    expect(origins[0]).toMatchObject({ formCode: 'organisation', formVersion: 1, campaignId: null });
    const { secretKeys } = stack.config;
    expect(decryptContact(demand!.contactCipher!, demand!.id, secretKeys)).toEqual({
      name: '王小明',
      phone: '13800009999',
    });
    expect(await stack.database.importRow.count({ where: { batchId: batch.id, cells: { not: null } } })).toBe(0);
    named.import = importWorkflowId(batch.id);
    const history = await historyText(stack, named.import);
    expect(history).not.toMatch(/王小明|13800009999|早高峰/);
  });

  it('of the same file again makes none, and shows what was made the first time', async () => {
    await imported(rows(500, 25));
    const before = await stack.database.demand.count();
    const checked = (await checkedForm(stack, rows(500, 25))).body;
    expect(checked).toMatchObject({ total: 25, repeated: 25 });
    await start(checked.id);
    expect(await ended(checked.id)).toMatchObject({ state: 'done', created: 0, repeated: 25 });
    expect(await stack.database.demand.count()).toBe(before);
    const url = `/api/v1/imports/${checked.id}/rows?state=repeated&limit=1`;
    const [row] = (await stack.call(collector, { method: 'GET', url })).body.items;
    expect(row.demand.number).toMatch(/^SQ/);
  });

  it('of a file whose demands were withdrawn makes them anew, once', async () => {
    const first = await imported(rows(1501, 3));
    const [wrong] = await demandsOf(first.id);
    const { number } = await stack.database.demand.findUniqueOrThrow({ where: { id: wrong!.demandId } });
    await acts(stack, collector, number, 'withdraw', { reason: '导错了文件，改好再导入。' });
    const { body } = await checkedForm(stack, rows(1501, 3), { name: '改好的.csv' });
    expect(body).toMatchObject({ total: 3, repeated: 2 });
    // A row that stands twice takes the key that came free once.
    const again = await imported(csvOf([HEAD, ...[1501, 1501, 1502, 1503].map((n) => filledRow(n))]));
    expect(again).toMatchObject({ state: 'done', created: 1, repeated: 3 });
    expect(await imported(rows(1501, 3))).toMatchObject({ created: 0, repeated: 3 });
  });

  it('of the same file by two at once makes one demand of each row', async () => {
    const ids = [];
    for (let i = 0; i < 2; i += 1) ids.push((await checkedForm(stack, rows(1_000, 60))).body.id);
    await Promise.all(ids.map((id) => start(id)));
    const batches = await Promise.all(ids.map(ended));
    expect(batches.map(({ created, repeated }) => created + repeated)).toEqual([60, 60]);
    expect(batches[0].created + batches[1].created).toBe(60);
    expect((await Promise.all(ids.map(demandsOf))).flat()).toHaveLength(60);
  });

  it('that is asked for again while it runs and after is the same one', async () => {
    const { id } = (await checkedForm(stack, rows(2_000, 40))).body;
    const answers = await Promise.all([start(id), start(id), start(id)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(await ended(id)).toMatchObject({ created: 40 });
    expect((await start(id)).body.code).toBe('import_already_started');
    expect(await demandsOf(id)).toHaveLength(40);
  });

  it('leaves out wrong rows when asked to, and keeps them for the report', async () => {
    const content = csvOf([HEAD, filledRow(3_000), filledRow(3_001, { 诉求类型: '求住' }), filledRow(3_002)]);
    const batch = await imported(content, { skipWrong: true });
    expect(batch).toMatchObject({ state: 'done', created: 2, wrong: 1 });
    const report = await stack.call(collector, { method: 'GET', url: `/api/v1/imports/${batch.id}/wrong.csv` });
    expect(report.text).toContain('第3001件诉求');
  });

  it('files the rest when the database refuses a row, and tells of that one', async () => {
    await stack.database.$executeRaw`ALTER TABLE demand ADD CONSTRAINT no_bad_rows CHECK (title <> '坏行')`;
    const content = csvOf([HEAD, filledRow(4_000), filledRow(4_001, { 诉求标题: '坏行' }), filledRow(4_002)]);
    const batch = await imported(content);
    expect(batch).toMatchObject({ state: 'done', created: 2, wrong: 1 });
    const url = `/api/v1/imports/${batch.id}/rows?state=wrong`;
    const { items } = (await stack.call(collector, { method: 'GET', url })).body;
    expect(items).toMatchObject([{ row: 3, errors: [{ message: expect.stringContaining('请检查内容后单独登记') }] }]);
  });

  it('tells of rows whose place was closed since they were checked', async () => {
    const content = csvOf([HEAD, filledRow(5_000), filledRow(5_001, { 所属园区: 'shut' })]);
    const { id, wrong } = (await checkedForm(stack, content)).body;
    expect(wrong).toBe(0);
    await stack.database.unit.update({ where: { id: 'shut' }, data: { closedAt: new Date() } });
    await start(id);
    expect(await ended(id)).toMatchObject({ state: 'done', created: 1, wrong: 1 });
  });

  it('ends with a reason when who uploaded it no longer collects for the unit', async () => {
    const { id } = (await checkedForm(stack, rows(6_000, 3))).body;
    const grant = {
      where: { userId_role_unitId: { userId: 'demo-zhihui.collector', role: 'collector', unitId: 'zhihui' } },
    };
    await stack.stopWorker();
    await start(id);
    await stack.database.roleGrant.delete(grant);
    await stack.startWorker();
    await until(async () => (await stack.database.importBatch.count({ where: { id, state: 'failed' } })) || undefined);
    await stack.database.roleGrant.create({ data: grant.where.userId_role_unitId });
    expect(await read(id)).toMatchObject({ created: 0, failure: expect.stringContaining('已不是本单位的收集人员') });
    expect((await start(id)).body.code).toBe('import_already_started');
  });
});

it('a dispatcher may act at once on what was imported, before the relay has started its workflow', async () => {
  const batch = await imported(rows(7_000, 1));
  const { items } = (await stack.call('zhihui.dispatcher', { method: 'GET', url: `/api/v1/demands?batch=${batch.id}` }))
    .body;
  expect(items).toHaveLength(1);
  const { number } = items[0];
  expect((await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' })).stage).toBe('accepting');
});

it('what was imported is reported on and rehearsed by jobs like this one', async () => {
  const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const made = async (what: string) => {
    const payload = { unit: 'zhihui', from: day, to: day };
    const { body } = await stack.call('fuyong.supervisor', { method: 'POST', url: `/api/v1/${what}`, payload });
    return until(async () => {
      const url = `/api/v1/${what}/${body.id}`;
      const job = (await stack.call('fuyong.supervisor', { method: 'GET', url })).body;
      return ['waiting', 'running', 'making'].includes(job.state) ? undefined : job;
    });
  };
  const [report, rehearsal] = [await made('analyses'), await made('rehearsals')];
  expect([report.state, rehearsal.state]).toEqual(['done', 'done']);
  Object.assign(named, { analysis: analysisWorkflowId(report.id), rehearsal: rehearsalWorkflowId(rehearsal.id) });
});

it('repeats all of it from history', async () => {
  expect(await replayAndKeep(stack, named)).toEqual([]);
});
