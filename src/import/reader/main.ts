import { once } from 'node:events';
import { FileRefusedError, unreadable } from '../file-refusal';
import { createTextMeter } from './file-row';
import type { ReaderLine } from './protocol';
import { readFile } from './read-file';

/**
 * The process that reads one uploaded file: bytes on stdin, one JSON line per row on stdout. It knows no database and no
 * key; whoever started it limits its memory and its time, and reads an output without an end as a file that was too much.
 */
async function main(name: string): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  try {
    const measure = createTextMeter();
    for await (const line of readFile(Buffer.concat(chunks), name)) {
      if ('cells' in line) measure(line);
      await write(line);
    }
    await write({ end: true });
  } catch (error) {
    const { code, message } = error instanceof FileRefusedError ? error : unreadable('文件读不出来');
    await write({ refused: { code, message } });
  }
}

async function write(line: ReaderLine): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, 'drain');
}

void main(process.argv[2] ?? '');
