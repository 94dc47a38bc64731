import { randomUUID } from 'node:crypto';
import { ratingToken, trackingToken } from '../../src/intake/file-demand';
import { aCase, REPLY, type Case } from '../support/a-case';
import type { Answer, Json } from '../support/app';
import { multipartForm } from '../support/multipart-form';
import { readPdf } from '../support/pdf-text';
import * as files from '../support/sample-files';
import { testStack, type Stack } from '../support/stack';
import { until } from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const sent = async (user: string, name: string, part: object = {}): Promise<string> => {
  const form = await multipartForm([{ name, content: files.png, ...part }]);
  const { status, body, text } = await stack.call(user, { method: 'POST', url: '/api/v1/attachments', ...form });
  expect({ status, text }).toEqual({ status: 201, text });
  return body.id;
};
const get = (user: string | null, url: string): Promise<Answer> =>
  stack.call(user, { method: 'GET', url: `/api/v1${url}` });
const refusalOf = ({ status, body }: Answer): unknown[] => [
  status,
  body.code,
  (body.errors ?? []).map(({ path }: Json) => path as string),
];
/** One that waits for its reply, and the words of the inside on the way there. */
async function replying(wish: object = {}): Promise<Case> {
  const it = await aCase(stack, wish);
  await it.bringTo('handling');
  await it.act('zhihui.handler', 'note', { text: '业主老李情绪激动，曾三次到信访窗口反映。' });
  await it.act('zhihui.handler', 'finish', { result: 'resolved', summary: '已按园区公约完成人车分流改造工程。' });
  await it.act('zhihui.reviewer', 'review', { approve: true });
  return it;
}
const tokens = async (it: Case): Promise<{ tracking: string; rating: string }> => {
  const { round } = await it.recorded();
  return { tracking: trackingToken(it.id, stack.config), rating: ratingToken(it.id, round, stack.config) };
};
const check = (it: Case, user: string, payload: object): Promise<Answer> =>
  stack.call(user, { method: 'POST', url: `/api/v1/demands/${it.number}/reply-check`, payload });

