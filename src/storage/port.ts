import type { Readable } from 'node:stream';

/** Where attachments lie. Keys are made by the caller and never by a user. */
export interface Storage {
  /** Stores the whole stream or nothing; rejects with the stream's own error. */
  put(key: string, content: Readable): Promise<void>;
  /** Rejects with `StoredFileMissingError` when there is nothing under the key. */
  open(key: string): Promise<Readable>;
  /** Removing what is not there is no error; rejects when the whole storage is away. */
  remove(key: string): Promise<void>;
}

export class StoredFileMissingError extends Error {
  constructor(key: string) {
    super(`nothing is stored under ${key}`);
    this.name = 'StoredFileMissingError';
  }
}
