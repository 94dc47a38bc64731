import { unreadable } from '../file-refusal';
import { fileRow } from './file-row';
import type { ReaderLine } from './protocol';
import { scanWorkbook } from './scan-workbook';

/** The rows of the first sheet in which something stands, as text. */
export async function* readWorkbook(bytes: Buffer): AsyncGenerator<ReaderLine> {
  const { formulas, sheet, otherSheets } = await scanWorkbook(bytes);
  yield { facts: { format: 'xlsx', sheet, otherSheets } };
  for (const [index, values] of (await valuesOf(bytes)).entries()) {
    const row = fileRow(index + 1, values.map(textOf), formulas.get(index));
    if (row) yield row;
  }
}

/** Reads by the directory that was scanned; a reader that streams would also unpack what the directory leaves out. */
async function valuesOf(bytes: Buffer): Promise<unknown[][]> {
  // An ES module by its types; loaded like this it can be had from CommonJS.
  const { readSheet } = await import('read-excel-file/universal');
  try {
    const whole = new Uint8Array(bytes).buffer;
    return await readSheet<string>(whole, 1, { trim: false, parseNumber: numberText });
  } catch {
    throw unreadable('工作表读不出来');
  }
}

/** As people typed it: 13800001234 and not 1.3800001234E10. */
function numberText(stored: string): string {
  const number = Number(stored);
  return Number.isFinite(number) ? String(number) : stored;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return '';
  const [day = '', time = ''] = value.toISOString().split('T');
  return time.startsWith('00:00:00') ? day : `${day} ${time.slice(0, 5)}`;
}
