import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Config } from '../../config';
import { Prisma, type Database } from '../../database/client';
import { readRows, type Batch } from '../../database/imports';
import { openRow } from '../../import/check-rows';
import { CSV_FORMAT } from '../../sheets/csv-format';
import { safeCell } from '../../sheets/safe-cell';

const PAGE = 500;

/**
 * The wrong rows as they stand in the file, each with what is wrong: to be mended and uploaded again. UTF-8 with the mark by
 * which spreadsheets know it; what they would take for a formula has an apostrophe before it.
 */
export function wrongRowsCsv(
  database: Database,
  batch: Batch,
  keys: Pick<Config, 'indexKey' | 'secretKeys'>,
): Readable {
  const table = stringify(CSV_FORMAT);
  return Readable.from(linesOf(database, batch, keys)).compose<Readable>(table as never);
}

async function* linesOf(
  database: Database,
  batch: Batch,
  keys: Pick<Config, 'indexKey' | 'secretKeys'>,
): AsyncGenerator<string[]> {
  const { names } = batch.columns;
  yield [...names.map((name, i) => safeCell(name) || `第 ${i + 1} 列`), '行号', '问题'];
  let after = 0;
  for (;;) {
    const rows = await readRows(database, batch.id, { state: 'wrong', after, limit: PAGE, sight: Prisma.sql`FALSE` });
    for (const { row, cells, errors } of rows) {
      const said = cells ? openRow(batch.id, { row, cells }, keys).cells : [];
      const faults = (errors ?? []).map(({ label, message }) => `“${label}”：${message}`).join('；');
      yield [...names.map((_, i) => safeCell(said[i] ?? '')), String(row), faults];
      after = row;
    }
    if (rows.length <= PAGE) return;
  }
}
