import { defaultRules } from '../../src/domain/default-rules';
import type { AssignRule } from '../../src/domain/routing';
import { createRulesReader } from '../../src/database/rules';
import { createUnitDirectory, refOf } from '../../src/database/unit-directory';
import type { Demand } from '../../src/domain/demand';
import { readInChild } from '../../src/import/read-in-child';
import { openSession } from '../../src/identity/sessions';
import { insertDemand, NO_ORIGIN, takeNumber, type FiledDemand } from '../../src/intake/file-demand';
import { testApp, type Json, type TestApp } from '../support/app';
import { multipartForm } from '../support/multipart-form';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.close());

const ROOT = 'baoan.administrator';
const call = (user: string, method: 'GET' | 'POST' | 'PUT', url: string, payload?: object) =>
  service.call(user, { method, url: `/api/v1${url}`, payload });
const { version: _, ...first } = defaultRules;
const rule = (id: string, more: Partial<AssignRule> = {}): AssignRule => ({
  ...{ id, when: { category: ['停车'] }, then: { level: 'B' }, reason: `因为${id}` },
  ...more,
});
const withRule = (...assign: AssignRule[]) => ({ ...first, assign: [...assign, ...first.assign] });

describe('the rules in force', () => {
  test('are read by everybody who is signed in, as a list of versions and one by one', async () => {
    const { body: list } = await call('zhihui.handler', 'GET', '/rules');
    expect(list.items).toMatchObject([{ version: 1, confirmed: false, note: '示例：出厂默认规则', publishedBy: null }]);
    const { body: current } = await call('zhihui.handler', 'GET', '/rules/current');
    expect(current).toMatchObject({ version: 1, ...JSON.parse(JSON.stringify(first)) });
    expect((await call('zhihui.handler', 'GET', '/rules/1')).body).toEqual(current);
    expect((await call('zhihui.handler', 'GET', '/rules/99')).body.code).toBe('not_found');
    expect((await call('zhihui.handler', 'GET', '/rules/newest')).status).toBe(422);
  });

  test('propose unit, helpers and level to what is filed, and say why', async () => {
    const demand = await file({ title: '门口施工占道' }, 'huizhan');
    expect(demand).toMatchObject({ level: 'B', stage: 'dispatching', holder: { unit: { id: 'fuhai' } } });
    const { body } = await call('fuhai.dispatcher', 'GET', `/demands/${demand.number}`);
    expect(body.proposal).toMatchObject({
      ...{ leadUnit: { id: 'fuhai-construction' }, coUnits: [{ id: 'fuhai-governance' }], direct: false },
      rules: [
        { table: 'classify', id: 'roadworks', version: 1 },
        {
          table: 'assign',
          id: 'huizhan-roadworks',
          version: 1,
          reason: '会展湾周边施工占道由街道统筹，城市建设办公室主办',
        },
      ],
    });
  });

  test('dispatch a direct one at once', async () => {
    const demand = await file({ kind: 'consultation', title: '补贴如何申报' }, 'fuhai');
    expect(demand).toMatchObject({ stage: 'accepting', lead: { id: 'fuhai-economy' } });
  });
});

describe('the check', () => {
  test('names what is wrong, by the organisation as it is', async () => {
    const rules = withRule(rule('gone', { then: { lead: 'nowhere' } }), rule('late'));
    const { body } = await call(ROOT, 'POST', '/rules/lint', rules);
    const errors = body.findings.filter(({ severity }: Json) => severity === 'error');
    expect(errors.map(({ code, rules: ids }: Json) => [code, ids])).toEqual([
      ['unit_missing', ['gone']],
      ['unreachable', ['gone', 'late']],
    ]);
  });

  test.each<[string, string, object]>([
    ['a condition without a value', '/assign/0/when/category', withRule(rule('r', { when: { category: [] } }))],
    ['an unknown level', '/assign/0/then/level', withRule(rule('r', { then: { level: 'D' as 'A' } }))],
    ['a misspelt field', '/assign/0/when', withRule(rule('r', { when: { categories: ['x'] } as object }))],
    [
      'a classifying rule by risk',
      '/classify/0/when',
      { ...first, classify: [{ ...rule('r'), when: { risk: ['red'] } }] },
    ],
    ['a number that is none', '/assign/0/id', withRule(rule('a b'))],
    ['no reason', '/assign/0/reason', withRule(rule('r', { reason: ' ' }))],
    ['too many rules', '/assign', { ...first, assign: Array.from({ length: 1_001 }, (_, i) => rule(`r${i}`)) }],
  ])('refuses %s', async (_what, path, rules) => {
    const { status, body } = await call(ROOT, 'POST', '/rules/lint', rules);
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    expect(body.errors.map((error: Json) => error.path)).toContain(path);
  });
});

