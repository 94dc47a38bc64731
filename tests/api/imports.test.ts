import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import { waitingForWorkflow } from '../../src/database/intake-outbox';
import { readInChild } from '../../src/import/read-in-child';
import { openSession } from '../../src/identity/sessions';
import { repeatKey } from '../../src/import/repeat-key';
import { aDemand } from '../support/a-demand';
import { testApp, type Answer, type TestApp } from '../support/app';
import { checkedForm, csvOf, filledRow, HEAD, uploadForm, type Upload } from '../support/filled-form';
import { anotherLike, putDemand } from '../support/put-demand';
import { sheetOf, workbook } from '../support/workbook';

let t: TestApp;
beforeAll(async () => {
  t = await testApp();
  await t.database.unit.createMany({
    data: ['a', 'b'].map((id) => ({
      id: `twin-${id}`,
      name: '一号楼',
      kind: 'building',
      level: 'C',
      parentId: 'zhihui',
      path: ['baoan', 'fuyong', 'zhihui', `twin-${id}`],
    })),
  });
});
afterAll(() => t.close());

const collector = 'zhihui.collector';
const upload = (content: Buffer, more?: Upload) => uploadForm(t, content, more);
const checked = (content: Buffer, more?: Upload) => checkedForm(t, content, more);
const get = (path: string, user = collector) => t.call(user, { method: 'GET', url: `/api/v1/imports${path}` });
const map = (id: string, body: object, user = collector) =>
  t.call(user, { method: 'PUT', url: `/api/v1/imports/${id}/mapping`, payload: body });
const run = (id: string, body: object = {}, user = collector) =>
  t.call(user, { method: 'POST', url: `/api/v1/imports/${id}/run`, payload: body });
const rowsOf = async (id: string, state: string, user = collector) =>
  (await get(`/${id}/rows?state=${state}`, user)).body.items;
const refusal = ({ status, body }: Answer) => [status, body.code];
/** The rows of an answer's batch that are wrong, as sentences. */
const sentences = async (answer: Answer): Promise<string[]> =>
  (await rowsOf(answer.body.id, 'wrong')).flatMap(({ errors }: { errors: { message: string }[] }) =>
    errors.map(({ message }) => message),
  );

