import { randomUUID } from 'node:crypto';
import { type Answer, type Json, testApp, type TestApp } from '../support/app';
import { temporalAddress } from '../support/services';

let api: TestApp;
beforeAll(async () => {
  // Nobody works on this queue: demands are only filed here.
  api = await testApp({ TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_TASK_QUEUE: `test-${randomUUID()}` });
});
afterAll(() => api.close());

type Method = 'GET' | 'POST' | 'PUT';
const call = (user: string | null, method: Method, url: string, payload?: object, headers = {}) =>
  api.call(user, { method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) });
const get = async (user: string | null, url: string): Promise<Json> => (await call(user, 'GET', url)).body;
const refusalOf = ({ status, body }: Answer) => [status, body?.code];
const pathsOf = ({ body }: Answer) => (body.errors ?? []).map(({ path }: Json) => path);

const data = {
  ...{
    title: '园区停车需求表',
    intro: '示例',
    subjectTypes: ['enterprise', 'employee'],
    kinds: ['help', 'suggestion'],
  },
  ...{ categories: ['交通出行', '安全生产'], asksContact: 'optional' },
  fields: [
    { name: 'cars', label: '车辆数', kind: 'number', required: true },
    { name: 'days', label: '哪几天', kind: 'choices', options: ['周一', '周二'], required: false },
    { name: 'spot', label: '具体位置', kind: 'text', required: true, categories: ['安全生产'] },
  ],
};
const codes: string[] = [];
/** A new form, of the park unless told otherwise. */
async function aForm(more: object = {}, user = 'zhihui.administrator'): Promise<string> {
  const code = `form-${randomUUID().slice(0, 8)}`;
  const answer = await call(user, 'POST', '/forms', { ...data, code, unit: 'zhihui', ...more });
  expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
  codes.push(code);
  return code;
}
const filing = {
  ...{ kind: 'help', title: '停车难', body: '早上八点后没有车位。', unit: 'zhihui', channel: '党群服务中心' },
  subject: { type: 'enterprise', name: '智美科技' },
};
const file = (more: object, user = 'zhihui.collector') => call(user, 'POST', '/demands', { ...filing, ...more });

describe('channels', () => {
  const names = async (all = '') =>
    (await get('zhihui.handler', `/channels${all}`)).items.map(({ name }: Json) => name);

  test('everybody signed in sees those in use, in the order of the list', async () => {
    expect(await names()).toEqual(expect.arrayContaining(['党群服务中心', '暖蜂驿站', '楼宇薪火小站', '接口']));
  });

  test('the district writes the whole list; what is missing from it is retired, not gone, and can come back', async () => {
    const { items } = await get('baoan.administrator', '/channels?retired=true');
    const [first, second, ...rest] = items;
    const put = (list: Json[]) => call('baoan.administrator', 'PUT', '/channels', { items: list });
    const changed = await put([second, { name: '企业早餐会', kind: 'event' }, ...rest]);
    expect(changed.status).toBe(200);
    expect((await names()).slice(0, 2)).toEqual([second.name, '企业早餐会']);
    expect(await names()).not.toContain(first.name);
    expect(await names('?retired=1')).toContain(first.name);
    expect((await put([...items, { name: '企业早餐会', kind: 'event', retired: true }])).status).toBe(200);
    expect(await names()).toEqual(items.map(({ name }: Json) => name));
    const lines = await api.database.audit.findMany({ where: { action: 'channels_changed' } });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatchObject({ userId: 'demo-baoan.administrator', target: 'channels' });
  });

  test('nobody else does, and a list that is none is refused', async () => {
    const items = [{ name: '甲', kind: 'event' }];
    for (const user of ['fuyong.administrator', 'baoan.supervisor'])
      expect(refusalOf(await call(user, 'PUT', '/channels', { items }))).toEqual([403, 'not_allowed_for_role']);
    for (const wrong of [
      [],
      [...items, ...items],
      [{ name: '甲', kind: 'strange' }],
      [{ name: '', kind: 'event' }],
      [{ name: '甲', kind: 'event', retired: true }],
    ])
      expect(refusalOf(await call('baoan.administrator', 'PUT', '/channels', { items: wrong }))).toEqual([
        422,
        'invalid_input',
      ]);
  });
});

