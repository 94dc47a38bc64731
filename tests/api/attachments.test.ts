import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripMp4 } from '../../src/media/strip-mp4';
import { type FilePart, multipartForm } from '../support/multipart-form';
import { bareAac } from '../support/hostile-uploads';
import * as files from '../support/sample-files';
import { type Answer, testApp, type TestApp } from '../support/app';

const url = '/api/v1/attachments';
const maxBytes = 64 * 1024;

let api: TestApp;
beforeAll(async () => {
  api = await testApp({ ATTACHMENT_MAX_BYTES: String(maxBytes), PICTURE_MAX_BYTES: String(maxBytes) });
});
afterAll(() => api.close());

async function upload(username: string | null, ...parts: FilePart[]): Promise<Answer> {
  return api.call(username, { method: 'POST', url, ...(await multipartForm(parts)) });
}

/** Everything on the disk: what is stored, and what is being looked at. */
async function storedFiles(): Promise<string[]> {
  const entries = await readdir(api.config.dataDir, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

describe('uploading', () => {
  test.each<[string, string, Buffer]>([
    ['PDF', 'application/pdf', files.pdf],
    ['MP3', 'audio/mpeg', files.mp3],
    ['M4A', 'audio/mp4', files.m4a],
    ['Ogg', 'audio/ogg; codecs=opus', files.ogg],
    ['WebM sound', 'audio/webm;codecs=opus', files.webmSound],
    ['WAV', 'audio/wav', files.wav],
    ['MP4', 'video/mp4', files.mp4],
    ['WebM film', 'video/webm', files.webm],
    ['Word', files.docxType, files.docx()],
    ['Excel', files.xlsxType, files.xlsx()],
  ])('a %s file is taken and comes back byte for byte', async (_kind, type, content) => {
    const answer = await upload('zhihui.collector', { type, content });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      name: '现场照片.png',
      mediaType: type.split(';')[0],
      kind: kindOf(type),
      size: content.length,
      ...(type.startsWith('video/') ? { width: 64, height: 48 } : { width: null, height: null }),
      seconds: /^(audio|video)/.test(type) ? expect.any(Number) : null,
      hasPreview: false,
    });
    const back = await api.app.inject({
      url: String(answer.headers.location),
      headers: { authorization: await bearer() },
    });
    expect(back.rawPayload.equals(content)).toBe(true);
  });

  test.each<[string, string, Buffer]>([
    ['PNG', 'image/png', files.png],
    ['JPEG', 'image/jpeg', files.jpeg],
    ['GIF', 'image/gif', files.gif],
    ['WebP', 'image/webp', files.webp],
  ])('a %s picture is drawn anew in its own format, with a small one beside it', async (_kind, type, content) => {
    const { body } = await upload('zhihui.collector', { type, content });
    const facts = { mediaType: type, kind: 'picture', width: 16, height: 12, seconds: null, hasPreview: true };
    expect(body).toMatchObject(facts);
    const bytes = await api.app.inject({ url: `${url}/${body.id}`, headers: { authorization: await bearer() } });
    expect(bytes.rawPayload.length).toBe(body.size);
    expect(bytes.headers['content-type']).toBe(type);
    const preview = await api.call('zhihui.collector', { method: 'GET', url: `${url}/${body.id}/preview` });
    expect([preview.status, preview.headers['content-type']]).toEqual([200, 'image/jpeg']);
  });

  const brand = (content: Buffer, name: string): Buffer => {
    const copy = Buffer.from(content);
    copy.write(name, 8, 'latin1');
    return copy;
  };
  test.each<[string, string, Buffer, string]>([
    ['a PNG called JPEG', 'image/jpeg', files.png, 'image/png'],
    ['a WebP called JPEG', 'image/jpeg', files.webp, 'image/webp'],
    ['a JPEG called PNG', 'image/png', files.jpeg, 'image/jpeg'],
    ['a PNG of which nothing is said', 'application/octet-stream', files.png, 'image/png'],
    ['a PDF of which nothing is said', 'application/octet-stream', files.pdf, 'application/pdf'],
    ['a film of an iPhone', 'video/quicktime', brand(files.mp4, 'qt  '), 'video/mp4'],
    ['a film of an older phone', 'video/3gpp', brand(files.mp4, '3gp4'), 'video/mp4'],
    ['a film of which nothing is said', 'application/octet-stream', files.mp4, 'video/mp4'],
    ['a recording called MP3', 'audio/mpeg', files.m4a, 'audio/mp4'],
  ])('%s is taken for what it is', async (_what, type, content, mediaType) => {
    const { status, body } = await upload('zhihui.collector', { type, content });
    expect([status, body.mediaType]).toEqual([201, mediaType]);
  });

  test('a recording of bare AAC is taken', async () => {
    const { status, body } = await upload('zhihui.collector', { type: 'audio/aac', content: await bareAac() });
    expect([status, body.mediaType, body.kind]).toEqual([201, 'audio/aac', 'voice']);
  });

  test('what a film says of place, time and device is gone, and the film is as it was', async () => {
    const content = files.filmWithPlace;
    const { body } = await upload('zhihui.collector', { type: 'video/mp4', content });
    expect(body).toMatchObject({ size: content.length, width: 64, height: 48, seconds: expect.any(Number) });
    const back = await api.app.inject({ url: `${url}/${body.id}`, headers: { authorization: await bearer() } });
    const kept = back.rawPayload;
    expect(kept.length).toBe(content.length);
    expect(kept.includes('+22.5560')).toBe(false);
    // Nothing moved: only the box and the times differ.
    const at = content.indexOf('udta');
    expect(kept.toString('latin1', at, at + 4)).toBe('free');
    expect(content.equals(files.withoutTimes(content))).toBe(false);
    expect(kept.subarray(0, at).equals(files.withoutTimes(content).subarray(0, at))).toBe(true);
    expect(kept.subarray(-32).equals(content.subarray(-32))).toBe(true);
    const row = await api.database.attachment.findUniqueOrThrow({ where: { id: body.id } });
    expect(Buffer.from(row.sha256)).toEqual(createHash('sha256').update(kept).digest());
  });

  test('times that a film writes with eight bytes are gone as well, and its length is not', async () => {
    const box = (type: string, ...inside: Buffer[]): Buffer => {
      const content = Buffer.concat(inside);
      const head = Buffer.alloc(8);
      head.writeUInt32BE(8 + content.length, 0);
      head.write(type, 4, 'latin1');
      return Buffer.concat([head, content]);
    };
    const filmOf = (time: bigint): Buffer => {
      const times = Buffer.alloc(32, 7);
      times.writeUInt32BE(0x01000000, 0);
      times.writeBigUInt64BE(time, 4);
      times.writeBigUInt64BE(time, 12);
      return box('moov', box('mvhd', times), box('trak', box('tkhd', times), box('mdia', box('mdhd', times))));
    };
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'film-')), 'film.mp4');
    await writeFile(file, filmOf(3_878_488_719n));
    expect(await stripMp4(file)).toEqual(createHash('sha256').update(filmOf(0n)).digest());
    expect((await readFile(file)).equals(filmOf(0n))).toBe(true);
    expect(await stripMp4(file)).toBeNull();
    await rm(path.dirname(file), { recursive: true });
  });

  test.each<[string, number, string, FilePart[]]>([
    [
      'a type that is not on the list',
      415,
      'unsupported_media_type',
      [{ type: 'text/html', content: Buffer.from('<html>') }],
    ],
    [
      'a drawing that can carry scripts',
      415,
      'unsupported_media_type',
      [{ type: 'image/svg+xml', content: Buffer.from('<svg/>') }],
    ],
    [
      'a page that calls itself a picture',
      415,
      'unsupported_media_type',
      [{ type: 'image/jpeg', content: Buffer.from('<html>') }],
    ],
    [
      'an archive that calls itself a document',
      415,
      'unsupported_media_type',
      [{ type: files.docxType, content: files.zip([{ name: 'run.exe' }]) }],
    ],
    [
      'a document with macros',
      415,
      'unsupported_media_type',
      [{ type: files.docxType, content: files.docx({ name: 'word/vbaProject.bin' }) }],
    ],
    [
      'an encrypted document',
      415,
      'unsupported_media_type',
      [{ type: files.xlsxType, content: files.xlsx({ name: 'xl/a.xml', isEncrypted: true }) }],
    ],
    [
      'a document that reaches out of its folder',
      415,
      'unsupported_media_type',
      [{ type: files.xlsxType, content: files.xlsx({ name: '../../etc/passwd' }) }],
    ],
    [
      'a document that unpacks to 3 GiB',
      415,
      'unsupported_media_type',
      [{ type: files.xlsxType, content: files.xlsx({ name: 'xl/a.xml', unpackedBytes: 3 * 2 ** 30 }) }],
    ],
    [
      'a document cut short',
      415,
      'unsupported_media_type',
      [{ type: files.docxType, content: files.docx().subarray(0, 90) }],
    ],
    ['an empty file', 422, 'invalid_input', [{ content: Buffer.alloc(0) }]],
    ['a form without a file', 422, 'invalid_input', []],
    [
      'a file one byte too large',
      413,
      'too_large',
      [{ content: Buffer.concat([files.png, Buffer.alloc(maxBytes + 1 - files.png.length)]) }],
    ],
    ['two files at once', 413, 'too_large', [{ content: files.png }, { content: files.png }]],
  ])('%s is refused and nothing of it stays', async (_what, status, code, parts) => {
    const before = await storedFiles();
    const rowsBefore = await api.database.attachment.count();
    const answer = await upload('zhihui.collector', ...parts);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
    expect(answer.body.detail).toMatch(/[\u4e00-\u9fff]/);
    expect(await storedFiles()).toEqual(before);
    expect(await api.database.attachment.count()).toBe(rowsBefore);
  });

  test('a file of exactly the limit is taken', async () => {
    const content = Buffer.concat([files.png, Buffer.alloc(maxBytes - files.png.length)]);
    const { status, body } = await upload('zhihui.collector', { content });
    expect(status).toBe(201);
    // What was appended to the picture is not in what is kept.
    expect(body.size).toBeLessThan(1_000);
  });

  test('a body that is no form is refused', async () => {
    const answer = await api.call('zhihui.collector', { method: 'POST', url, payload: { file: 'x' } });
    expect(answer.body.code).toBe('unsupported_media_type');
  });

  test('nobody uploads without login', async () => {
    expect((await upload(null, { content: files.png })).status).toBe(401);
  });

  test('nothing stays of an upload that breaks off', async () => {
    const before = await storedFiles();
    if (!api.app.server.listening) await api.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = api.app.server.address() as AddressInfo;
    const headers = {
      authorization: await bearer(),
      'content-type': 'multipart/form-data; boundary=b',
      'content-length': '60000',
    };
    const half = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: url, headers });
    half.on('error', () => {});
    half.write(
      '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n',
    );
    half.write(Buffer.concat([files.png, Buffer.alloc(20_000)]));
    while ((await storedFiles()).length === before.length) await new Promise((resolve) => setTimeout(resolve, 10));
    half.destroy();
    while ((await storedFiles()).length > before.length) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await storedFiles()).toEqual(before);
  });
});