describe('a reply', () => {
  it('does not go out with numbers of people, whatever anybody confirms', async () => {
    const it = await replying();
    const body = { ...REPLY, found: '请与 13800009999 联系', done: '身份证 11010519491231002X 已核', confirmed: true };
    const answer = await it.try('zhihui.replier', 'reply', body);
    expect(refusalOf(answer)).toEqual([422, 'leaks_personal_data', ['/found', '/done']]);
    expect(answer.text).toContain('138****99');
    expect(answer.text).not.toContain('13800009999');
    expect((await it.recorded()).stage).toBe('replying');
    await it.act('zhihui.replier', 'reply', { ...REPLY, contact: '物业 0755-27781234' });
  });

  it('does not repeat an internal note, unless somebody says that it is a false alarm; the handler’s summary may be used', async () => {
    const it = await replying();
    const body = {
      ...REPLY,
      found: '业主老李情绪激动，曾三次到信访窗口反映，现已平息',
      done: '已按园区公约完成人车分流改造工程。',
    };
    expect(refusalOf(await it.try('zhihui.replier', 'reply', body))).toEqual([422, 'leaks_personal_data', ['/found']]);
    await it.act('zhihui.replier', 'reply', { ...body, confirmed: true });
    const replied = (await it.events()).find(({ type }) => type === 'replied')!;
    expect(replied.words.confirmed).toBe(true);
  });

  it('does not tell one reporter who the others are, nor their number as whom to call', async () => {
    const it = await replying({ contact: { name: '刘大有', phone: '13600006666' } });
    const person = { subject: { type: 'member', name: '陈小燕' }, contact: { name: '陈小燕', phone: '13700007777' } };
    const other = await aCase(stack, person);
    await other.act('zhihui.dispatcher', 'merge', { into: it.number });
    await until(async () => (await it.recorded()).followers[0]);
    const of = async (body: object) => refusalOf(await it.try('zhihui.replier', 'reply', { ...REPLY, ...body }));
    expect(await of({ found: '陈小燕和刘大有反映的同一问题' })).toEqual([
      422,
      'leaks_personal_data',
      ['/found', '/found'],
    ]);
    expect(await of({ contact: '陈女士 137 0000 7777' })).toEqual([422, 'leaks_personal_data', ['/contact']]);
  });

  it('is refused with a blank of its template left, and without the pictures that its category asks for', async () => {
    const it = await replying({ category: '装修工程' });
    const of = async (body: object) => refusalOf(await it.try('zhihui.replier', 'reply', { ...REPLY, ...body }));
    expect(await of({ found: '我们于【日期】查看' })).toEqual([422, 'blank_left', ['/found']]);
    expect(await of({})).toEqual([422, 'reply_incomplete', ['/evidence/before', '/evidence/after']]);
    const pdf = await sent('zhihui.replier', '说明.pdf', { type: 'application/pdf', content: files.pdf });
    const before = await sent('zhihui.replier', '前.png');
    expect(await of({ evidence: { before: [before], after: [pdf] } })).toEqual([
      422,
      'invalid_input',
      ['/evidence/after/0'],
    ]);
    for (const evidence of [
      { before: [before], after: [before] },
      { before: [], after: [before, before] },
    ])
      expect(await of({ evidence })).toEqual([
        422,
        'invalid_input',
        [`/evidence/after/${evidence.before.length === 0 ? 1 : 0}`],
      ]);
    const foreign = await sent('fuhai.handler', '别处.png');
    expect((await of({ evidence: { before: [before], after: [foreign] } }))[0]).toBe(422);
    const unknown = { before: [before], after: [randomUUID()] };
    expect((await of({ evidence: unknown }))[0]).toBe(422);
  });

  it('shows its reporter evidence and live stream, on both pages and as a letter, and nobody else', async () => {
    const it = await aCase(stack, { category: '装修工程' });
    await it.bringTo('handling');
    const [before, secret] = [await sent('zhihui.handler', '办理前.png'), await sent('zhihui.handler', '内部.png')];
    const finish = {
      result: 'resolved',
      summary: '已整改',
      attachments: [secret],
      evidence: { before: [before], after: [] },
    };
    await it.act('zhihui.handler', 'finish', finish);
    await it.act('zhihui.reviewer', 'review', { approve: true });
    const after = await sent('zhihui.replier', '办理后.png');
    const live = {
      ...{ url: 'https://live.example.cn/1', startsAt: '2099-01-05T09:00:00+08:00' },
      endsAt: '2099-01-05T11:30:00+08:00',
    };
    // The replier shows what the handler took.
    await it.act('zhihui.replier', 'reply', { ...REPLY, evidence: { before: [before], after: [after] }, live });

    const { tracking, rating } = await tokens(it);
    const view = (await get(null, `/public/demands/${tracking}`)).body;
    const event = view.events.find(({ type }: Json) => type === 'replied');
    expect(event.evidence.before.map(({ name }: Json) => name)).toEqual(['办理前.png']);
    expect(event.evidence.after.map(({ name }: Json) => name)).toEqual(['办理后.png']);
    expect(event.live).toMatchObject({ url: live.url });
    expect([view.attachments, event.attachments]).toEqual([[], []]);
    const rated = (await get(null, `/public/ratings/${rating}`)).body;
    expect(rated.evidence.after[0].id).toBe(after);
    for (const path of [`demands/${tracking}`, `ratings/${rating}`]) {
      expect((await get(null, `/public/${path}/attachments/${after}`)).status).toBe(200);
      expect((await get(null, `/public/${path}/attachments/${secret}`)).status).toBe(404);
      const letter = await stack.app.inject({ method: 'GET', url: `/api/v1/public/${path}/letter.pdf` });
      expect(letter.headers['content-disposition']).toContain(
        `filename*=UTF-8''${encodeURIComponent(`答复函-${it.number}.pdf`)}`,
      );
      const text = readPdf(letter.rawPayload).pages.join('\n');
      for (const part of [
        it.number,
        '早高峰货车与员工车辆混行',
        REPLY.found,
        REPLY.basis,
        '已解决',
        '办理后.png',
        '2099-01-05 11:30 结束',
        `${stack.config.publicUrl}/m`,
        '第 1 页，共 1 页',
      ])
        expect(text).toContain(part);
      for (const inside of ['内部.png', 'zhihui', '已整改']) expect(text).not.toContain(inside);
    }
    expect((await get('zhihui.replier', `/demands/${it.number}/letter`)).headers['content-type']).toBe(
      'application/pdf',
    );
    expect((await get('zhihui.replier', `/demands/${it.number}/letter?round=2`)).status).toBe(404);
    expect((await get('fuhai.handler', `/demands/${it.number}/letter`)).status).toBe(404);
    expect((await get(null, `/public/ratings/${tracking}/attachments/${after}`)).status).toBe(404);
  });

  it('is put into a letter without the numbers that the reporter wrote', async () => {
    const it = await aCase(stack, {
      title: '请让 13600001111 挪车',
      body: '车主王某 13600001111，身份证 11010519491231002X，占了通道。',
    });
    await it.bringTo('replying');
    await it.act('zhihui.replier', 'reply', REPLY);
    const { tracking } = await tokens(it);
    const url = `/api/v1/public/demands/${tracking}/letter.pdf`;
    const letter = await stack.app.inject({ method: 'GET', url });
    const text = readPdf(letter.rawPayload).pages.join('\n');
    expect(text).toContain('136****1111');
    expect(text).not.toMatch(/13600001111|11010519491231002X/);
    // The title of the document goes with the file.
    expect(letter.rawPayload.includes(Buffer.from('136****1111', 'utf16le').swap16())).toBe(true);
    expect(letter.rawPayload.includes(Buffer.from('13600001111', 'utf16le').swap16())).toBe(false);
  });

  it('has no letter before it is given', async () => {
    const it = await aCase(stack);
    expect((await get('zhihui.collector', `/demands/${it.number}/letter`)).body.code).toBe('not_found');
    const { tracking } = await tokens(it);
    expect((await get(null, `/public/demands/${tracking}/letter.pdf`)).status).toBe(404);
  });
});

