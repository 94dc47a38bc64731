import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { signatureBytes } from '../storage/media-types';
import { StorageUnavailableError } from '../storage/port';
import { tooLarge, UploadRefusedError } from './refusal';
import { createVirusWatch } from './test-virus';

/** A file as it was sent, on the disk of this machine until it has been looked at. */
export type Spooled = { path: string; size: number; sha256: Buffer; start: Buffer };

const HOUR = 3_600_000;
const swept = new Set<string>();

/**
 * A folder for the files of one upload, which is gone afterwards however it ends. What a process that died left there an
 * hour ago is removed at the first upload.
 */
export async function withSpool<Result>(folder: string, use: (own: string) => Promise<Result>): Promise<Result> {
  const own = await makeFolder(folder);
  try {
    return await use(own);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function makeFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!swept.has(folder)) {
      swept.add(folder);
      await removeLeftOver(folder);
    }
    return await mkdtemp(path.join(folder, 'upload-'));
  } catch (error) {
    throw new StorageUnavailableError(error);
  }
}

async function removeLeftOver(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const each = path.join(folder, name);
    const about = await stat(each).catch(() => undefined);
    if (about && about.mtimeMs < Date.now() - HOUR) await rm(each, { recursive: true, force: true });
  }
}

/**
 * Writes a stream to the disk and hashes it on the way. `limitOf` is asked once, with the first bytes, how large the file
 * may be; it throws for what is not welcome at all. Throws `UploadRefusedError`.
 */
export async function spool(
  content: AsyncIterable<Buffer>,
  file: string,
  limitOf: (start: Buffer) => number,
): Promise<Spooled> {
  const hash = createHash('sha256');
  const hasVirus = createVirusWatch();
  let size = 0;
  let start = Buffer.alloc(0);
  let limit: number | undefined;
  async function* measured(): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      size += chunk.length;
      if (start.length < signatureBytes) start = Buffer.concat([start, chunk]).subarray(0, signatureBytes);
      if (limit === undefined && start.length === signatureBytes) limit = limitOf(start);
      if (limit !== undefined && size > limit) throw tooLarge(limit);
      if (hasVirus(chunk)) throw malicious();
      hash.update(chunk);
      yield chunk;
    }
    if (size === 0) throw new UploadRefusedError('empty', '文件是空的，请重新选择。');
    limit ??= limitOf(start);
    if (size > limit) throw tooLarge(limit);
  }
  try {
    await pipeline(measured, createWriteStream(file, { mode: 0o600 }));
  } catch (error) {
    const { syscall } = error as NodeJS.ErrnoException;
    throw syscall === 'write' || syscall === 'open' ? new StorageUnavailableError(error) : error;
  }
  return { path: file, size, sha256: hash.digest(), start };
}

export const malicious = (): UploadRefusedError =>
  new UploadRefusedError('malicious_file', '文件带有病毒特征，没有保存。请先杀毒，或换一份文件上传。');