describe('downloading', () => {
  const fetch = (username: string, id: string) => api.call(username, { method: 'GET', url: `${url}/${id}` });

  test('a picture is shown, in a sandbox, under its Chinese name', async () => {
    const { body } = await upload('zhihui.collector', { name: '门口"照片".png', content: files.png });
    const { headers } = await fetch('zhihui.collector', body.id);
    expect(headers['content-disposition']).toBe(
      'inline; filename="______.png"; filename*=UTF-8\'\'%E9%97%A8%E5%8F%A3_%E7%85%A7%E7%89%87_.png',
    );
    expect(headers['content-type']).toBe('image/png');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
    expect(headers['cache-control']).toBe('private, no-cache');
  });

  test('a document is offered for saving and never shown', async () => {
    const { body } = await upload('zhihui.collector', {
      name: '名单.xlsx',
      type: files.xlsxType,
      content: files.xlsx(),
    });
    expect((await fetch('zhihui.collector', body.id)).headers['content-disposition']).toMatch(/^attachment;/);
  });

  test.each([
    ['门口.html', '门口.html.png'],
    ['门口.hta', '门口.hta.png'],
    ['门口.PNG', '门口.PNG'],
    ['门口', '门口'],
  ])('opens as what it is, whatever it calls itself: %s', async (given, name) => {
    const { body } = await upload('zhihui.collector', { name: given, content: files.png });
    expect(body.name).toBe(name);
  });

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\temp\\图.png', '图.png'],
    ['gpj.\u202eexe.png', 'gpj.exe.png'],
    [`${'长'.repeat(300)}.png`, `${'长'.repeat(78)}.png`],
    ['NUL.png', '_NUL.png'],
    ['图\u0000.png', '图.png'],
    ['.png', 'png'],
  ])('the file name %j is kept as %j', async (given, kept) => {
    const { body } = await upload('zhihui.collector', { name: given, content: files.png });
    expect(body.name).toBe(kept);
  });

  test('before it belongs to a demand only the person who uploaded it sees it', async () => {
    const { body } = await upload('zhihui.collector', { content: files.png });
    expect((await fetch('zhihui.collector', body.id)).status).toBe(200);
    for (const other of ['zhihui.handler', 'fuyong.administrator', 'baoan.administrator']) {
      expect((await fetch(other, body.id)).body.code).toBe('not_found');
    }
  });

  test('then every unit that sees the demand sees it, up to the district, and no other', async () => {
    const { body } = await upload('zhihui.collector', { content: files.png });
    await api.database.attachment.update({
      where: { id: body.id },
      data: { demandId: await aDemandSeenBy('zhihui', 'fuyong', 'baoan') },
    });
    for (const who of ['zhihui.handler', 'fuyong.supervisor', 'baoan.auditor']) {
      expect({ who, status: (await fetch(who, body.id)).status }).toEqual({ who, status: 200 });
    }
    for (const who of ['fuhai.handler', 'fuhai.administrator', 'zhihui-property.handler', 'hangcheng.supervisor']) {
      expect({ who, status: (await fetch(who, body.id)).status }).toEqual({ who, status: 404 });
    }
  });

  test('nobody gets at an upload of somebody else by naming it in a demand of their own', async () => {
    const { body } = await upload('zhihui.collector', { content: files.png });
    const payload = {
      ...{ kind: 'help', title: '甲', body: '乙', unit: 'fuhai', channel: 'counter', attachments: [body.id] },
      subject: { type: 'enterprise', name: '某企业' },
    };
    const filed = await api.call('fuhai.collector', { method: 'POST', url: '/api/v1/demands', payload });
    expect({ status: filed.status, path: filed.body.errors?.[0].path }).toEqual({ status: 422, path: '/attachments' });
    expect((await fetch('fuhai.collector', body.id)).body.code).toBe('not_found');
    expect((await api.call('fuhai.collector', { method: 'GET', url: '/api/v1/demands' })).body.items).toEqual([]);
  });

  test('an attachment that does not exist and one that is no id at all are not found', async () => {
    expect((await fetch('zhihui.collector', randomUUID())).body.code).toBe('not_found');
    expect((await fetch('zhihui.collector', '..%2f..%2fetc')).body.code).toBe('not_found');
  });
});

const kindOf = (type: string): string =>
  ({ audio: 'voice', video: 'video', image: 'picture' })[type.split('/')[0]!] ?? 'document';

async function bearer(): Promise<string> {
  const payload = { username: 'zhihui.collector', password: 'zhitongche-demo-2026' };
  const answer = await api.call(null, { method: 'POST', url: '/api/v1/sessions', payload });
  return `Bearer ${answer.body.token}`;
}

async function aDemandSeenBy(...sight: string[]): Promise<string> {
  const id = randomUUID();
  const at = new Date();
  await api.database.demand.create({
    data: {
      ...{ id, number: id, kind: 'help', title: '甲', body: '乙', category: 'other', urgency: 'normal', risk: 'green' },
      ...{ stage: 'handling', level: 'C', unitId: 'zhihui', collectingUnitId: 'zhihui', round: 1, version: 1 },
      ...{ channel: 'counter', subjectType: 'sole', subjectName: '某支部', createdAt: at, updatedAt: at },
      ...{ supervised: false, conference: false, provisional: false, policyVersion: 1, state: {} },
      trackingHash: Buffer.from(id),
      sight,
    },
  });
  return id;
}