describe('the dry run', () => {
  test('lists what a draft would change of the past, against what people did, and changes nothing', async () => {
    const { number } = await file({ title: '出入口停车难' });
    const before = await service.database.demandEvent.count();
    const moved = rule('parking', { when: { words: ['停车难'] }, then: { level: 'B', lead: 'fuyong-governance' } });
    const { body } = await call(ROOT, 'POST', '/rules/dry-run', { rules: withRule(moved), days: 7 });
    expect(body).toMatchObject({ days: 7, dispatched: 0, changed: 1, byField: { level: 1, lead: 1, category: 0 } });
    expect(body.demands).toBeGreaterThan(2);
    expect(body.changes).toMatchObject([
      {
        ...{ number, unit: { id: 'zhihui' }, changed: ['level', 'lead'], dispatched: null },
        before: { level: 'C', leadUnit: { id: 'zhihui-property' }, category: '交通出行' },
        after: { level: 'B', leadUnit: { id: 'fuyong-governance' } },
        rule: { id: 'parking', reason: '因为parking' },
      },
    ]);
    expect(await service.database.demandEvent.count()).toBe(before);
  });

  test('measures both by the unit that people chose', async () => {
    const { number } = await file({ title: '东门停车难上加难' });
    const { id } = await service.database.demand.findUniqueOrThrow({ where: { number } });
    await service.database.demandEvent.create({
      data: {
        ...{
          demandId: id,
          seq: 2,
          at: new Date(),
          type: 'dispatched',
          actorKind: 'staff',
          stage: 'accepting',
          round: 1,
        },
        ...{ public: true, data: { lead: 'fuyong-governance', level: 'B' } },
      },
    });
    const moved = rule('parking', { when: { words: ['停车难'] }, then: { level: 'B', lead: 'fuyong-governance' } });
    const { body } = await call(ROOT, 'POST', '/rules/dry-run', { rules: withRule(moved) });
    expect(body).toMatchObject({
      ...{ days: 90, dispatched: 1, before: { named: 1, followed: 0 }, after: { named: 1, followed: 1 } },
    });
    expect(body.changes[0].dispatched ?? body.changes[1].dispatched).toMatchObject({
      ...{ leadUnit: { id: 'fuyong-governance' }, level: 'B' },
    });
  });

  test('with the rules in force changes nothing: what the filer stated is known, what the rules added is not taken for it', async () => {
    await file({ title: '园区欠薪三个月' });
    await file({ title: '没有说什么', category: '其他', urgency: 'urgent' });
    const { body } = await call(ROOT, 'POST', '/rules/dry-run', { rules: first });
    expect(body.changed).toBe(0);
    const milder = { ...first, classify: first.classify.filter(({ id }) => id !== 'wages') };
    const { body: other } = await call(ROOT, 'POST', '/rules/dry-run', { rules: milder });
    expect(other.byField).toMatchObject({ category: 1, urgency: 1, risk: 1 });
  });
});

describe('only administrators of the district', () => {
  test.each(['fuyong.administrator', 'zhihui.administrator', 'baoan.supervisor', 'baoan.auditor'])(
    'not %s',
    async (user) => {
      const tried = [
        call(user, 'POST', '/rules/lint', first),
        call(user, 'POST', '/rules/dry-run', { rules: first }),
        call(user, 'PUT', '/rules', { ...first, note: '越权' }),
        upload(user, Buffer.from('表,编号,理由\n')),
      ];
      for (const { status, body } of await Promise.all(tried))
        expect([status, body.code]).toEqual([403, 'not_allowed_for_role']);
    },
  );
});