describe('forms', () => {
  test('the two of the 124N model come with the service and can be used everywhere', async () => {
    for (const user of ['zhihui.collector', 'fuhai.handler', 'baoan.auditor']) {
      const { items } = await get(user, '/forms');
      const found = items.map(({ code }: Json) => code);
      expect([user, found.includes('organisation'), found.includes('member')]).toEqual([user, true, true]);
    }
    expect(await get('zhihui.collector', '/forms/member')).toMatchObject({
      ...{ code: 'member', version: 1, unit: { id: 'baoan' }, subjectTypes: ['member'], publishedBy: null },
    });
  });

  test('are seen in line with their unit, and not by a sibling', async () => {
    const code = await aForm({ unit: 'fuyong' }, 'fuyong.administrator');
    const seenBy = async (user: string) => (await call(user, 'GET', `/forms/${code}`)).status;
    expect(await seenBy('zhihui.collector')).toBe(200);
    expect(await seenBy('baoan.handler')).toBe(200);
    expect(await seenBy('fuhai.administrator')).toBe(404);
    const usedIn = async (unit: string) =>
      (await get('baoan.handler', `/forms?unit=${unit}`)).items.map((form: Json) => form.code);
    expect(await usedIn('zhihui')).toContain(code);
    expect(await usedIn('fuhai')).not.toContain(code);
  });

  test('publishing keeps the versions before it, and refuses who worked on an older one', async () => {
    const code = await aForm();
    const put = (version: number, title: string) =>
      call('zhihui.administrator', 'PUT', `/forms/${code}`, { ...data, version, title });
    expect((await put(1, '第二版')).body).toMatchObject({ version: 2, title: '第二版' });
    expect(refusalOf(await put(1, '第二版'))).toEqual([409, 'version_conflict']);
    const all = await Promise.all([...'甲乙丙丁戊己'].map((title) => put(2, title)));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409, 409]);
    const versions = await get('zhihui.handler', `/forms/${code}/versions`);
    expect(versions.items.map(({ version }: Json) => version)).toEqual([3, 2, 1]);
    expect(await get('zhihui.handler', `/forms/${code}?version=1`)).toMatchObject({ version: 1, title: data.title });
    expect((await call('zhihui.handler', 'GET', `/forms/${code}?version=4`)).status).toBe(404);
    const page = await get('zhihui.handler', `/forms/${code}/versions?limit=2`);
    const rest = await get('zhihui.handler', `/forms/${code}/versions?limit=2&cursor=${page.nextCursor}`);
    expect([page.items.length, rest.items.length, rest.nextCursor]).toEqual([2, 1, undefined]);
    const lines = await api.database.audit.findMany({ where: { target: `form/${code}` } });
    expect(lines.map(({ action }) => action)).toEqual(Array(3).fill('form_published'));
  });

  test('are made once per code and once per key', async () => {
    const code = `form-${randomUUID().slice(0, 8)}`;
    const key = { 'idempotency-key': randomUUID() };
    const make = (more: object = {}, headers: object = key) =>
      call('zhihui.administrator', 'POST', '/forms', { ...data, code, unit: 'zhihui', ...more }, headers);
    const answers = await Promise.all([make(), make()]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(refusalOf(await make({ title: '别的' }))).toEqual([422, 'idempotency_conflict']);
    expect(refusalOf(await make({}, {}))).toEqual([409, 'form_exists']);
  });

  test('are changed by administrators of their unit or above it alone', async () => {
    const code = await aForm({ unit: 'fuyong' }, 'fuyong.administrator');
    const change = (user: string) => call(user, 'PUT', `/forms/${code}`, { ...data, version: 1 });
    const retire = (user: string) => call(user, 'PUT', `/forms/${code}/retired`, { retired: true });
    for (const user of ['zhihui.administrator', 'fuyong.collector', 'baoan.supervisor']) {
      expect(refusalOf(await change(user))).toEqual([403, 'not_allowed_for_role']);
      expect(refusalOf(await retire(user))).toEqual([403, 'not_allowed_for_role']);
    }
    expect((await change('baoan.administrator')).status).toBe(200);
    const above = { ...data, code: 'above', unit: 'baoan' };
    expect(refusalOf(await call('fuyong.administrator', 'POST', '/forms', above))).toEqual([
      403,
      'not_allowed_for_role',
    ]);
  });

  test('out of use they take no more demands, and can come back', async () => {
    const code = await aForm();
    const retire = (retired: boolean) => call('zhihui.administrator', 'PUT', `/forms/${code}/retired`, { retired });
    expect((await retire(true)).body).toMatchObject({ retired: true });
    expect((await retire(true)).status).toBe(200);
    expect(pathsOf(await file({ form: code, answers: { cars: 3 } }))).toEqual(['/form']);
    expect(refusalOf(await call(null, 'GET', `/public/forms/zhihui~${code}`))).toEqual([404, 'not_found']);
    expect(refusalOf(await call('zhihui.administrator', 'PUT', `/forms/${code}`, { ...data, version: 1 }))).toEqual([
      409,
      'form_retired',
    ]);
    const listed = async (all = '') =>
      (await get('zhihui.collector', `/forms${all}`)).items.map((form: Json) => form.code);
    expect([(await listed()).includes(code), (await listed('?retired=true')).includes(code)]).toEqual([false, true]);
    expect((await retire(false)).body).toMatchObject({ retired: false });
    expect((await file({ form: code, answers: { cars: 3 } })).status).toBe(201);
    const lines = await api.database.audit.findMany({ where: { target: `form/${code}` }, orderBy: { id: 'asc' } });
    expect(lines.map(({ action }) => action)).toEqual(['form_published', 'form_retired', 'form_reopened']);
  });

  const field = { name: 'cars', label: '车辆数', kind: 'number', required: true };
  test.each([
    ['a code with capitals', { code: 'Form' }, '/code'],
    ['no kinds', { kinds: [] }, '/kinds'],
    ['one kind twice', { kinds: ['help', 'help'] }, '/kinds'],
    ['no subjects', { subjectTypes: [] }, '/subjectTypes'],
    ['an empty title', { title: ' ' }, '/title'],
    ['a channel that is none', { channels: ['心灵感应'] }, '/channels'],
    ['a unit that is none', { unit: 'nowhere' }, '/unit'],
    ['two fields of one name', { fields: [field, { ...field, label: '另一个' }] }, '/fields/1/name'],
    ['a field name with a space', { fields: [{ ...field, name: 'a b' }] }, '/fields/0/name'],
    ['a field name that every object has', { fields: [{ ...field, name: '__proto__' }] }, '/fields/0/name'],
    ['options for a number', { fields: [{ ...field, options: ['1'] }] }, '/fields/0/options'],
    ['a choice without options', { fields: [{ ...field, kind: 'choice' }] }, '/fields/0/options'],
    ['two equal options', { fields: [{ ...field, kind: 'choice', options: ['甲', '甲'] }] }, '/fields/0/options'],
    [
      'a comma in one of several',
      { fields: [{ ...field, kind: 'choices', options: ['甲、乙'] }] },
      '/fields/0/options',
    ],
    ['a field for a category that is none', { fields: [{ ...field, categories: ['托育'] }] }, '/fields/0/categories'],
    ['41 fields', { fields: Array.from({ length: 41 }, (_, i) => ({ ...field, name: `f${i}` })) }, '/fields'],
    ['an introduction of a book', { intro: '长'.repeat(2_001) }, '/intro'],
  ])('with %s are refused', async (_, more, path) => {
    const answer = await call('baoan.administrator', 'POST', '/forms', {
      ...data,
      code: 'fine',
      unit: 'zhihui',
      ...more,
    });
    expect([refusalOf(answer), pathsOf(answer)]).toEqual([[422, 'invalid_input'], [path]]);
  });
});