describe('a filled form that is uploaded', () => {
  it('is read from a workbook, whose columns are guessed also below a title', async () => {
    const title = ['诉求建议征集表', '', '填表：智美科技党支部'];
    const answer = await upload(workbook(sheetOf([title, HEAD, filledRow(1), filledRow(2)])), { name: '征集表.xlsx' });
    expect(answer.status).toBe(201);
    expect(answer.headers.location).toBe(`/api/v1/imports/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      ...{ state: 'uploaded', total: 2, headerRow: 2, sheet: '诉求', form: 'organisation', isMine: true },
      ...{ fileName: '征集表.xlsx', unit: { id: 'zhihui' }, by: { username: collector }, mapping: null },
    });
    const {
      place,
      kind,
      title: named,
      body,
      subjectType,
      subjectName,
      contactName,
      contactPhone,
      channel,
    } = answer.body.suggested.columns;
    expect([place, kind, named, body, subjectType, subjectName, contactName, contactPhone, channel]).toEqual(
      HEAD.map((_, i) => i),
    );
    expect(answer.body.columns[2]).toEqual({ name: '诉求标题', samples: ['第1件诉求', '第2件诉求'] });
    expect(answer.body.targets.map(({ name }: { name: string }) => name)).toContain('answers.enterprise');
  });

  it.each([
    ['another type', Buffer.from('%PDF-1.7'), '征集表.pdf', 415, 'unsupported_media_type'],
    ['nothing', Buffer.alloc(0), '征集表.csv', 422, 'unreadable_file'],
    ['only the names of columns', csvOf([HEAD]), '征集表.csv', 422, 'unreadable_file'],
    ['more than 10 MiB', Buffer.alloc(10 * 1024 * 1024 + 2, 'a'), '征集表.csv', 413, 'too_large'],
    [
      'more rows than are taken',
      Buffer.from('所在地,内容\n' + '甲,乙\n'.repeat(20_001)),
      '征集表.csv',
      422,
      'too_much_content',
    ],
  ])('is refused when it is %s, and leaves nothing behind', async (_what, content, name, status, code) => {
    const before = await t.database.importRow.count();
    const answer = await upload(content, { name });
    expect(refusal(answer)).toEqual([status, code]);
    expect(await t.database.importRow.count()).toBe(before);
  });

  it.each([
    ['no form', { form: '' }, '/form'],
    ['a form that is none', { form: 'nowhere' }, '/form'],
    ['a campaign that is none', { form: 'organisation', campaign: 'nowhere' }, '/campaign'],
    ['a unit in which the caller does not collect', { form: 'organisation', unit: 'fuyong' }, '/unit'],
  ])('is refused with %s', async (_what, fields, path) => {
    const answer = await upload(csvOf([HEAD, filledRow(1)]), { fields });
    expect(refusal(answer)).toEqual([422, 'invalid_input']);
    expect(answer.body.errors[0].path).toBe(path);
  });

  it('is one import however often it is sent with the same key', async () => {
    const content = csvOf([HEAD, filledRow(3)]);
    const ids = [];
    for (let i = 0; i < 2; i += 1) ids.push((await upload(content, { key: 'one-upload' })).body.id);
    expect(new Set(ids).size).toBe(1);
    expect(refusal(await upload(csvOf([HEAD, filledRow(4)]), { key: 'one-upload' }))).toEqual([
      422,
      'idempotency_conflict',
    ]);
  });

  it('keeps nothing readable of what its rows say, and the audit says who uploaded it', async () => {
    const { body } = await checked(csvOf([HEAD, filledRow(5), filledRow(6, { 联系电话: '一三八' })]));
    const kept = await t.database.$queryRaw<{ all: string }[]>`
      SELECT b::text || COALESCE(string_agg(r::text, ''), '') AS all FROM import_batch b JOIN import_row r ON r.batch_id = b.id
      WHERE b.id = ${body.id}::uuid GROUP BY b.*`;
    const bytes = Buffer.from(kept[0]!.all.replace(/\\x/g, ''), 'latin1').toString() + kept[0]!.all;
    for (const secret of ['王小明', '13800009999', '一三八', '早高峰']) expect(bytes).not.toContain(secret);
    const lines = await t.database.audit.findMany({
      where: { detail: { path: ['import'], equals: body.id } },
      orderBy: { id: 'asc' },
    });
    expect(lines.map(({ action, target }) => [action, target])).toEqual([
      ['import_uploaded', 'zhihui'],
      ['import_checked', 'zhihui'],
    ]);
  });
});

describe('the dry run', () => {
  it.each([
    ['an unknown kind', { 诉求类型: '求住' }, '第 2 行“诉求类型”：只能填 咨询、求助、投诉、建议。'],
    ['no kind', { 诉求类型: '' }, '第 2 行“诉求类型”：未填写。'],
    ['no body', { 诉求内容: '' }, '第 2 行“内容”：未填写。'],
    [
      'a place that is none',
      { 所属园区: '智慧园区' },
      '第 2 行“所在地”：本单位之内没有这个名称的单位，请核对名称或填写单位编号。',
    ],
    [
      'a place of others',
      { 所属园区: '创维创新谷园区' },
      '第 2 行“所在地”：本单位之内没有这个名称的单位，请核对名称或填写单位编号。',
    ],
    ['no telephone', { 联系电话: '' }, '第 2 行“联系电话”：填了联系人，请同时填联系电话。'],
    ['a mobile number without a digit', { 联系电话: '1391234567' }, /^第 2 行“联系电话”：手机号须为 11 位数字，/],
    ['a telephone that is none', { 联系电话: '请打门卫' }, '第 2 行“联系电话”：电话号码须为 6 到 20 位数字。'],
    [
      'a subject that the form is not for',
      { 主体类型: '党员' },
      '第 2 行“主体类型”：《“两企三新”党组织诉求建议征集表》的诉求主体只能是单建党组织、联建党组织、行业协会党组织。',
    ],
    ['a channel that is none', { 收集渠道: '飞鸽' }, /^第 2 行“收集渠道”：只能填 党群服务中心、/],
    ['a title that is too long', { 诉求标题: '长'.repeat(201) }, '第 2 行“标题”：不能超过 200 个字。'],
    ['a cell that is too long', { 诉求内容: '长'.repeat(5_001) }, '第 2 行“内容”：超过 5000 个字，请缩短。'],
  ])('tells of %s in words', async (_what, instead, sentence) => {
    const answer = await checked(csvOf([HEAD, filledRow(11, instead)]));
    expect(answer.body).toMatchObject({ state: 'checked', total: 1, wrong: 1, repeated: 0 });
    expect(await sentences(answer)).toEqual([
      typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
    ]);
  });

  it('tells of everything that is wrong with a row, with what stands there', async () => {
    const row = filledRow(12, { 诉求类型: '求住', 联系电话: 'x' });
    const { body } = await checked(csvOf([HEAD, filledRow(13), row]));
    const [wrong] = await rowsOf(body.id, 'wrong');
    expect(wrong).toMatchObject({
      ...{ row: 3, state: 'wrong', demand: null },
      errors: [
        { target: 'kind', value: '求住' },
        { target: 'contactPhone', value: 'x' },
      ],
    });
    expect((await rowsOf(body.id, 'ready')).map(({ row }: { row: number }) => row)).toEqual([2]);
  });

  it('refuses formulas cell by cell and computes nothing', async () => {
    const bytes = workbook(sheetOf([HEAD, filledRow(14, { 诉求内容: '=SUM(1,2)' }), filledRow(15)]));
    const answer = await checked(bytes, { name: '征集表.xlsx' });
    expect(await sentences(answer)).toEqual(['第 2 行“内容”：是公式，不会计算，请改为填写结果。']);
  });

  it('takes what looks like a formula in text as text', async () => {
    const { body } = await checked(csvOf([HEAD, filledRow(16, { 诉求标题: '=1+1', 诉求内容: '@所有人 -5 度' })]));
    expect(body).toMatchObject({ wrong: 0 });
  });

  it('judges the form’s own fields, by category, and reads dates and numbers as people write them', async () => {
    const head = [...HEAD, '类别', '具体位置', '党员人数'];
    const rows = [
      [...filledRow(17), '安全生产', '', '12'],
      [...filledRow(18), '安全生产', '三号楼', '1,200'],
      [...filledRow(19), '交通出行', '三号楼', ''],
      [...filledRow(20), '其他', '', '十几个'],
    ];
    const answer = await checked(csvOf([head, ...rows]));
    expect(await sentences(answer)).toEqual([
      '第 2 行“具体位置”：请填写“具体位置”。',
      '第 4 行“具体位置”：“具体位置”只在类别为安全生产、装修工程、施工占道时填写，请清空。',
      '第 5 行“党员人数”：“党员人数”须为数字。',
    ]);
  });

  it('knows a row that stands twice in the file', async () => {
    const { body } = await checked(csvOf([HEAD, filledRow(21), filledRow(21, { 联系人: '李四' }), filledRow(22)]));
    expect(body).toMatchObject({ total: 3, wrong: 0, repeated: 1 });
    expect(await rowsOf(body.id, 'repeated')).toMatchObject([{ row: 3, state: 'repeated', demand: null }]);
  });

  it('knows what was imported before, and shows the demand to who may see it', async () => {
    const first = await checked(csvOf([HEAD, filledRow(23)]));
    const demand = aDemand({ id: randomUUID() });
    await putDemand(t.database, demand);
    const draft = {
      place: { id: 'zhihui' },
      title: '第23件诉求',
      body: filledRow(23)[3],
      subject: { type: 'sole', name: '智美科技党支部' },
    };
    const key = new Uint8Array(repeatKey('organisation', draft as never, t.config.indexKey));
    await t.database.importKey.create({ data: { key, demandId: demand.id } });
    const again = await map(first.body.id, { columns: first.body.mapping.columns });
    expect(again.body).toMatchObject({ repeated: 1 });
    expect(await rowsOf(first.body.id, 'repeated')).toMatchObject([{ demand: { number: demand.number } }]);
  });

  it('finds places by name, by id and below others, and asks when several have a name', async () => {
    const places = ['zhihui', '智美汇志园区', '一号楼', '一号楼（twin-b）', '智美·汇志园区/一号楼'];
    const answer = await checked(csvOf([HEAD, ...places.map((place, n) => filledRow(30 + n, { 所属园区: place }))]));
    const asked = '有 2 个单位叫这个名称，请写成 一号楼（twin-a） 或 一号楼（twin-b）。';
    expect(await sentences(answer)).toEqual([`第 4 行“所在地”：${asked}`, `第 6 行“所在地”：${asked}`]);
  });

  it('takes one value for all rows, and a title from the beginning of the body', async () => {
    const without = (row: string[]) => row.filter((_, i) => i !== 0 && i !== 2 && i !== 8);
    const { id, suggested } = (await upload(csvOf([HEAD, filledRow(40)].map(without)))).body;
    const missing = await map(id, { columns: suggested.columns });
    expect(missing.body).toMatchObject({
      code: 'invalid_input',
      errors: [{ path: '/columns/place' }, { path: '/columns/channel', message: '请指定哪一列是“收集渠道”。' }],
    });
    const done = await map(id, { columns: suggested.columns, defaults: { place: 'zhihui', channel: '微论坛' } });
    expect(done.body).toMatchObject({ wrong: 0, mapping: { defaults: { place: 'zhihui', channel: '微论坛' } } });
  });

  it('remembers which column is what for the next file of the unit and the form', async () => {
    const named = HEAD.map((name, i) => (i === 3 ? '想说的话' : name));
    const first = (await upload(csvOf([named, filledRow(41)]))).body;
    expect(first.suggested.columns.body).toBeUndefined();
    await map(first.id, { columns: { ...first.suggested.columns, body: 3 } });
    const second = (await upload(csvOf([named, filledRow(42)]))).body;
    expect(second.suggested).toMatchObject({ isRemembered: true, columns: { body: 3 } });
    const ofAnotherUnit = (await upload(csvOf([named, filledRow(43)]), { user: 'fuhai.collector' })).body;
    expect(ofAnotherUnit.suggested.columns.body).toBeUndefined();
  });

  it.each([
    ['a field that is none', { columns: { nothing: 0 } }, '/columns/nothing'],
    ['a column that is none', { columns: { title: 9 } }, '/columns/title'],
    ['a place of others for all rows', { columns: {}, defaults: { place: 'skyworth' } }, '/defaults/place'],
    ['a kind that is none for all rows', { columns: {}, defaults: { kind: '求住' } }, '/defaults/kind'],
    [
      'one telephone for all rows',
      { columns: {}, defaults: { contactPhone: '13800000000' } },
      '/defaults/contactPhone',
    ],
  ])('is refused with %s', async (_what, body, path) => {
    const { id } = (await upload(csvOf([HEAD, filledRow(44)]))).body;
    const answer = await map(id, body);
    expect(refusal(answer)).toEqual([422, 'invalid_input']);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });
});

describe('who may do what', () => {
  let id: string;
  beforeAll(async () => {
    id = (await checked(csvOf([HEAD, filledRow(50), filledRow(51, { 诉求类型: '求住' })]))).body.id;
  });

  it('nobody beside or below sees an import', async () => {
    for (const user of ['fuhai.collector', 'skyworth.collector', 'fuyong-economy.handler'])
      if (await t.database.user.findUnique({ where: { username: user } }))
        for (const path of ['', '/rows']) expect(refusal(await get(`/${id}${path}`, user))).toEqual([404, 'not_found']);
    const { items } = (await get('', 'skyworth.collector')).body;
    expect(items.map((item: { id: string }) => item.id)).not.toContain(id);
  });

  it('the unit and those above see it, but not what its rows say', async () => {
    for (const user of ['zhihui.supervisor', 'fuyong.collector', 'baoan.auditor']) {
      const { body } = await get(`/${id}`, user);
      expect(body).toMatchObject({ isMine: false, wrong: 1 });
      expect(body.columns.every(({ samples }: { samples: string[] }) => samples.length === 0)).toBe(true);
      expect((await rowsOf(id, 'wrong', user))[0].errors[0]).toMatchObject({ label: '诉求类型', value: null });
      expect((await get('', user)).body.items.map((item: { id: string }) => item.id)).toContain(id);
    }
  });

  it('an administrator who looks at the service as the importer does not read them either', async () => {
    await t.call('baoan.administrator', {
      method: 'POST',
      url: '/api/v1/view-as',
      payload: { username: collector, reason: '核对导入问题' },
    });
    const seen = (path: string) =>
      t.call('baoan.administrator', {
        method: 'GET',
        url: `/api/v1/imports/${id}${path}`,
        headers: { 'x-view-as': collector },
      });
    expect((await seen('')).body.columns[0].samples).toEqual([]);
    expect((await seen('/wrong.csv')).status).toBe(403);
  });

  it('only who uploaded it maps, runs and discards it, and takes its report', async () => {
    const other = 'fuyong.collector';
    expect(refusal(await map(id, { columns: {} }, other))).toEqual([403, 'not_allowed_for_role']);
    expect(refusal(await run(id, {}, other))).toEqual([403, 'not_allowed_for_role']);
    const discarded = await t.call(other, { method: 'DELETE', url: `/api/v1/imports/${id}` });
    expect(refusal(discarded)).toEqual([403, 'not_allowed_for_role']);
    expect((await get(`/${id}/wrong.csv`, other)).status).toBe(403);
  });
});

describe('before it is started', () => {
  it('an import must have been checked, and its wrong rows be left out knowingly', async () => {
    const { id } = (await upload(csvOf([HEAD, filledRow(60)]))).body;
    expect(refusal(await run(id))).toEqual([409, 'import_not_checked']);
    const { body } = await checked(csvOf([HEAD, filledRow(61), filledRow(62, { 诉求类型: '?' })]));
    expect(refusal(await run(body.id))).toEqual([409, 'import_has_wrong_rows']);
  });

  it('it stays as it is while the engine is away', async () => {
    const { body } = await checked(csvOf([HEAD, filledRow(63)]));
    expect(refusal(await run(body.id))).toEqual([503, 'temporal_unavailable']);
    expect((await get(`/${body.id}`)).body).toMatchObject({ state: 'checked', startedAt: null });
  });

  it('it can be discarded with all its rows', async () => {
    const { body } = await checked(csvOf([HEAD, filledRow(64)]));
    const url = `/api/v1/imports/${body.id}`;
    expect((await t.call(collector, { method: 'DELETE', url })).status).toBe(204);
    expect((await get(`/${body.id}`)).status).toBe(404);
    expect(await t.database.importRow.count({ where: { batchId: body.id } })).toBe(0);
  });

  it('once it has been started it is neither mapped again nor discarded', async () => {
    const { body } = await checked(csvOf([HEAD, filledRow(65)]));
    for (const state of ['running', 'done', 'failed']) {
      await t.database.importBatch.update({ where: { id: body.id }, data: { state } });
      expect(refusal(await map(body.id, { columns: body.mapping.columns }))).toEqual([409, 'import_already_started']);
      const url = `/api/v1/imports/${body.id}`;
      expect(refusal(await t.call(collector, { method: 'DELETE', url }))).toEqual([409, 'import_already_started']);
      if (state !== 'running') expect(refusal(await run(body.id))).toEqual([409, 'import_already_started']);
    }
  });
});

describe('the relay that starts workflows', () => {
  it('leaves what a running import has filed until it is through, but not for ever', async () => {
    const { body } = await checked(csvOf([HEAD, filledRow(66)]));
    const demand = anotherLike(aDemand());
    await putDemand(t.database, demand);
    await t.database.demandOrigin.create({ data: { demandId: demand.id, batchId: body.id } });
    await t.database.intakeOutbox.create({ data: { demandId: demand.id, createdAt: new Date(Date.now() - 10_000) } });
    const isRelayed = async (state: string, minutes: number): Promise<boolean> => {
      const startedAt = new Date(Date.now() - minutes * 60_000);
      await t.database.importBatch.update({ where: { id: body.id }, data: { state, startedAt } });
      return (await waitingForWorkflow(t.database, 50)).some(({ id }) => id === demand.id);
    };
    expect([await isRelayed('running', 1), await isRelayed('running', 6), await isRelayed('done', 1)]).toEqual([
      ...[false, true, true],
    ]);
  });
});

describe('the report of wrong rows', () => {
  it('runs nothing in a spreadsheet and gives the same text when it is uploaded again', async () => {
    const said = { 诉求标题: '=cmd|calc', 诉求内容: '+1 −2,"引号"\n第二行', 联系人: '@王', 诉求类型: '?' };
    const { body } = await checked(csvOf([HEAD, filledRow(70, said), filledRow(71)]));
    const report = await get(`/${body.id}/wrong.csv`);
    expect(report.headers['content-disposition']).toContain(encodeURIComponent('征集表-有误的行.csv'));
    expect(report.text.startsWith('\ufeff')).toBe(true);
    expect(report.text).toContain(`'=cmd|calc`);
    expect(report.text).toContain('“诉求类型”：只能填 咨询、求助、投诉、建议');
    const { rows } = await readInChild(Buffer.from(report.text), 'a.csv');
    const [head, row, more] = [await rows.next(), await rows.next(), await rows.next()];
    expect([head.value.cells, row.value.cells.slice(0, 9), more.done]).toEqual([
      [...HEAD, '行号', '问题'],
      filledRow(70, said),
      true,
    ]);
  });
});

describe('the template', () => {
  it('has a column for everything and drop-downs for what is chosen', async () => {
    const answer = await t.app.inject({
      method: 'GET',
      url: '/api/v1/imports/templates/organisation',
      headers: { authorization: `Bearer ${await openSession(t.database, 'demo-zhihui.collector', 1)}` },
    });
    expect(answer.statusCode).toBe(200);
    const { facts, rows } = await readInChild(answer.rawPayload, '模板.xlsx');
    expect(facts).toMatchObject({ sheet: '填写', otherSheets: 2 });
    const header = (await rows.next()).value;
    expect(header.cells.slice(0, 4)).toEqual(['所在地*', '诉求类型*', '标题', '内容*']);
    expect((await rows.next()).done).toBe(true);
    const [sheet, book] = await partsOf(answer.rawPayload, 'xl/worksheets/sheet1.xml', 'xl/workbook.xml');
    const lists = [...sheet!.matchAll(/<dataValidation [^>]*sqref="([^"]*)"><formula1>([^<]*)/g)];
    expect(lists.map(([, cells, choices]) => [cells, choices])).toEqual(
      expect.arrayContaining([
        ['A2:A20001', expect.stringMatching(/^'选项'!\$A\$1:\$A\$\d+$/)],
        ['B2:B20001', "'选项'!$B$1:$B$4"],
      ]),
    );
    // Spreadsheets call a file damaged in which these are out of order.
    expect(sheet).toMatch(/<\/sheetData><dataValidations .*<\/dataValidations>/);
    expect(book).toMatch(/<sheet [^>]*name="选项" state="hidden"/);
  });

  it('is known again when it comes back filled in', async () => {
    const named = HEAD.map(
      (_, i) =>
        ['所在地*', '诉求类型*', '标题', '内容*', '主体类型*', '主体名称*', '联系人*', '联系电话*', '收集渠道*'][i]!,
    );
    expect((await checked(csvOf([named, filledRow(80)]))).body).toMatchObject({ wrong: 0 });
  });

  it('is not there for a form that is not used in the unit', async () => {
    expect(refusal(await get('/templates/nowhere'))).toEqual([404, 'not_found']);
  });
});

async function partsOf(workbook: Buffer, ...names: string[]): Promise<string[]> {
  const archive = await fromBufferPromise(workbook);
  const parts = new Map<string, string>();
  for await (const entry of archive.eachEntry())
    parts.set(entry.fileName, await text(await archive.openReadStreamPromise(entry)));
  return names.map((name) => parts.get(name)!);
}