describe('other words for the reporter', () => {
  it('are what files are called and where a live stream leads', async () => {
    const it = await replying();
    const of = async (body: object) => refusalOf(await it.try('zhihui.replier', 'reply', { ...REPLY, ...body }));
    const named = await sent('zhihui.replier', '李四身份证13800009999-11010519491231002X.png');
    const refused = (path: string): unknown[] => [422, 'leaks_personal_data', [path, path]];
    expect(await of({ attachments: [named], confirmed: true })).toEqual(refused('/attachments/0'));
    expect(await of({ evidence: { before: [], after: [named] } })).toEqual(refused('/evidence/after/0'));
    const checked = await check(it, 'zhihui.replier', { ...REPLY, attachments: [named] });
    expect(checked.body.leaks).toMatchObject([{ path: '/attachments/0' }, { message: /文件名.*改名后重新上传/ }]);
    const live = { url: 'https://live.example.cn/1?call=%31%33800009999', startsAt: '2099-01-05T09:00:00+08:00' };
    expect(await of({ live })).toEqual([422, 'leaks_personal_data', ['/live/url']]);
  });

  it('are the parts of a letter: only what the reporter wrote may stand in them', async () => {
    const it = await aCase(stack, { body: '请联系车主 13600001111 挪车，另外园区照明不足。' });
    const parts = (body: string) => [
      { title: '挪车', body },
      { title: '照明', body: '园区照明不足' },
    ];
    const split = (body: string) => it.try('zhihui.dispatcher', 'split', { parts: parts(body) });
    expect(refusalOf(await split('车主 13600001111，亲属 13700002222'))).toEqual([
      422,
      'leaks_personal_data',
      ['/parts/0/body'],
    ]);
    expect((await split('请联系车主 136-0000-1111 挪车')).status).toBe(200);
  });

  it.each([
    ['note', { text: '请打 13800009999', public: true }, ['/text']],
    ['request_information', { question: '请发到 a@example.com' }, ['/question']],
  ])('of %s are looked at as well', async (action, body, paths) => {
    const it = await (await aCase(stack)).bringTo('handling');
    expect(refusalOf(await it.try('zhihui.handler', action, body))).toEqual([422, 'leaks_personal_data', paths]);
    if (action === 'note') await it.act('zhihui.handler', 'note', { text: '请打 13800009999' });
  });

  it('of a promise are looked at as well, in a reply and afterwards', async () => {
    const it = await replying();
    const dueOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const promise = { text: '下月由 13800009999 上门安装', dueOn };
    expect(refusalOf(await it.try('zhihui.replier', 'reply', { ...REPLY, promise }))).toEqual([
      422,
      'leaks_personal_data',
      ['/promise/text'],
    ]);
    const url = `/api/v1/demands/${it.number}/promises`;
    const later = await stack.call('zhihui.replier', { method: 'POST', url, payload: promise });
    expect(refusalOf(later)).toEqual([422, 'leaks_personal_data', ['/text']]);
  });

  it('of a rejection are looked at as well, and whoever may not reject hears that instead', async () => {
    const it = await aCase(stack);
    const body = { reason: '不属受理范围', goTo: '找 13800009999' };
    expect(refusalOf(await it.try('zhihui.dispatcher', 'reject', body))).toEqual([
      422,
      'leaks_personal_data',
      ['/goTo'],
    ]);
    expect((await it.try('zhihui.handler', 'reject', body)).body.code).toBe('not_allowed_for_role');
    const bulk = { numbers: [it.number], body: { text: body.goTo, public: true }, dryRun: true };
    const tried = await stack.call('zhihui.dispatcher', {
      method: 'POST',
      url: '/api/v1/demands/bulk/note',
      payload: bulk,
    });
    expect(tried.text).toContain('leaks_personal_data');
  });
});