describe('a demand on a form', () => {
  test('keeps the version, the answers and who collected it; a later version changes nothing', async () => {
    const code = await aForm();
    const answers = { cars: 12, days: ['周一', '周二'] };
    const { status, body } = await file({ form: code, answers, filedFor: '王师傅' });
    expect(status).toBe(201);
    const next = { ...data, version: 1, fields: [{ ...data.fields[0], label: '改了名' }] };
    expect((await call('zhihui.administrator', 'PUT', `/forms/${code}`, next)).status).toBe(200);
    expect(await get('zhihui.handler', `/demands/${body.number}`)).toMatchObject({
      collectedBy: { username: 'zhihui.collector' },
      filedFor: '王师傅',
      origin: {
        form: { code, version: 1, title: data.title },
        answers: [
          { label: '车辆数', value: '12' },
          { label: '哪几天', value: '周一、周二' },
        ],
        campaign: null,
      },
    });
    const shown = await call(null, 'GET', `/public/demands/${body.trackingToken}`);
    expect(shown.body.answers).toEqual([
      { label: '车辆数', value: '12' },
      { label: '哪几天', value: '周一、周二' },
    ]);
  });

  test('without any form has an empty origin', async () => {
    const { body } = await file({});
    expect(await get('zhihui.handler', `/demands/${body.number}`)).toMatchObject({
      origin: { form: null, answers: [], campaign: null, visit: null },
    });
  });

  test('says all that does not fit at once, each with its field', async () => {
    const form = await aForm();
    const answer = await file({
      ...{ form, kind: 'complaint', category: '托育服务', subject: { type: 'member', name: '甲' } },
      answers: { cars: '很多', days: ['周三'], strange: '甲' },
    });
    expect(refusalOf(answer)).toEqual([422, 'invalid_input']);
    expect(pathsOf(answer).sort()).toEqual(
      ['/answers/cars', '/answers/days', '/answers/strange', '/category', '/kind', '/subject/type'].sort(),
    );
    expect(answer.body.detail).toMatch(/^填写有误：/);
  });

  test('answers what is asked for its category', async () => {
    const form = await aForm();
    expect(pathsOf(await file({ form, answers: { cars: 1 }, category: '安全生产' }))).toEqual(['/answers/spot']);
    const fine = { form, answers: { cars: 1, spot: '三楼' }, category: '安全生产' };
    expect((await file(fine)).status).toBe(201);
  });

  test('needs a form for answers, and one that can be used at its place', async () => {
    expect(pathsOf(await file({ answers: { cars: 1 } }))).toEqual(['/answers']);
    expect(pathsOf(await file({ form: 'nothing' }))).toEqual(['/form']);
    const form = await aForm();
    expect(pathsOf(await file({ form, answers: { cars: 1 }, unit: 'skyworth' }))).toEqual(['/form']);
    for (const answers of [{ cars: { much: 1 } }, { cars: '甲\0' }, { ['长'.repeat(41)]: 1 }, 'much'])
      expect((await file({ form, answers })).status).toBeGreaterThanOrEqual(400);
  });

  test('may leave a contact, must, or must not', async () => {
    const contact = { name: '王工', phone: '13800001234' };
    const strict = { categories: [], fields: [] };
    const must = await aForm({ ...strict, asksContact: 'required' });
    const mustNot = await aForm({ ...strict, asksContact: 'no' });
    expect(pathsOf(await file({ form: must }))).toEqual(['/contact']);
    expect((await file({ form: must, contact })).status).toBe(201);
    expect(pathsOf(await file({ form: mustNot, contact }))).toEqual(['/contact']);
    expect((await file({ form: mustNot })).status).toBe(201);
  });

  test('comes by a channel that its form is for', async () => {
    const form = await aForm({ categories: [], fields: [], channels: ['电话'] });
    expect(pathsOf(await file({ form, channel: '微论坛' }))).toEqual(['/channel']);
    expect((await file({ form, channel: '电话' })).status).toBe(201);
  });

  test('needs a channel, and takes one that is not in the list as it is', async () => {
    const { channel: _, ...none } = filing;
    expect(pathsOf(await call('zhihui.collector', 'POST', '/demands', none))).toEqual(['/channel']);
    expect((await file({ channel: '旧系统' })).body.channel).toBe('旧系统');
  });
});