describe('the way to publication', () => {
  const send = (rules: object) => call(ROOT, 'PUT', '/rules', { ...rules, note: '区里要求' });
  const approve = (id: string, user = 'baoan.administrator2') =>
    call(user, 'POST', `/drafts/${id}/actions/approve`, {});

  test('is a draft that another administrator approves, after seeing what it would do', async () => {
    const rules = withRule(rule('second'));
    const { status, body: draft } = await send({ ...rules, version: 1 });
    expect([status, draft.state, draft.kind, draft.baseVersion]).toEqual([202, 'in_review', 'rules', 1]);
    const { body: preview } = await call('baoan.administrator2', 'GET', `/drafts/${draft.id}/preview`);
    expect(preview).toMatchObject({ kind: 'rules', dryRun: { days: 90 } });
    expect((await approve(draft.id, ROOT)).body.code).toBe('four_eyes');
    expect((await approve(draft.id)).body).toMatchObject({ state: 'published', version: 2 });
    expect((await call(ROOT, 'GET', '/rules/current')).body).toMatchObject({
      ...{
        version: 2,
        note: '区里要求',
        publishedBy: 'baoan.administrator2',
        assign: expect.arrayContaining([rule('second')]),
      },
    });
    const line = await service.database.audit.findFirstOrThrow({ where: { action: 'rules_published' } });
    expect(line).toMatchObject({ target: 'rules/2', userId: 'demo-baoan.administrator2', detail: { draft: draft.id } });
  });

  test('ends where the check finds an error: such a draft is not published', async () => {
    const { body: draft } = await send(withRule(rule('gone', { then: { lead: 'nowhere' } })));
    const { status, body } = await approve(draft.id);
    expect([status, body.code]).toEqual([422, 'invalid_input']);
    expect(body.errors).toEqual([
      { path: '/data/assign/0', message: '规则“gone”里的单位“nowhere”不存在，请改选单位。' },
    ]);
    expect((await call(ROOT, 'GET', '/rules/current')).body.version).toBe(2);
  });

  test('begins at the newest version: whoever changed an older one is told so', async () => {
    const { status, body } = await send({ ...first, version: 1 });
    expect([status, body.code]).toEqual([409, 'version_conflict']);
  });

  test('a demand filed from then on goes by the new version', async () => {
    const demand = await file({ title: '要停车位', category: '停车' });
    expect(demand.level).toBe('B');
  });
});

