import type { Readable } from 'node:stream';

/** Bytes from `start` to `end`, both included. */
export type ByteRange = { start: number; end: number };

/**
 * Where attachments lie. Keys are made by the caller and never by a user. Every call rejects with
 * `StorageUnavailableError` while the storage is away, full or not to be written.
 */
export interface Storage {
  /** Stores the whole stream, which has `size` bytes, or nothing; rejects with the stream's own error. */
  put(key: string, content: Readable, size: number): Promise<void>;
  /** Rejects with `StoredFileMissingError` when there is nothing under the key. */
  open(key: string, range?: ByteRange): Promise<Readable>;
  /** Bytes under the key; rejects with `StoredFileMissingError`. */
  size(key: string): Promise<number>;
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>;
}

export class StoredFileMissingError extends Error {
  constructor(key: string) {
    super(`nothing is stored under ${key}`);
    this.name = 'StoredFileMissingError';
  }
}

export class StorageUnavailableError extends Error {
  constructor(cause: unknown) {
    super('the storage of attachments does not answer or cannot be written', { cause });
    this.name = 'StorageUnavailableError';
  }
}

/** Throws for what this service has never made: such a key could lead out of the storage. */
export function requireKey(key: string): string {
  if (!/^[a-z0-9][a-z0-9-]{7,99}$/.test(key)) throw new Error(`not a storage key: ${key}`);
  return key;
}