describe('the dry check', () => {
  it('says what is lacking, blank or leaking, and writes nothing', async () => {
    const it = await replying({ category: '装修工程' });
    const version = (await it.recorded()).version;
    const { status, body } = await check(it, 'zhihui.replier', {
      found: '【情况】',
      contact: '0755-27781234',
      text: '13800009999',
    });
    expect(status).toBe(200);
    expect(body.blanks).toEqual([{ path: '/found', blank: '【情况】' }]);
    expect(body.lacks.map(({ path }: Json) => path)).toEqual([
      '/done',
      '/basis',
      '/evidence/before',
      '/evidence/after',
    ]);
    expect(body.leaks).toMatchObject([{ path: '/text', kind: 'mobile', soft: false, piece: '138****99' }]);
    expect((await it.recorded()).version).toBe(version);
    const note = await check(it, 'zhihui.replier', { action: 'note', text: '13800009999', public: true });
    expect(note.body).toMatchObject({ leaks: [{ path: '/text' }], lacks: [] });
    expect(body.whole).toBe(true);
  });

  it('gives no false all-clear where nothing can be sent yet, and nothing away either', async () => {
    const it = await replying();
    await it.act('zhihui.replier', 'reply', REPLY);
    const found = '业主老李情绪激动，曾三次到信访窗口反映，请打 13800009999,【日期】';
    const { status, body } = await check(it, 'zhihui.replier', { ...REPLY, found });
    expect([status, body.whole]).toEqual([200, false]);
    expect(body.leaks.map(({ kind }: Json) => kind)).toEqual(['mobile']);
    expect(body.blanks).toEqual([{ path: '/found', blank: '【日期】' }]);
  });

  it('is for whoever may send it', async () => {
    const it = await replying();
    expect((await check(it, 'zhihui.handler', { found: '陈小燕' })).body.code).toBe('not_allowed_for_role');
    expect((await check(it, 'fuhai.replier', { found: '陈小燕' })).status).toBe(404);
    expect((await check(it, 'zhihui.replier', { fund: '错字' })).status).toBe(422);
  });
});

