/** What is used here of yauzl 3, which brings no types. */
declare module 'yauzl' {
  import type { Readable } from 'node:stream';

  export interface Entry {
    fileName: string;
    compressedSize: number;
    uncompressedSize: number;
    generalPurposeBitFlag: number;
    versionMadeBy: number;
    externalFileAttributes: number;
  }

  export interface ZipFile {
    entryCount: number;
    eachEntry(): AsyncIterable<Entry>;
    openReadStreamPromise(entry: Entry): Promise<Readable>;
    close(): void;
  }

  interface OpenOptions {
    autoClose?: boolean;
  }

  export function openPromise(path: string, options?: OpenOptions): Promise<ZipFile>;
  export function fromBufferPromise(buffer: Buffer, options?: OpenOptions): Promise<ZipFile>;
}