describe('a form without login', () => {
  let addresses = 0;
  const filePublicly = (payload: object, headers = {}) => {
    const { channel: _, unit: __, ...rest } = filing;
    const remoteAddress = `10.7.0.${(addresses += 1)}`;
    return api.call(null, {
      ...{ method: 'POST', url: '/api/v1/public/demands', headers, remoteAddress },
      payload: { ...rest, ...payload },
    });
  };

  test('is reached by its unit and code, and says what it asks', async () => {
    const code = await aForm();
    expect(await get(null, `/public/forms/zhihui~${code}`)).toMatchObject({
      ...{ code: `zhihui~${code}`, unit: { id: 'zhihui' }, categories: ['交通出行', '安全生产'], campaign: null },
      kinds: [
        { value: 'help', label: '求助' },
        { value: 'suggestion', label: '建议' },
      ],
      subjectTypes: [{ value: 'enterprise' }, { value: 'employee' }],
      form: { code, version: 1, title: data.title, asksContact: 'optional', fields: data.fields },
    });
    expect(await get(null, '/public/forms/member')).toMatchObject({ unit: { id: 'baoan' }, form: { code: 'member' } });
    expect(await get(null, '/public/forms/zhihui')).toMatchObject({ form: null, campaign: null, categories: [] });
  });

  test('is none where it does not belong, and for a code that is none', async () => {
    const code = await aForm();
    for (const url of [
      `skyworth~${code}`,
      'zhihui~nothing',
      `~${code}`,
      'zhihui~',
      'nowhere~member',
      '0000ZZZZ',
      'a~b~c',
    ])
      expect([url, ...refusalOf(await call(null, 'GET', `/public/forms/${url}`))]).toEqual([url, 404, 'not_found']);
  });

  test('takes its answers and keeps them; the same key again is the same demand', async () => {
    const form = `zhihui~${await aForm()}`;
    const headers = { 'idempotency-key': randomUUID() };
    const payload = { form, answers: { cars: 2 } };
    const [first, second] = [await filePublicly(payload, headers), await filePublicly(payload, headers)];
    expect([first.status, second.body.number]).toEqual([201, first.body.number]);
    expect(await get('zhihui.handler', `/demands/${first.body.number}`)).toMatchObject({
      ...{ channel: '网站', collectedBy: null, origin: { answers: [{ label: '车辆数', value: '2' }] } },
    });
  });

  test('comes by the telephone or the net: nobody claims to have been where staff collect', async () => {
    const form = `zhihui~${await aForm({ channels: ['扫码', '微论坛'] })}`;
    expect((await get(null, `/public/forms/${form}`)).channels).toEqual(['扫码']);
    expect((await get(null, '/public/forms/zhihui')).channels).toEqual(['网站', '电话', '扫码', '微信']);
    expect(pathsOf(await filePublicly({ form, answers: { cars: 1 }, channel: '微论坛' }))).toEqual(['/channel']);
    expect(pathsOf(await filePublicly({ form, answers: { cars: 1 }, channel: '网站' }))).toEqual(['/channel']);
    expect((await filePublicly({ form, answers: { cars: 1 } })).status).toBe(201);
    expect(pathsOf(await filePublicly({ form: 'zhihui', channel: '书记工作室' }))).toEqual(['/channel']);
    expect((await filePublicly({ form: 'zhihui', channel: '旧系统' })).status).toBe(201);
  });

  test('comes by no channel that was retired', async () => {
    const retired = { name: '旧热线', kind: 'remote', position: 99, retiredAt: new Date() };
    await api.database.channel.create({ data: retired });
    expect(pathsOf(await filePublicly({ form: 'zhihui', channel: retired.name }))).toEqual(['/channel']);
  });

  test('that only staff file is none for the public, who read whom to ask', async () => {
    const form = `zhihui~${await aForm({ categories: [], fields: [], channels: ['微论坛'] })}`;
    for (const answer of [await call(null, 'GET', `/public/forms/${form}`), await filePublicly({ form })]) {
      expect(refusalOf(answer)).toEqual([404, 'not_found']);
      expect(answer.body.detail).toContain('请找收集人员登记');
    }
  });

  test('refuses what does not fit, as it does for staff', async () => {
    const form = `zhihui~${await aForm()}`;
    expect(pathsOf(await filePublicly({ form, kind: 'complaint' }))).toEqual(['/kind', '/answers/cars']);
    expect(pathsOf(await filePublicly({ form: 'zhihui', answers: { cars: 1 } }))).toEqual(['/answers']);
    expect(pathsOf(await filePublicly({ form, answers: { cars: 1 }, unit: 'skyworth' }))).toEqual(['/unit']);
    expect(refusalOf(await filePublicly({ form: 'zhihui~nothing' }))).toEqual([404, 'not_found']);
  });
});
