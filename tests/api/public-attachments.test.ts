import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { recordedForGood } from '../support/a-case';
import { heldUpFor, type Answer, type Json } from '../support/app';
import { type FilePart, multipartForm } from '../support/multipart-form';
import * as files from '../support/sample-files';
import { testStack, type Stack } from '../support/stack';
import { acts, aKey, filed, mistyped, until } from '../support/travel';

let stack: Stack;
beforeAll(async () => {
  stack = await testStack();
});
afterAll(() => stack.close());

const { channel: _channel, ...filing } = filed;
const secret = '内部13800009999';
let addresses = 0;
/** The throttle counts by address: every request has one of its own, unless it is named. */
const nextAddress = () => `10.2.${Math.floor((addresses += 1) / 250)}.${addresses % 250}`;
const anyone = (method: 'GET' | 'POST', url: string, payload?: object, from = nextAddress(), key?: string) =>
  stack.call(null, {
    ...{ method, url: `/api/v1/public${url}`, remoteAddress: from },
    ...(payload ? { payload } : {}),
    headers: key ? { 'idempotency-key': key } : {},
  });
const upload = async (part: Partial<FilePart> = {}, from = nextAddress()): Promise<Answer> => {
  const { payload, headers } = await multipartForm([{ content: files.png, ...part }]);
  const url = '/api/v1/public/attachments';
  return stack.call(null, { method: 'POST', url, payload, headers, remoteAddress: from });
};
const sent = async (name: string): Promise<string> => (await upload({ name })).body.id;
const sentByStaff = async (user: string, name: string): Promise<string> => {
  const form = await multipartForm([{ name, content: files.png }]);
  return (await stack.call(user, { method: 'POST', url: '/api/v1/attachments', ...form })).body.id;
};
const fileIt = async (more: object = {}): Promise<Json> =>
  (await anyone('POST', '/demands', { ...filing, ...more })).body;
const page = async (token: string): Promise<Json> => (await anyone('GET', `/demands/${token}`)).body;
const fetch = (token: string, id: string) => anyone('GET', `/demands/${token}/attachments/${id}`);
const supply = (token: string, payload: object, key?: string) =>
  anyone('POST', `/demands/${token}/actions/supply_information`, payload, nextAddress(), key);
const refusalOf = ({ status, body }: Answer) => [status, body?.code];
const names = (of: Json[]): string[] => of.map(({ name }) => name as string);
const stored = async (): Promise<number> =>
  (await readdir(stack.config.storageDir, { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) =>
    entry.isFile(),
  ).length;

async function untilAsked(number: string): Promise<void> {
  await acts(stack, 'zhihui.dispatcher', number, 'dispatch', { leadUnit: 'zhihui' });
  await acts(stack, 'zhihui.handler', number, 'accept');
  await acts(stack, 'zhihui.handler', number, 'request_information', { question: '有照片吗？' });
}

const REPLY = { found: '人车混行', done: '分道', basis: '公约', contact: '服务台' };

describe('uploading without login', () => {
  it.each<[string, Partial<FilePart>]>([
    ['a picture', { type: 'image/jpeg', content: files.jpeg, name: '门口.jpg' }],
    ['a recording', { type: 'audio/webm;codecs=opus', content: files.webmSound, name: '录音.webm' }],
    ['a film', { type: 'video/mp4', content: files.mp4, name: '现场.mp4' }],
    ['a PDF', { type: 'application/pdf', content: files.pdf, name: '通知.pdf' }],
  ])('takes %s', async (_what, part) => {
    const { status, body } = await upload(part);
    expect(status).toBe(201);
    expect(body).toMatchObject({ id: expect.any(String), name: part.name, mediaType: part.type!.split(';')[0] });
    expect(await stack.database.attachment.findUnique({ where: { id: body.id } })).toMatchObject({
      uploadedBy: null,
      demandId: null,
    });
  });

  it.each<[string, number, string, Partial<FilePart>]>([
    ['a document of an office program', 415, 'unsupported_media_type', { type: files.docxType, content: files.docx() }],
    ['a page', 415, 'unsupported_media_type', { type: 'text/html', content: Buffer.from('<html>') }],
    ['a page that calls itself a picture', 415, 'unsupported_media_type', { content: Buffer.from('<html>') }],
    ['an empty file', 422, 'invalid_input', { content: Buffer.alloc(0) }],
    [
      'a file of more than 10 MiB',
      413,
      'too_large',
      { content: Buffer.concat([files.png, Buffer.alloc(10 * 1024 * 1024)]) },
    ],
  ])('refuses %s, and nothing of it stays', async (_what, status, code, part) => {
    const before = [await stored(), await stack.database.attachment.count()];
    const answer = await upload(part);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.detail).not.toContain('docx');
    expect([await stored(), await stack.database.attachment.count()]).toEqual(before);
  });

  it('is held up after thirty files of one address within ten minutes, and goes on from another', async () => {
    const began = Date.now();
    const answers: number[] = [];
    for (let i = 0; i < 31; i += 1) answers.push((await upload({}, '10.9.9.1')).status);
    expect(answers).toEqual([...Array<number>(30).fill(201), 429]);
    const held = await upload({}, '10.9.9.1');
    expect([held.body.code, heldUpFor(held, began) > 500]).toEqual(['too_many_attempts', true]);
    expect((await upload({}, '10.9.9.2')).status).toBe(201);
    // Whoever cannot send more files can still file.
    expect((await anyone('POST', '/demands', filing, '10.9.9.1')).status).toBe(201);
  });

  it('is the only public way in for a form with a file', async () => {
    const form = await multipartForm([{ content: files.png }]);
    const url = '/api/v1/public/demands';
    const answer = await stack.call(null, { method: 'POST', url, ...form, remoteAddress: nextAddress() });
    expect(refusalOf(answer)).toEqual([415, 'unsupported_media_type']);
  });
});

