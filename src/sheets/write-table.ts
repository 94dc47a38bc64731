import { stringify } from 'csv-stringify/sync';
import { CSV_FORMAT } from './csv-format';
import { safeCell } from './safe-cell';

/** Cells are texts or numbers; null is an empty one. */
export type Cell = string | number | null;

export interface Table {
  name: string;
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
  /** In characters, by column. */
  widths?: readonly number[];
}

/** Excel takes a sheet's name of at most 31 characters, without these. */
const sheetName = (name: string): string => name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31);

/** A workbook with one sheet per table. No text in it is calculated. */
export async function writeTables(tables: readonly Table[]): Promise<Buffer> {
  const { default: writeWorkbook } = await import('write-excel-file/node');
  const sheets = tables.map(({ name, head, rows, widths = [] }) => ({
    sheet: sheetName(name),
    columns: head.map((_, i) => ({ width: widths[i] ?? 14 })),
    stickyRowsCount: 1,
    data: [
      head.map((value) => ({ value: safeCell(value), type: String, fontWeight: 'bold' as const })),
      ...rows.map((row) => row.map(cellOf)),
    ],
  }));
  return writeWorkbook(sheets).toBuffer();
}

function cellOf(value: Cell) {
  if (value === null || value === '') return null;
  return typeof value === 'number' ? { value, type: Number } : { value: safeCell(value), type: String, wrap: true };
}

/** The tables one under another, each with its name, as spreadsheets read it: UTF-8 with its mark, CRLF. */
export function csvOf(tables: readonly Table[]): string {
  const lines = tables.flatMap(({ name, head, rows }, i) => [
    ...(tables.length > 1 ? [...(i > 0 ? [[]] : []), [safeCell(name)]] : []),
    head.map(safeCell),
    ...rows.map((row) => row.map((value) => (typeof value === 'string' ? safeCell(value) : (value ?? '')))),
  ]);
  return stringify(lines, CSV_FORMAT);
}