describe('templates', () => {
  const put = (user: string, url: string, payload: object, method: 'PUT' | 'POST' = 'PUT') =>
    stack.call(user, { method, url: `/api/v1${url}`, payload });
  const template = { unit: 'zhihui', name: '停车答复', kind: 'help', texts: { found: '我们于【日期】查看' } };
  const offered = async (it: Case): Promise<string[]> =>
    (await get('zhihui.replier', `/demands/${it.number}/reply-form`)).body.templates.map(({ name }: Json) => name);

  it('of the unit and of those above are offered, the nearest first, until they are retired', async () => {
    const it = await replying();
    const key = { 'idempotency-key': randomUUID() };
    const post = () =>
      stack.call('zhihui.administrator', {
        method: 'POST',
        url: '/api/v1/reply-templates',
        payload: template,
        headers: key,
      });
    const made = await post();
    expect(made.status).toBe(201);
    expect((await post()).body.id).toBe(made.body.id);
    const { id, updatedAt } = made.body;
    expect(
      (await put('fuyong.administrator', '/reply-templates', { ...template, unit: 'fuyong', name: '街道答复' }, 'POST'))
        .status,
    ).toBe(201);
    expect(
      (await put('fuhai.administrator', '/reply-templates', { ...template, unit: 'fuhai', name: '福海答复' }, 'POST'))
        .status,
    ).toBe(201);
    expect(await offered(it)).toEqual(['停车答复', '街道答复', '已解决（示例）']);

    const changed = await put('zhihui.administrator', `/reply-templates/${id}`, {
      ...template,
      name: '停车',
      updatedAt,
    });
    expect(changed.body).toMatchObject({ name: '停车', retired: false });
    const late = await put('zhihui.administrator', `/reply-templates/${id}`, { ...template, updatedAt });
    expect(late.body.code).toBe('version_conflict');
    expect((await put('zhihui.administrator', `/reply-templates/${id}/retire`, {}, 'POST')).body.retired).toBe(true);
    expect(await offered(it)).toEqual(['街道答复', '已解决（示例）']);
    const listed = async (user: string, query = '') =>
      (await get(user, `/reply-templates${query}`)).body.items.map(({ name }: Json) => name);
    expect(await listed('zhihui.replier')).not.toContain('停车');
    expect(await listed('zhihui.replier', '?retired=true')).toContain('停车');
    expect(await listed('fuhai.replier', '?retired=true')).not.toContain('停车');
    const lines = await stack.database.audit.findMany({
      where: { action: { startsWith: 'reply_template' }, target: 'zhihui' },
    });
    expect(lines.map(({ action }) => action).sort()).toEqual([
      'reply_template_changed',
      'reply_template_created',
      'reply_template_retired',
    ]);
  });

  it('are kept by administrators of their unit or above, with something in them', async () => {
    const post = (user: string, body: object) => put(user, '/reply-templates', body, 'POST');
    expect((await post('zhihui.replier', template)).status).toBe(403);
    expect((await post('zhihui.administrator', { ...template, unit: 'fuyong' })).body.code).toBe(
      'not_allowed_for_role',
    );
    expect((await post('zhihui.administrator', { ...template, texts: {} })).status).toBe(422);
    expect((await post('baoan.administrator', { ...template, unit: 'nowhere' })).body.errors[0].path).toBe('/unit');
    expect((await put('zhihui.administrator', `/reply-templates/${randomUUID()}/retire`, {}, 'POST')).status).toBe(404);
    expect(
      (await put('zhihui.administrator', '/reply-templates/x', { ...template, updatedAt: '2026-01-01T00:00:00Z' }))
        .status,
    ).toBe(404);
  });
});

describe('requirements', () => {
  const write = (user: string, items: object[]) =>
    stack.call(user, { method: 'PUT', url: '/api/v1/reply-requirements', payload: { items } });

  it('are written by the district, keep what the contract asks for, and count at once', async () => {
    const before = (await get('zhihui.replier', '/reply-requirements')).body.items;
    expect(before.every(({ updatedBy }: Json) => updatedBy === null)).toBe(true);
    const items = [
      { kind: null, category: '装修工程', elements: [], evidence: 'before_after' },
      { kind: 'help', category: null, elements: ['media', 'text'], evidence: 'none' },
    ];
    const { status, body } = await write('baoan.administrator', items);
    expect(status).toBe(200);
    expect(body.items).toHaveLength(2);
    expect(body.items[0]).toMatchObject({
      kind: 'help',
      elements: ['found', 'done', 'basis', 'contact', 'text', 'media'],
    });
    // What did not change keeps its origin.
    expect(body.items[1].updatedBy).toBe(null);
    const it = await replying();
    expect(refusalOf(await it.try('zhihui.replier', 'reply', REPLY))).toEqual([
      422,
      'reply_incomplete',
      ['/text', '/attachments'],
    ]);
    const form = (await get('zhihui.replier', `/demands/${it.number}/reply-form`)).body;
    expect(form.requirement).toMatchObject({ kind: 'help', evidence: 'none' });
    const lines = await stack.database.audit.count({ where: { action: 'reply_requirements_changed' } });
    await write(
      'baoan.administrator',
      body.items.map(({ updatedAt: _at, updatedBy: _by, ...line }: Json) => line),
    );
    expect(await stack.database.audit.count({ where: { action: 'reply_requirements_changed' } })).toBe(lines);
  });

  it('are refused from others, and twice for the same matter', async () => {
    const line = { kind: null, category: null, elements: [], evidence: 'none' };
    expect((await write('fuyong.administrator', [line])).body.code).toBe('not_allowed_for_role');
    expect((await write('zhihui.replier', [line])).status).toBe(403);
    expect(refusalOf(await write('baoan.administrator', [line, line]))[0]).toBe(422);
    expect((await write('baoan.administrator', [{ ...line, evidence: 'all' }])).status).toBe(422);
  });
});