describe('files of a reporter', () => {
  it('sent with the filing lie before the committee, and the reporter sees and opens them', async () => {
    const attachments = [await sent('一.png'), await sent('二.png')];
    const { number, trackingToken } = await fileIt({ attachments });
    const seen = await page(trackingToken);
    expect(seen.attachments.map(({ id }: Json) => id).sort()).toEqual([...attachments].sort());
    expect(Object.keys(seen.attachments[0]).sort()).toEqual(
      ['hasPreview', 'height', 'id', 'kind', 'mediaType', 'name', 'seconds', 'size', 'width'].sort(),
    );
    const preview = await anyone('GET', `/demands/${trackingToken}/attachments/${attachments[0]}/preview`);
    expect([preview.status, preview.headers['content-type']]).toEqual([200, 'image/jpeg']);
    const { body } = await stack.call('zhihui.dispatcher', { method: 'GET', url: `/api/v1/demands/${number}` });
    expect(names(body.attachments).sort()).toEqual(['一.png', '二.png'].sort());
    expect(body.attachments[0].byReporter).toBe(true);
    const url = `/api/v1/attachments/${attachments[0]}`;
    const toStaff = await stack.call('zhihui.dispatcher', { method: 'GET', url });
    const toReporter = await fetch(trackingToken, attachments[0]!);
    expect([toStaff.status, toReporter.status, toReporter.text]).toEqual([200, 200, toStaff.text]);
    for (const header of [
      ...['content-type', 'content-length', 'content-disposition', 'content-security-policy'],
      ...['x-content-type-options', 'cache-control'],
    ])
      expect([header, toReporter.headers[header]]).toEqual([header, toStaff.headers[header]]);
    expect((await stack.call('fuhai.handler', { method: 'GET', url })).status).toBe(404);
  });

  it('sent with an answer stand beside the answer, and once however often it is sent', async () => {
    const { number, trackingToken } = await fileIt({ attachments: [await sent('起初.png')] });
    await untilAsked(number);
    const answer = { text: '见图', attachments: [await sent('补充.png')] };
    const key = aKey();
    for (let i = 0; i < 2; i += 1) {
      const { status, body } = await supply(trackingToken, answer, key);
      expect(status).toBe(200);
      expect(names(body.attachments)).toEqual(['起初.png']);
      const supplied = body.events.filter((event: Json) => event.type === 'information_supplied');
      expect(supplied).toMatchObject([{ words: { text: '见图' }, attachments: [{ name: '补充.png' }] }]);
      expect(supplied[0].words).toEqual({ text: '见图' });
    }
    expect((await fetch(trackingToken, answer.attachments[0]!)).status).toBe(200);
  });

  it('are at most nine at a time, named by ids', async () => {
    const ten = Array.from({ length: 10 }, () => randomUUID());
    for (const attachments of [ten, ['x'], [1], 'x'])
      expect(refusalOf(await anyone('POST', '/demands', { ...filing, attachments }))).toEqual([422, 'invalid_input']);
  });

  it('are used for one demand only, and never are those of somebody else', async () => {
    const mine = await sent('我的.png');
    const first = await fileIt({ attachments: [mine] });
    const ofStaff = await sentByStaff('zhihui.collector', '工作人员.png');
    const before = await stack.database.demand.count();
    for (const id of [mine, ofStaff, randomUUID()]) {
      const answer = await anyone('POST', '/demands', { ...filing, attachments: [await sent('好的.png'), id] });
      expect([answer.status, answer.body.errors[0].path]).toEqual([422, '/attachments']);
    }
    expect(await stack.database.demand.count()).toBe(before);
    const other = await fileIt();
    await untilAsked(other.number);
    for (const id of [mine, ofStaff])
      expect((await supply(other.trackingToken, { text: '见图', attachments: [id] })).body.errors[0].path).toBe(
        '/attachments',
      );
    expect((await fetch(other.trackingToken, mine)).status).toBe(404);
    expect((await fetch(first.trackingToken, mine)).status).toBe(200);
    // Nor do staff get at a reporter's upload by naming it.
    const payload = { ...filed, attachments: [await sent('待用.png')] };
    const grab = await stack.call('fuhai.collector', { method: 'POST', url: '/api/v1/demands', payload });
    expect([grab.status, grab.body.errors[0].path]).toEqual([422, '/attachments']);
  });

  it('that waited longer than a day must be sent again', async () => {
    const id = await sent('旧.png');
    await stack.database
      .$executeRaw`UPDATE attachment SET created_at = now() - interval '25 hours' WHERE id = ${id}::uuid`;
    const answer = await anyone('POST', '/demands', { ...filing, attachments: [id] });
    expect([answer.status, answer.body.detail]).toEqual([422, expect.stringContaining('请重新上传')]);
  });
});

