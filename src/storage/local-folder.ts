import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { StoredFileMissingError, type Storage } from './port';

/** One file per key, two levels of folders by the key's first letters. The folder is made at first use. */
export function createLocalFolder(folder: string): Storage {
  const fileOf = (key: string): string => {
    if (!/^[a-z0-9][a-z0-9-]{7,99}$/.test(key)) throw new Error(`not a storage key: ${key}`);
    return path.join(folder, key.slice(0, 2), key.slice(2, 4), key);
  };
  return {
    async put(key, content) {
      const file = fileOf(key);
      const partial = `${file}.partial`;
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      try {
        await pipeline(content, createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true }));
        await rename(partial, file);
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    async open(key) {
      const file = fileOf(key);
      await access(file).catch(() => {
        throw new StoredFileMissingError(key);
      });
      return createReadStream(file);
    },
    async remove(key) {
      // Without its folder the storage is away, or set wrongly: the file may well be there.
      await access(folder);
      await rm(fileOf(key), { force: true });
    },
  };
}
