import type { Config } from '../config';
import { readChannels } from '../database/channels';
import type { Sql } from '../database/client';
import type { PublishedForm } from '../database/forms';
import { insertBatch, insertRows, type NewBatch } from '../database/imports';
import { IMPORT_LIMITS, type FileRow } from '../domain/batch-import';
import { sealRow } from './check-rows';
import { tooMuch, unreadable } from './file-refusal';
import { readInChild } from './read-in-child';
import { ROWS_ABOVE_DATA } from './reader/scan-sheet';
import { headerIndex, targetsOf } from './targets';

export type FileOwner = Pick<NewBatch, 'id' | 'unitId' | 'createdBy' | 'formCode' | 'campaignId'>;

export interface UploadedBatch {
  owner: FileOwner;
  form: PublishedForm;
  name: string;
  bytes: Buffer;
  fileHash: Buffer;
  keys: Pick<Config, 'secretKeys'>;
}

const ROWS_PER_STATEMENT = 200;
const CHARACTERS_PER_STATEMENT = 500_000;
const LONGEST_NAME = 100;

/**
 * Reads a file in a child and keeps its rows, each sealed; gives how many. Nothing of it is held as a whole here. Throws
 * `FileRefusedError`.
 */
export async function keepFile(sql: Sql, { owner, form, name, bytes, fileHash, keys }: UploadedBatch): Promise<number> {
  const targets = targetsOf(
    form.data,
    (await readChannels({ sql }, false)).map((channel) => channel.name),
  );
  const { facts, rows } = await readInChild(bytes, name);
  const { header, first } = await readHead(rows, (head) => headerIndex(head, targets));
  let total = 0;
  let width = header?.cells.length ?? 0;
  for await (const page of pagesOf(first, rows)) {
    total += page.length;
    width = Math.max(width, ...page.map(({ cells }) => cells.length));
    if (total > IMPORT_LIMITS.rows) throw tooMuch(`超过 ${IMPORT_LIMITS.rows} 行`);
    const sealed = page.map((row) => sealRow(owner.id, row, keys));
    await insertRows(sql, owner.id, sealed);
  }
  if (!header || total === 0) throw unreadable('文件里没有数据行', '请在列名下面填写后再上传');
  const names = Array.from({ length: width }, (_, i) => (header.cells[i] ?? '').slice(0, LONGEST_NAME));
  const columns = {
    ...{ headerRow: header.row, names, sheet: facts.sheet ?? null },
    ...{ otherSheets: facts.otherSheets ?? 0, encoding: facts.encoding ?? null },
  };
  await insertBatch(sql, { ...owner, fileName: name, fileHash, columns, total });
  return total;
}

/** Looks for the row that names the columns, among the first; `first` are those below it that were read meanwhile. */
async function readHead(
  rows: AsyncGenerator<FileRow>,
  headerAmong: (head: FileRow[]) => number,
): Promise<{ header: FileRow | undefined; first: FileRow[] }> {
  const head: FileRow[] = [];
  while (head.length < ROWS_ABOVE_DATA) {
    const next = await rows.next();
    if (next.done) break;
    head.push(next.value);
  }
  const at = headerAmong(head);
  return { header: head[at], first: head.slice(at + 1) };
}

/** Pages small enough to be written in one statement, whatever their rows hold. */
async function* pagesOf(first: FileRow[], rest: AsyncGenerator<FileRow>): AsyncGenerator<FileRow[]> {
  let page: FileRow[] = [];
  let characters = 0;
  async function* all(): AsyncGenerator<FileRow> {
    yield* first;
    yield* rest;
  }
  for await (const row of all()) {
    page.push(row);
    characters += row.cells.reduce((sum, cell) => sum + cell.length, 0);
    if (page.length < ROWS_PER_STATEMENT && characters < CHARACTERS_PER_STATEMENT) continue;
    yield page;
    page = [];
    characters = 0;
  }
  if (page.length > 0) yield page;
}
