import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';
import { readConfig } from '../../src/config';
import { createStorage } from '../../src/storage/create-storage';
import { createLocalFolder } from '../../src/storage/local-folder';
import { StorageUnavailableError, StoredFileMissingError, type Storage } from '../../src/storage/port';
import { createS3 } from '../../src/storage/s3';

const BUCKET = 'attachments';
const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER', region: 'us-east-1', pathStyle: true };

let folder: string;
let server: S3rver;
let port: number;
let way: Way;
const shelves: Record<string, Storage> = {};

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zhitongche-storage-'));
  const options = { port: 0, address: '127.0.0.1', silent: true, directory: path.join(folder, 's3') };
  server = new S3rver({ ...options, configureBuckets: [{ name: BUCKET, configs: [] }] });
  ({ port } = await server.run());
  way = await wayTo(port);
  shelves.folder = createLocalFolder(path.join(folder, 'local'));
  shelves.S3 = s3At(port);
});
afterAll(async () => {
  await way.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Patient, as in production: a busy machine is not an outage. */
const s3At = (at: number, options: { bucket?: string; patienceMs?: number } = {}): Storage =>
  createS3({ ...keys, bucket: BUCKET, endpoint: `http://127.0.0.1:${at}`, ...options });

const put = async (shelf: Storage, content: Buffer, key: string = randomUUID()): Promise<string> => {
  await shelf.put(key, Readable.from([content], { objectMode: false }), content.length);
  return key;
};
const read = async (shelf: Storage, key: string, range?: { start: number; end: number }): Promise<Buffer> =>
  buffer(await shelf.open(key, range));
const outcome = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'done',
    (error: Error) => error.name,
  );
async function untilGone(shelf: Storage, key: string): Promise<void> {
  while ((await outcome(shelf.size(key))) === 'done') await new Promise((resolve) => setTimeout(resolve, 20));
}
async function filesIn(of: string): Promise<string[]> {
  const entries = await readdir(of, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe.each(['folder', 'S3'])('a storage in a %s', (kind) => {
  const shelf = (): Storage => shelves[kind]!;
  const content = randomBytes(300_000);

  it('gives back what was put, whole and in parts, and knows its size', async () => {
    const key = await put(shelf(), content);
    expect((await read(shelf(), key)).equals(content)).toBe(true);
    expect((await read(shelf(), key, { start: 0, end: 1 })).equals(content.subarray(0, 2))).toBe(true);
    const middle = await read(shelf(), key, { start: 1_000, end: 99_999 });
    expect(middle.equals(content.subarray(1_000, 100_000))).toBe(true);
    expect(await read(shelf(), key, { start: 299_990, end: 299_999 })).toEqual(content.subarray(-10));
    expect(await shelf().size(key)).toBe(300_000);
  });

  it('says of what is not there that it is missing, and removes it without a word', async () => {
    const key = randomUUID();
    await expect(shelf().open(key)).rejects.toThrow(StoredFileMissingError);
    await expect(shelf().size(key)).rejects.toThrow(StoredFileMissingError);
    await put(shelf(), content, key);
    await shelf().remove(key);
    await shelf().remove(key);
    await expect(shelf().open(key)).rejects.toThrow(StoredFileMissingError);
  });

  it('keeps nothing of a stream that breaks off, and tells its own error', async () => {
    const key = randomUUID();
    const breaking = Readable.from(
      (async function* () {
        yield content.subarray(0, 1_000);
        await new Promise((resolve) => setImmediate(resolve));
        throw new Error('the phone is gone');
      })(),
      { objectMode: false },
    );
    // Long enough for a busy machine to come to the break first.
    const hasty = { folder: shelf(), S3: s3At(port, { patienceMs: 4_000 }) }[kind]!;
    await expect(hasty.put(key, breaking, content.length)).rejects.toThrow('the phone is gone');
    // This server, unlike others, keeps what had come; it is then removed once more.
    await untilGone(shelf(), key);
    await expect(shelf().open(key)).rejects.toThrow(StoredFileMissingError);
  });

  it('takes no key that could lead elsewhere', async () => {
    for (const key of ['../../etc/passwd', 'a/b', 'A'.repeat(20), '', 'short', '12345678/..'])
      expect([key, await outcome(put(shelf(), content, key))]).toEqual([key, 'Error']);
  });
});

describe('a folder that cannot be written', () => {
  it('is an outage, and what lies there stays', async () => {
    const blocked = path.join(folder, 'a-file');
    await writeFile(blocked, 'x');
    const shelf = createLocalFolder(path.join(blocked, 'below'));
    expect(await outcome(put(shelf, Buffer.from('x')))).toBe('StorageUnavailableError');
    expect(await outcome(shelf.remove(randomUUID()))).toBe('StorageUnavailableError');
  });
});

describe('an S3 server', () => {
  const content = Buffer.from('现场照片');

  it.each([
    ['answers that it has failed', 'fails'],
    ['cuts the line', 'cuts'],
    ['takes what it is sent and never answers', 'silent'],
    ['does what it is asked and answers too late', 'late'],
  ] as const)('that %s is an outage, and nothing stays of what was put', async (_what, mode) => {
    const patient = s3At(way.port);
    const stored = await put(patient, content);
    const key = randomUUID();
    way.is(mode);
    // What is answered too late must have been done by then.
    const shelf = s3At(way.port, { patienceMs: mode === 'late' ? 2_000 : 250 });
    expect(await outcome(put(shelf, content, key))).toBe('StorageUnavailableError');
    if (mode !== 'late') {
      expect(await outcome(shelf.open(stored))).toBe('StorageUnavailableError');
      expect(await outcome(shelf.size(stored))).toBe('StorageUnavailableError');
      expect(await outcome(shelf.remove(stored))).toBe('StorageUnavailableError');
    }
    way.is('open');
    // What was late on a busy machine came after the first removal.
    await untilGone(patient, key);
    await expect(patient.size(key)).rejects.toThrow(StoredFileMissingError);
    expect(await read(patient, stored)).toEqual(content);
  });

  it('that nobody answers at, or without the bucket, is an outage', async () => {
    for (const shelf of [s3At(1), s3At(port, { bucket: 'another-bucket' })])
      await expect(put(shelf, content)).rejects.toThrow(StorageUnavailableError);
  });

  it('that refuses the key of the service is an outage', async () => {
    const shelf = createS3({ ...keys, accessKeyId: 'nobody', bucket: BUCKET, endpoint: `http://127.0.0.1:${port}` });
    await expect(put(shelf, content)).rejects.toThrow(StorageUnavailableError);
  });
});

describe('the storage of a configuration', () => {
  const env = {
    DATABASE_URL: 'postgresql://u@127.0.0.1/x',
    SECRET_KEYS: `a:${randomBytes(32).toString('base64')}`,
    INDEX_KEY: randomBytes(32).toString('base64'),
  };

  it('is the folder, unless a bucket is named', async () => {
    const own = path.join(folder, 'own');
    await put(createStorage(readConfig({ ...env, STORAGE_DIR: own })), Buffer.from('x'));
    expect(await filesIn(own)).toHaveLength(1);
    const bucket = { S3_BUCKET: BUCKET, S3_ACCESS_KEY_ID: 'S3RVER', S3_SECRET_ACCESS_KEY: 'S3RVER' };
    const config = readConfig({ ...env, STORAGE_DIR: own, ...bucket, S3_ENDPOINT: `http://127.0.0.1:${port}` });
    const shelf = createStorage(config);
    expect(await read(shelf, await put(shelf, Buffer.from('y')))).toEqual(Buffer.from('y'));
    expect(await filesIn(own)).toHaveLength(1);
  });

  it('needs the keys of the bucket', () => {
    expect(() => readConfig({ ...env, S3_BUCKET: BUCKET, S3_ACCESS_KEY_ID: 'a' })).toThrow(/S3_SECRET_ACCESS_KEY/);
  });
});

type Mode = 'open' | 'fails' | 'cuts' | 'silent' | 'late';
type Way = { port: number; is: (mode: Mode) => void; close: () => Promise<void> };

/** A way to the server that can be bad in several manners; `late` passes everything on and holds back answers to PUT. */
async function wayTo(target: number): Promise<Way> {
  let mode: Mode = 'open';
  const proxy: Server = createServer((incoming, answer) => {
    incoming.on('error', () => undefined);
    if (mode === 'cuts') return void incoming.socket.destroy();
    if (mode === 'silent') return void incoming.resume();
    if (mode === 'fails') {
      incoming.resume();
      return void answer.writeHead(500).end();
    }
    const { method, url, headers } = incoming;
    const passed = httpRequest({ host: '127.0.0.1', port: target, method, path: url, headers }, (given) => {
      if (mode === 'late' && method === 'PUT') return void given.resume();
      answer.writeHead(given.statusCode!, given.headers);
      given.pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    port: (proxy.address() as AddressInfo).port,
    is: (next) => (mode = next),
    close: () =>
      new Promise((resolve) => {
        proxy.closeAllConnections();
        proxy.close(() => resolve());
      }),
  };
}
