import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { requireKey, StorageUnavailableError, StoredFileMissingError, type Storage } from './port';

/** One file per key, two levels of folders by the key's first letters. The folder is made at first use. */
export function createLocalFolder(folder: string): Storage {
  const fileOf = (key: string): string =>
    path.join(folder, requireKey(key).slice(0, 2), requireKey(key).slice(2, 4), key);

  async function sizeOf(key: string): Promise<number> {
    try {
      return (await stat(fileOf(key))).size;
    } catch (error) {
      if (isMissing(error)) throw new StoredFileMissingError(key);
      throw away(error);
    }
  }

  return {
    async put(key, content, size) {
      const file = fileOf(key);
      try {
        await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
        await write(`${file}.partial`, content, size);
        await rename(`${file}.partial`, file);
      } catch (error) {
        content.destroy();
        await rm(`${file}.partial`, { force: true }).catch(() => undefined);
        throw away(error);
      }
    },
    async open(key, range) {
      await sizeOf(key);
      return createReadStream(fileOf(key), range);
    },
    size: sizeOf,
    async remove(key) {
      try {
        // Without its folder the storage is away, or set wrongly: the file may well be there.
        await access(folder);
        await rm(fileOf(key), { force: true });
        // Of a process that died while it wrote.
        await rm(`${fileOf(key)}.partial`, { force: true });
      } catch (error) {
        throw away(error);
      }
    },
  };
}

async function write(file: string, content: Readable, size: number): Promise<void> {
  const target = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  await pipeline(content, target);
  if (target.bytesWritten !== size) throw new Error(`${target.bytesWritten} bytes instead of ${size}`);
}

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));
const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

/** Faults of the disk are an outage; anything else, such as the error of a stream that broke off, is itself. */
const away = (error: unknown): unknown =>
  (error as NodeJS.ErrnoException).syscall !== undefined && /^E[A-Z]+$/.test(codeOf(error))
    ? new StorageUnavailableError(error)
    : error;