describe('what a reporter may open', () => {
  it('is the files of replies, and no file of the work inside', async () => {
    const { number, trackingToken } = await fileIt();
    await untilAsked(number);
    const ofCollector = await sentByStaff('zhihui.collector', `代交${secret}.png`);
    await acts(stack, 'zhihui.collector', number, 'supply_information', { text: '代交', attachments: [ofCollector] });
    await acts(stack, 'zhihui.handler', number, 'note', { text: secret });
    const proof = await sentByStaff('zhihui.handler', `${secret}.png`);
    const finish = { result: 'resolved', summary: secret, attachments: [proof] };
    await acts(stack, 'zhihui.handler', number, 'finish', finish);
    await acts(stack, 'zhihui.reviewer', number, 'review', { approve: true });
    const shown = await sentByStaff('zhihui.replier', '竣工.png');
    await acts(stack, 'zhihui.replier', number, 'reply', { ...REPLY, attachments: [shown] });

    const { body, text } = await anyone('GET', `/demands/${trackingToken}`);
    const replied = body.events.find((event: Json) => event.type === 'replied');
    expect(names(replied.attachments)).toEqual(['竣工.png']);
    expect([body.attachments, body.events.flatMap((event: Json) => names(event.attachments))]).toEqual([
      [],
      ['竣工.png'],
    ]);
    for (const inside of [secret, proof, ofCollector]) expect(text).not.toContain(inside);
    expect((await fetch(trackingToken, shown)).status).toBe(200);
    for (const id of [proof, ofCollector, randomUUID(), '..%2f..%2fetc'])
      expect(refusalOf(await fetch(trackingToken, id))).toEqual([404, 'not_found']);
    const preview = await stack.call('zhihui.handler', { method: 'GET', url: `/api/v1/demands/${number}/public-view` });
    expect(preview.body.events).toEqual(body.events);
    expect(preview.text).not.toContain(secret);
  });

  it('is nothing of another demand, nor anything by a link that is none', async () => {
    const [mine, other] = [await fileIt({ attachments: [await sent('甲.png')] }), await fileIt()];
    const { id } = (await page(mine.trackingToken)).attachments[0];
    expect(refusalOf(await fetch(other.trackingToken, id))).toEqual([404, 'not_found']);
    const wrong = await fetch(mistyped(mine.trackingToken), id);
    expect([wrong.status, wrong.body.detail]).toEqual([404, expect.stringMatching(/^链接无效/)]);
  });

  it("of a follower is the main case's reply with its files, and not what the main case's reporter sent", async () => {
    const theirs = await sent('他人.png');
    const [main, follower] = [await fileIt({ attachments: [theirs] }), await fileIt()];
    await acts(stack, 'zhihui.dispatcher', follower.number, 'merge', { into: main.number });
    await until(async () => {
      const url = `/api/v1/demands/${main.number}`;
      const { body } = await stack.call('zhihui.dispatcher', { method: 'GET', url });
      return body.followersTotal === 1 ? true : undefined;
    });
    await acts(stack, 'zhihui.dispatcher', main.number, 'dispatch', { leadUnit: 'zhihui' });
    await acts(stack, 'zhihui.handler', main.number, 'accept');
    await acts(stack, 'zhihui.handler', main.number, 'finish', { result: 'resolved', summary: secret });
    await acts(stack, 'zhihui.reviewer', main.number, 'review', { approve: true });
    const shown = await sentByStaff('zhihui.replier', '竣工.png');
    await acts(stack, 'zhihui.replier', main.number, 'reply', { ...REPLY, attachments: [shown] });
    const seen = await until(async () => {
      const body = await page(follower.trackingToken);
      return body.stage === 'rating' ? body : undefined;
    });
    expect(seen.events.find((event: Json) => event.type === 'main_replied')).toMatchObject({
      words: { found: '人车混行' },
      attachments: [{ id: shown, name: '竣工.png' }],
    });
    expect(seen.attachments).toEqual([]);
    expect((await fetch(follower.trackingToken, shown)).status).toBe(200);
    expect(refusalOf(await fetch(follower.trackingToken, theirs))).toEqual([404, 'not_found']);
  });

  it('ends with the link, thirty days after the demand has ended', async () => {
    const id = await sent('甲.png');
    const { number, trackingToken } = await fileIt({ attachments: [id] });
    await anyone('POST', `/demands/${trackingToken}/actions/withdraw`, { reason: '不用了' });
    expect((await fetch(trackingToken, id)).status).toBe(200);
    await recordedForGood(stack, number);
    await stack.database.$executeRaw`UPDATE demand SET closed_at = now() - interval '31 days' WHERE number = ${number}`;
    expect((await fetch(trackingToken, id)).status).toBe(404);
  });
});
