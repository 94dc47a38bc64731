import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { IMPORT_LIMITS, type FileRow } from '../domain/batch-import';
import { FileRefusedError, tooMuch } from './file-refusal';
import type { FileFacts, ReaderLine } from './reader/protocol';

/** MiB. What is unpacked lies beside the heap, and is bounded by `IMPORT_LIMITS.unpackedBytes`. */
export const CHILD_HEAP = 256;
const WITHIN = 60_000;

/** Beside this file when built; from sources (tests, development) the one that the build made. */
function readerScript(): string {
  const beside = path.join(__dirname, 'reader', 'main.js');
  return existsSync(beside) ? beside : path.resolve(__dirname, '../../dist/src/import/reader/main.js');
}

export interface OpenFile {
  facts: FileFacts;
  rows: AsyncGenerator<FileRow>;
}

/**
 * Reads an uploaded file in a process of its own, which gets no environment, little memory and a minute. Throws
 * `FileRefusedError`, at once or while the rows are read.
 */
export async function readInChild(bytes: Buffer, name: string, { heap = CHILD_HEAP } = {}): Promise<OpenFile> {
  if (bytes.length > IMPORT_LIMITS.bytes)
    throw new FileRefusedError(
      'too_large',
      `文件超过 ${IMPORT_LIMITS.bytes / 1024 / 1024} MB，请拆成几个文件分别导入。`,
    );
  const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, readerScript(), name], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  // A child that has died no longer reads: that is told by its missing end.
  child.stdin.on('error', () => undefined);
  child.stdin.end(bytes);
  const lines = linesOf(child);
  const first = await lines.next();
  if (first.done || !('facts' in first.value)) throw new Error('the reader of files said nothing');
  return { facts: first.value.facts, rows: rowsOf(lines) };
}

async function* rowsOf(lines: AsyncGenerator<ReaderLine>): AsyncGenerator<FileRow> {
  for await (const line of lines) if ('cells' in line) yield line;
}

async function* linesOf(child: ChildProcess): AsyncGenerator<ReaderLine> {
  const died = tooMuch('文件的内容过多，读取时超出内存或时间限制');
  const timer = setTimeout(() => child.kill('SIGKILL'), WITHIN);
  try {
    for await (const text of createInterface({ input: child.stdout! })) {
      const line = JSON.parse(text) as ReaderLine;
      if ('end' in line) return;
      if ('refused' in line) throw new FileRefusedError(line.refused.code, line.refused.message);
      yield line;
    }
    throw died;
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
  }
}
