import { CsvError, parse } from 'csv-parse';
import { IMPORT_LIMITS } from '../../domain/batch-import';
import { tooMuch, unreadable } from '../file-refusal';
import { decodeText } from './decode-text';
import { fileRow } from './file-row';
import type { ReaderLine } from './protocol';
import { ROWS_ABOVE_DATA } from './scan-sheet';

const SAVE_AGAIN = '请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”或 .xlsx 后再上传';

/** The rows of a text with separated values. A row of several lines counts as one, as spreadsheets show it. */
export async function* readCsv(bytes: Buffer): AsyncGenerator<ReaderLine> {
  const { text, encoding } = decodeText(bytes);
  yield { facts: { format: 'csv', encoding } };
  const { rows, columns, characters } = IMPORT_LIMITS;
  const parser = parse(text, {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    // Beyond this a quote that is never closed would take the rest of the file for one cell.
    max_record_size: columns * characters,
  });
  let row = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      row += 1;
      const kept = fileRow(row, record);
      if (!kept) continue;
      if (kept.cells.length > columns) throw tooMuch(`超过 ${columns} 列（第 ${row} 行有 ${kept.cells.length} 列）`);
      if (row > rows + ROWS_ABOVE_DATA) throw tooMuch(`超过 ${rows} 行`);
      yield kept;
    }
  } catch (error) {
    throw error instanceof CsvError ? sayWhere(error) : error;
  }
}

function sayWhere({ code, records }: CsvError & { records?: number }): Error {
  const row = (records ?? 0) + 1;
  if (code === 'CSV_MAX_RECORD_SIZE') return unreadable(`第 ${row} 行过长，可能有一个引号没有成对`, SAVE_AGAIN);
  if (code === 'CSV_QUOTE_NOT_CLOSED') return unreadable(`第 ${row} 行有一个引号没有成对`, SAVE_AGAIN);
  return unreadable(`第 ${row} 行的引号用法有误`, SAVE_AGAIN);
}

/** The separator that the first line has most of; a comma when it has none. */
function delimiterOf(text: string): string {
  const line = /^[^\r\n]*/.exec(text)![0];
  const counted = [',', '\t', ';'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counted.sort((a, b) => b.count - a.count)[0]!.delimiter;
}