describe('the sheet', () => {
  test('has one row per rule, names instead of ids, and says the same when it comes back', async () => {
    const { headers } = await call('zhihui.handler', 'GET', '/rules/1/sheet');
    expect(headers['content-disposition']).toContain(encodeURIComponent('分拨规则-第1版.xlsx'));
    const workbook = await sheetOf('/rules/1/sheet');
    const { rows } = await readInChild(workbook, '规则.xlsx');
    const cells: string[][] = [];
    for await (const row of rows) cells.push(row.cells);
    expect(cells).toHaveLength(1 + first.classify.length + first.assign.length);
    expect(cells.flat()).toContain('智美·汇志物业服务队（zhihui-property）');
    const { body } = await upload(ROOT, workbook, '规则.xlsx');
    expect(body.errors).toEqual([]);
    expect(body.rules).toEqual(JSON.parse(JSON.stringify(first)));
  });

  test('of a draft comes out as well, for those who may see the draft', async () => {
    const { body: draft } = await call(ROOT, 'PUT', '/rules', { ...withRule(rule('drafted')), note: '草案' });
    const { body } = await upload(ROOT, await sheetOf(`/drafts/${draft.id}/sheet`), '规则.xlsx');
    expect([body.errors, body.rules.assign[0].id]).toEqual([[], 'drafted']);
    expect((await call('fuyong.administrator', 'GET', `/drafts/${draft.id}/sheet`)).status).toBe(403);
    expect((await call(ROOT, 'GET', '/drafts/x/sheet')).status).toBe(404);
  });

  test('keeps what looks like a formula a text', async () => {
    const formula = rule('f', { when: { words: ['=1+1', '+86'] }, reason: '=HYPERLINK("x")' });
    await service.database.ruleSet.create({
      data: { version: 3, note: '', data: JSON.parse(JSON.stringify(withRule(formula))) },
    });
    const { body } = await upload(ROOT, await sheetOf('/rules/3/sheet'), '规则.xlsx');
    expect(body.errors).toEqual([]);
    expect(body.rules.assign[0]).toEqual(formula);
  });

  test('says in words what is wrong in which row, and reads the rest', async () => {
    const csv = [
      '编号,表,类别,所在地,主办,定为层级,直通,风险,理由',
      'ok,分派,停车,福永街道,fuyong-governance,街道级,是,红色风险、黄色风险,可以',
      'no,分派,停车,火星,没有的单位,省级,也许,,',
      'k,识别,,,,,,红色风险,不能',
      'a b,别的,,,,,,,理由',
    ].join('\n');
    const { body } = await upload(ROOT, Buffer.from(csv));
    expect(body.rules).toEqual({
      ...{ confirmed: false, classify: [] },
      assign: [
        {
          ...{ id: 'ok', reason: '可以', when: { category: ['停车'], under: ['fuyong'], risk: ['red', 'amber'] } },
          then: { level: 'B', lead: 'fuyong-governance', direct: true },
        },
      ],
    });
    expect(body.errors.map(({ row, column }: Json) => `${row} ${column}`)).toEqual([
      ...['3 所在地', '3 理由', '3 定为层级', '3 主办', '3 直通', '4 缓急', '5 表', '5 编号'],
    ]);
    expect(body.errors[0].message).toBe('没有叫“火星”的单位');
  });

  test.each([
    ['rules.csv', Buffer.from('甲,乙\n1,2\n'), '第一行缺少列'],
    ['rules.csv', Buffer.from(''), ''],
    ['rules.xlsx', Buffer.from('not a workbook'), ''],
    ['rules.pdf', Buffer.from('%PDF-1.4'), ''],
  ])('a file that is none is refused with a reason: %s', async (name, content, said) => {
    const { status, body } = await upload(ROOT, content, name);
    if (said) expect(body.errors[0].message).toContain(said);
    else expect([413, 415, 422]).toContain(status);
  });

  test('a form without a file, and one that is no form, are refused', async () => {
    const none = await service.call(ROOT, { method: 'POST', url: '/api/v1/rules/sheet', ...(await multipartForm([])) });
    expect([none.status, none.body.code]).toEqual([422, 'invalid_input']);
    expect((await call(ROOT, 'POST', '/rules/sheet', {})).status).toBe(415);
  });
});

/** As intake does it, without the start of a workflow; by the rules in force at this moment. */
async function file(more: Partial<FiledDemand>, place = 'zhihui'): Promise<Demand> {
  const { database, config } = service;
  const unit = refOf((await createUnitDirectory(database).units()).get(place)!);
  const rules = await createRulesReader(database)();
  const number = await takeNumber(database, Date.now());
  const filed: FiledDemand & { number: string } = {
    ...{
      kind: 'help',
      title: '园区诉求',
      body: '请尽快处理。',
      category: null,
      urgency: null,
      risk: null,
      place: unit,
    },
    ...{ collecting: unit, collectedBy: null, subject: { type: 'enterprise', name: '汇志科技' }, contact: null },
    ...{ channel: '电话', filedFor: null, attachments: [], parent: null, origin: NO_ORIGIN, actor: { kind: 'system' } },
    ...{ number, ...more },
  };
  const { outcome } = await database.transact((sql) => insertDemand(sql, filed, Date.now(), rules, config));
  return outcome.demand;
}

async function upload(user: string, content: Buffer, name = '规则.csv') {
  const form = await multipartForm([{ name, type: 'application/octet-stream', content }]);
  return service.call(user, { method: 'POST', url: '/api/v1/rules/sheet', ...form });
}

async function sheetOf(url: string): Promise<Buffer> {
  const token = await openSession(service.database, `demo-${ROOT}`, 1);
  const answer = await service.app.inject({ url: `/api/v1${url}`, headers: { authorization: `Bearer ${token}` } });
  return answer.rawPayload;
}
