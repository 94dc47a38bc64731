import { StringDecoder } from 'node:string_decoder';
import { columnIndex, columnLetters, IMPORT_LIMITS } from '../../domain/batch-import';
import { tooMuch, unreadable } from '../file-refusal';

/** Rows of the sheet before its data: a title, who filled it in, the names of the columns. */
export const ROWS_ABOVE_DATA = 10;
const LAST_ROW = 1_048_576;
const LONGEST_TAG = 64 * 1024;

/** Columns whose cell holds a formula, by row; both counted from 0. */
export type Formulas = Map<number, number[]>;

interface Scan {
  formulas: Formulas;
  /** The cell whose tags are being read. */
  cell: { row: number; column: number } | null;
  cells: number;
  hasEnded: boolean;
}

/**
 * Reads the tags of a worksheet as they stream by and keeps nothing but what decides whether it may be read into memory.
 * Cells that are only formatted do not count: people colour whole columns.
 */
export async function scanSheet(content: AsyncIterable<Buffer>): Promise<Formulas> {
  const scan: Scan = { formulas: new Map(), cell: null, cells: 0, hasEnded: false };
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of content) {
    const text = rest + decoder.write(chunk);
    for (const [, slash, name, attributes] of text.matchAll(/<(\/?)(?:\w+:)?([!\w]+)([^<>]*)>/g))
      readTag(scan, slash === '/', name!, attributes!);
    const begun = text.lastIndexOf('<');
    rest = begun > text.lastIndexOf('>') ? text.slice(begun) : '';
    if (rest.length > LONGEST_TAG) throw unreadable('工作表的内容异常');
  }
  return scan.formulas;
}

function readTag(scan: Scan, isClosing: boolean, name: string, attributes: string): void {
  if (name === '!DOCTYPE' || name === '!ENTITY') throw unreadable('工作表里有不允许的声明');
  if (scan.hasEnded) return;
  if (name === 'sheetData') scan.hasEnded = isClosing || attributes.endsWith('/');
  else if (name === 'row' && !isClosing) requireRow(attributes);
  else if (name === 'c') scan.cell = isClosing || attributes.endsWith('/') ? null : cellAt(attributes);
  else if (scan.cell && !isClosing) readContent(scan, scan.cell, name);
}

function readContent(scan: Scan, { row, column }: { row: number; column: number }, name: string): void {
  if (name === 'f') scan.formulas.set(row, [...(scan.formulas.get(row) ?? []), column]);
  if (name !== 'f' && name !== 'v' && name !== 'is') return;
  scan.cells += 1;
  const { rows, columns, cells } = IMPORT_LIMITS;
  if (column >= columns) throw tooMuch(`超过 ${columns} 列（${columnLetters(column)} 列有内容）`);
  if (row >= rows + ROWS_ABOVE_DATA) throw tooMuch(`超过 ${rows} 行（第 ${row + 1} 行有内容）`);
  if (scan.cells > cells) throw tooMuch(`超过 ${cells} 个有内容的单元格`);
}

function cellAt(attributes: string): { row: number; column: number } {
  const reference = /\sr\s*=\s*["']([A-Z]{1,4})(\d{1,8})["']/.exec(attributes);
  const row = Number(reference?.[2] ?? 0) - 1;
  if (!reference || row < 0 || row >= LAST_ROW) throw unreadable('工作表的单元格编号有误');
  return { row, column: columnIndex(reference[1]!) };
}

function requireRow(attributes: string): void {
  const number = /\sr\s*=\s*["']([^"']*)["']/.exec(attributes)?.[1];
  if (number !== undefined && !(Number(number) >= 1 && Number(number) <= LAST_ROW))
    throw unreadable('工作表的行号超出范围');
}
