import { readFileSync } from 'node:fs';
import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import sharp from 'sharp';
import { type Api, buildApp } from '../../src/api/app';
import { rangeOf } from '../../src/api/byte-range';
import { askReader } from '../../src/media/ask-reader';
import { withSpool } from '../../src/media/spool';
import { StorageUnavailableError } from '../../src/storage/port';
import { type Answer, type Json, testApp, type TestApp } from '../support/app';
import { DOCUMENTS, type Hostile, PICTURES, RECORDINGS, recordingOf, VIRUSES } from '../support/hostile-uploads';
import { type FilePart, multipartForm } from '../support/multipart-form';
import * as files from '../support/sample-files';

const url = '/api/v1/attachments';
const MIB = 1024 * 1024;
/** What making the corpus took must not be counted. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
/** Bytes of this process and of those that decode for it. */
function memory(): number {
  const { pid } = process;
  const children = readText(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  const kibibytes = children.map((child) => Number(/VmRSS:\s+(\d+)/.exec(readText(`/proc/${child}/status`))?.[1] ?? 0));
  return process.memoryUsage().rss + 1024 * kibibytes.reduce((sum, each) => sum + each, 0);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
const MOST_MEMORY = 200 * MIB;

let api: TestApp;
/** The same service with a storage where nobody answers, and little room for sound. */
let narrow: Api;
beforeAll(async () => {
  api = await testApp();
  const s3 = { ...{ bucket: 'b', region: 'r', accessKeyId: 'a', secretAccessKey: 's' }, pathStyle: true };
  const uploads = { ...api.config.uploads, voiceBytes: 100 };
  const config = { ...api.config, uploads, s3: { ...s3, endpoint: 'http://127.0.0.1:1' } };
  narrow = await buildApp({ ...api, config });
});
afterAll(async () => {
  await narrow.close();
  await api.close();
});

async function upload(...parts: (FilePart & { field?: string })[]): Promise<Answer> {
  return api.call('zhihui.collector', { method: 'POST', url, ...(await multipartForm(parts)) });
}
const fetch = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  api.call('zhihui.collector', { method: 'GET', url: `${url}/${path}`, headers });

async function filesOnDisk(): Promise<string[]> {
  const entries = await readdir(api.config.dataDir, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.map(({ name }) => name).filter((name) => name !== 'incoming' && name !== 'attachments');
}

async function bytesOf(id: string): Promise<Buffer> {
  const { storageKey } = await api.database.attachment.findUniqueOrThrow({ where: { id } });
  const entries = await readdir(api.config.storageDir, { recursive: true, withFileTypes: true });
  const entry = entries.find(({ name }) => name === storageKey)!;
  return sharp(`${entry.parentPath}/${entry.name}`, { animated: true }).toBuffer({ resolveWithObject: false });
}

async function picture(size: { width: number; height: number }, change: (plain: sharp.Sharp) => sharp.Sharp) {
  return change(sharp({ create: { ...size, channels: 3, background: '#a33' } })).toBuffer();
}

describe('a file that must not be taken is refused, and nothing of it stays', () => {
  const corpus: Hostile[] = [...PICTURES, ...RECORDINGS, ...DOCUMENTS, ...VIRUSES];
  const contents = new Map<string, Buffer>();
  let most = 0;
  let before = 0;
  let watch: NodeJS.Timeout;
  beforeAll(async () => {
    // What every first upload loads is not what a file costs.
    for (const each of [files.png, files.gif])
      await upload({ content: each, type: each === files.png ? undefined : 'image/gif' });
    await upload({ content: files.webm, type: 'video/webm' });
    await upload({ content: files.docx(), type: files.docxType });
    for (const [what, , content] of corpus) contents.set(what, await content());
    collectGarbage();
    before = memory();
    watch = setInterval(() => (most = Math.max(most, memory())), 25);
  });
  afterAll(() => clearInterval(watch));

  it('is a corpus of more than sixty', () => expect(corpus.length).toBeGreaterThan(80));

  it.each(corpus)('%s', async (what, type, _content, code) => {
    const [disk, rows] = [await filesOnDisk(), await api.database.attachment.count()];
    const answer = await upload({ type, content: contents.get(what)!, name: '材料' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    if (code !== 'any') expect(answer.body.code).toBe(code);
    expect(answer.body.detail).toMatch(/[\u4e00-\u9fff].*。$/);
    expect(await filesOnDisk()).toEqual(disk);
    expect(await api.database.attachment.count()).toBe(rows);
  });

  it('and memory stays bounded meanwhile', () => expect(most - before).toBeLessThan(MOST_MEMORY));
});

describe('what is taken is made harmless', () => {
  const gps = { IFD3: { GPSLatitude: '22/1 33/1 0/1', GPSLongitude: '113/1 53/1 0/1' }, IFD0: { Make: '某手机' } };

  it('a picture is upright and says nothing of place, time and device', async () => {
    const size = { width: 40, height: 20 };
    const content = await picture(size, (plain) =>
      plain.withExif(gps).withMetadata({ orientation: 6, exif: gps }).jpeg(),
    );
    expect((await sharp(content).metadata()).orientation).toBe(6);
    const { body } = await upload({ type: 'image/jpeg', content });
    expect(body).toMatchObject({ width: 20, height: 40, kind: 'picture' });
    const about = await sharp(await bytesOf(body.id)).metadata();
    expect([about.format, about.exif, about.orientation, about.xmp]).toEqual(['jpeg', undefined, undefined, undefined]);
    expect((await fetch(body.id)).text).not.toContain('某手机');
  });

  it('what is appended to a picture, or written between its lines, is gone', async () => {
    const script = '<script>alert(1)</script>';
    const content = Buffer.concat([files.gif, Buffer.from(`/*${script}*/`)]);
    const { body, status } = await upload({ type: 'image/gif', content });
    expect(status).toBe(201);
    expect((await fetch(body.id)).text).not.toContain('script');
  });

  it('a moving picture keeps moving', async () => {
    const frames = await Promise.all(
      ['#a33', '#3a3', '#33a'].map((background) =>
        sharp({ create: { width: 30, height: 20, channels: 3, background } })
          .raw()
          .toBuffer(),
      ),
    );
    const raw = { width: 30, height: 60, channels: 3 as const, pageHeight: 20 };
    const content = await sharp(Buffer.concat(frames), { raw }).gif({ delay: 100 }).toBuffer();
    const { body } = await upload({ type: 'image/gif', content });
    expect(body).toMatchObject({ width: 30, height: 20, hasPreview: true });
    expect((await sharp(await bytesOf(body.id)).metadata()).format).toBe('gif');
    expect((await api.database.attachment.findUniqueOrThrow({ where: { id: body.id } })).size).toBe(body.size);
  });

  it.each([
    ['照片.jpg.exe', '照片.jpg.exe.png'],
    ['a\u0000b.png', 'ab.png'],
    ['\u202egnp.exe', 'gnp.exe.png'],
    ['../../../etc/cron.d/x.png', 'x.png'],
    ['..\\..\\win.png', 'win.png'],
    ['con.png', '_con.png'],
    [`${'图'.repeat(100)}.png`, `${'图'.repeat(78)}.png`],
    ['"><img src=x>.png', '___img src=x_.png'],
  ])('the name %j becomes %j', async (given, kept) => {
    expect((await upload({ name: given, content: files.png })).body.name).toBe(kept);
  });

  it('a recording is what it holds, whatever it is called', async () => {
    expect((await upload({ type: 'video/webm', content: files.webmSound })).body).toMatchObject({
      ...{ mediaType: 'audio/webm', kind: 'voice', width: null },
    });
    expect((await upload({ type: 'audio/webm', content: files.webm })).body).toMatchObject({
      ...{ mediaType: 'video/webm', kind: 'video', width: 64, height: 48, seconds: 3 },
    });
  });

  it('sound that calls itself a film is bound by the limit of sound', async () => {
    const { payload, headers } = await multipartForm([{ type: 'video/webm', content: files.webmSound }]);
    const authorization = await bearer();
    const answer = await narrow.inject({ method: 'POST', url, payload, headers: { ...headers, authorization } });
    expect(answer.json().code).toBe('too_large');
  });

  it('a recording within ten minutes is taken', async () => {
    const content = await recordingOf(600, 'film');
    expect((await upload({ type: 'video/webm', content })).body.seconds).toBe(599);
  });

  it('a reader of recordings that does not come to an end is ended, and the service goes on meanwhile', async () => {
    const file = path.join(api.config.dataDir, 'endless');
    for (const content of [files.endlessFilm, files.endlessSound]) {
      await writeFile(file, content);
      const reading = askReader({ name: 'recording', file }, { within: 900 });
      expect((await api.call(null, { url: '/healthz' })).status).toBe(200);
      await expect(reading).rejects.toMatchObject({ reason: 'unreadable_file' });
    }
    await rm(file);
  });
});

describe('a poster', () => {
  const film = { type: 'video/webm', content: files.webm };
  const poster = { field: 'poster', type: 'image/png', name: 'p.png', content: files.png };

  it.each([[[film, poster]], [[poster, film]]])(
    'comes with its film and is drawn anew as its preview',
    async (parts) => {
      const { status, body } = await upload(...parts);
      expect([status, body.hasPreview]).toEqual([201, true]);
      const preview = await fetch(`${body.id}/preview`);
      expect([preview.status, preview.headers['content-type']]).toEqual([200, 'image/jpeg']);
      expect(preview.headers['content-disposition']).toMatch(/^inline;/);
    },
  );

  it.each<[string, Partial<FilePart>, string]>([
    ['that is no picture', { type: 'text/html', content: Buffer.from('<html>') }, 'unsupported_media_type'],
    ['that cannot be decoded', { content: files.png.subarray(0, 50) }, 'unreadable_file'],
    ['of more than 5 MiB', { content: Buffer.concat([files.png, Buffer.alloc(5 * MIB)]) }, 'too_large'],
  ])('%s is refused with its film', async (_what, wrong, code) => {
    const disk = await filesOnDisk();
    expect((await upload(film, { ...poster, ...wrong })).body.code).toBe(code);
    expect(await filesOnDisk()).toEqual(disk);
  });

  it('of a recording without a picture is left out, and two of them are refused', async () => {
    const sound = { type: 'audio/webm', content: files.webmSound };
    expect((await upload(sound, poster)).body).toMatchObject({ kind: 'voice', hasPreview: false });
    expect((await upload(poster, poster)).status).toBeGreaterThanOrEqual(400);
  });
});

describe('a body that is not what it says', () => {
  const raw = (head: Record<string, string>, body: Buffer, port: number): Promise<number> =>
    new Promise((resolve, reject) => {
      const sending = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: url, headers: head }, (answer) => {
        answer.resume();
        resolve(answer.statusCode!);
      });
      sending.on('error', reject);
      sending.end(body);
    });

  it('is refused: shorter than the form, without an end, or another boundary', async () => {
    if (!api.app.server.listening) await api.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = api.app.server.address() as AddressInfo;
    const form = await multipartForm([{ content: files.png }]);
    const authorization = await bearer();
    const send = (body: Buffer, type = form.headers['content-type']!) =>
      raw({ authorization, 'content-type': type, 'content-length': String(body.length) }, body, port);
    const disk = await filesOnDisk();
    expect(await send(form.payload.subarray(0, 200))).toBe(400);
    expect(await send(form.payload.subarray(0, -20))).toBe(400);
    expect(await send(form.payload, 'multipart/form-data; boundary=another')).toBe(400);
    expect(await filesOnDisk()).toEqual(disk);
  });
});

describe('a storage that is away', () => {
  it('is told as such, for uploads and for downloads, and nothing stays on the disk', async () => {
    const { body } = await upload({ content: files.png });
    const authorization = await bearer();
    const { payload, headers } = await multipartForm([{ content: files.png }]);
    const [disk, rows] = [await filesOnDisk(), await api.database.attachment.count()];
    for (const answer of [
      await narrow.inject({ method: 'POST', url, payload, headers: { ...headers, authorization } }),
      await narrow.inject({ url: `${url}/${body.id}`, headers: { authorization } }),
      await narrow.inject({ url: `${url}/${body.id}/preview`, headers: { authorization } }),
    ]) {
      const problem = answer.json<Json>();
      expect([answer.statusCode, problem.code]).toEqual([503, 'storage_unavailable']);
      expect([answer.headers['retry-after'], problem.detail]).toEqual(['10', expect.stringMatching(/请稍后重试/)]);
    }
    expect([await filesOnDisk(), await api.database.attachment.count()]).toEqual([disk, rows]);
  });
});

describe('the folder in which uploads are looked at', () => {
  const nothing = (): Promise<void> => Promise.resolve();

  it('that cannot be written is an outage', async () => {
    const blocked = path.join(api.config.dataDir, 'blocked');
    await writeFile(blocked, 'x');
    await expect(withSpool(path.join(blocked, 'incoming'), nothing)).rejects.toThrow(StorageUnavailableError);
    await rm(blocked);
  });

  it('loses what a service that died left there an hour ago, and nothing younger', async () => {
    const folder = path.join(api.config.dataDir, 'left');
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    for (const [name, hours] of [
      ['old', 2],
      ['young', 0.5],
    ] as const) {
      await mkdir(path.join(folder, name), { recursive: true });
      await utimes(path.join(folder, name), hoursAgo(hours), hoursAgo(hours));
    }
    await withSpool(folder, nothing);
    expect(await readdir(folder)).toEqual(['young']);
    await rm(folder, { recursive: true });
  });
});

describe('downloading', () => {
  it('a part, the end, or nothing beyond it', async () => {
    const { body } = await upload({ type: 'video/webm', content: files.webm });
    const part = await fetch(body.id, { range: 'bytes=4-9' });
    expect([part.status, part.headers['content-range'], part.headers['content-length']]).toEqual([
      206,
      `bytes 4-9/${files.webm.length}`,
      '6',
    ]);
    const end = await fetch(body.id, { range: 'bytes=-5' });
    expect([end.status, end.headers['content-length']]).toEqual([206, '5']);
    const beyond = await fetch(body.id, { range: `bytes=${files.webm.length}-` });
    expect([beyond.status, beyond.body.code, beyond.headers['content-range']]).toEqual([
      416,
      'range_not_satisfiable',
      `bytes */${files.webm.length}`,
    ]);
    const whole = await fetch(body.id);
    expect([whole.status, whole.headers['accept-ranges']]).toEqual([200, 'bytes']);
  });

  it('what the browser has already is not sent again, unless it has changed hands', async () => {
    const { body } = await upload({ content: files.png });
    for (const path of [body.id, `${body.id}/preview`]) {
      const { headers, status } = await fetch(path);
      expect([status, headers.etag]).toEqual([200, expect.stringMatching(/^"[\w-]+"$/)]);
      expect((await fetch(path, { 'if-none-match': `"other", ${headers.etag}` })).status).toBe(304);
      expect((await fetch(path, { 'if-none-match': '"other"' })).status).toBe(200);
      expect((await fetch(path, { range: 'bytes=0-3', 'if-range': headers.etag! })).status).toBe(206);
      expect((await fetch(path, { range: 'bytes=0-3', 'if-range': '"other"' })).status).toBe(200);
      const other = { method: 'GET' as const, url: `${url}/${path}`, headers: { 'if-none-match': headers.etag! } };
      expect((await api.call('fuhai.handler', other)).status).toBe(404);
      expect((await api.call(null, other)).status).toBe(401);
    }
  });

  it('a preview of what has none is not found', async () => {
    const { body } = await upload({ type: 'application/pdf', content: files.pdf });
    expect((await fetch(`${body.id}/preview`)).status).toBe(404);
  });

  it('a file that the storage has lost is told as lost', async () => {
    const { body } = await upload({ content: files.png });
    await api.database.attachment.update({ where: { id: body.id }, data: { storageKey: '00000000-lost' } });
    expect((await fetch(body.id)).body.code).toBe('stored_file_missing');
  });

  it.each<[string | undefined, ReturnType<typeof rangeOf>]>([
    [undefined, undefined],
    ['bytes=0-', { start: 0, end: 99 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-500', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-500', { start: 0, end: 99 }],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=20-10', undefined],
    ['bytes=0-1,5-6', undefined],
    ['bytes=-', undefined],
    ['items=0-1', undefined],
    ['bytes=99999999999999999999-', undefined],
  ])('%s of a hundred bytes is %j', (header, range) => expect(rangeOf(header, 100)).toEqual(range));
});

let token: string | undefined;
async function bearer(): Promise<string> {
  const payload = { username: 'zhihui.collector', password: 'zhitongche-demo-2026' };
  token ??= (await api.call(null, { method: 'POST', url: '/api/v1/sessions', payload })).body.token as string;
  return `Bearer ${token}`;
}
