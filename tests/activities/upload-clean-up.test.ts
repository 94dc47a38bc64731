import { randomUUID } from 'node:crypto';
import { readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import pino from 'pino';
import { createUploadCleanUp } from '../../activities/upload-clean-up';
import { AttachmentNotOwnError, linkAttachments } from '../../src/database/attachments';
import { createLocalFolder } from '../../src/storage/local-folder';
import type { Storage } from '../../src/storage/port';
import { testApp, type TestApp } from '../support/app';
import { filing } from '../support/a-case';

let api: TestApp;
beforeAll(async () => {
  api = await testApp();
});
afterAll(() => api.close());

const HOUR = 3_600_000;
const shelf = () => createLocalFolder(api.config.storageDir);
const cleanUp = (storage: Storage = shelf()) => createUploadCleanUp(api.database, storage, pino({ level: 'silent' }))();

async function aDemand(): Promise<string> {
  const url = '/api/v1/demands';
  const { number } = (await api.call('zhihui.collector', { method: 'POST', url, payload: filing })).body;
  return (await api.database.demand.findUniqueOrThrow({ where: { number } })).id;
}

describe('uploads that no demand took', () => {
  async function upload(hours: number, more: { demandId?: string; uploadedBy?: string } = {}): Promise<string> {
    const id = randomUUID();
    await shelf().put(id, Readable.from([Buffer.from('x')]), 1);
    const file = { name: '图.png', mediaType: 'image/png', size: 1, sha256: new Uint8Array(32), storageKey: id };
    const createdAt = new Date(Date.now() - hours * HOUR);
    await api.database.attachment.create({ data: { id, ...file, createdAt, ...more } });
    return id;
  }
  const hasFile = (id: string): Promise<boolean> =>
    shelf()
      .open(id)
      .then(
        (stream) => stream.on('error', () => {}).destroy() !== undefined,
        () => false,
      );
  const hasRow = async (id: string): Promise<boolean> => (await api.database.attachment.count({ where: { id } })) === 1;
  const left = async (id: string) => ({ file: await hasFile(id), row: await hasRow(id) });

  it('are removed after a day with their files, whoever sent them, and no others are', async () => {
    const demandId = await aDemand();
    const old = [await upload(26), await upload(500, { uploadedBy: 'demo-zhihui.collector' })];
    const kept = [await upload(23), await upload(500, { demandId }), await upload(24.5)];
    expect(await cleanUp()).toBe(2);
    for (const id of old) expect(await left(id)).toEqual({ file: false, row: false });
    for (const id of kept) expect(await left(id)).toEqual({ file: true, row: true });
    expect(await cleanUp()).toBe(0);
  });

  it('leave nothing of a file whose process died while it wrote it', async () => {
    const id = await upload(30);
    const file = path.join(api.config.storageDir, id.slice(0, 2), id.slice(2, 4), id);
    await rename(file, `${file}.partial`);
    expect(await cleanUp()).toBe(1);
    expect(await readdir(path.dirname(file))).toEqual([]);
    expect(await hasRow(id)).toBe(false);
  });

  it('take their previews with them', async () => {
    const id = await upload(30);
    const previewKey = `${id}-preview`;
    await shelf().put(previewKey, Readable.from([Buffer.from('y')]), 1);
    await api.database.attachment.update({ where: { id }, data: { previewKey } });
    expect(await cleanUp()).toBe(1);
    expect([await hasFile(id), await hasFile(previewKey)]).toEqual([false, false]);
  });

  it('can no longer be used before they are removed, so that no demand ever names a file that is gone', async () => {
    const demandId = await aDemand();
    const use = (id: string) =>
      linkAttachments(api.database.sql, { ids: [id], demandId, uploadedBy: null }).then(
        () => 'used',
        (error: unknown) => (error instanceof AttachmentNotOwnError ? 'refused' : error),
      );
    const [young, old] = [await upload(23.9), await upload(24.1)];
    expect([await use(young), await use(old)]).toEqual(['used', 'refused']);
    await api.database.attachment.update({
      where: { id: young },
      data: { createdAt: new Date(Date.now() - 99 * HOUR) },
    });
    expect(await use(young)).toBe('used');
  });

  it('keep their rows until their files are gone: a night that fails is made up for by the next', async () => {
    const [stuck, other] = [await upload(30), await upload(30)];
    const jammed: Storage = {
      ...shelf(),
      remove: (key) => (key === stuck ? Promise.reject(new Error('disk away')) : shelf().remove(key)),
    };
    expect(await cleanUp(jammed)).toBe(1);
    expect(await left(stuck)).toEqual({ file: true, row: true });
    expect(await left(other)).toEqual({ file: false, row: false });
    // The worker looks for files where the server does not put them.
    expect(await cleanUp(createLocalFolder(`${api.config.storageDir}-elsewhere`))).toBe(0);
    expect(await left(stuck)).toEqual({ file: true, row: true });
    await shelf().remove(stuck);
    expect(await cleanUp()).toBe(1);
    expect(await left(stuck)).toEqual({ file: false, row: false });
  });
});
