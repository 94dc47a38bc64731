import { seenIn } from '../../domain/blank';
import { IMPORT_LIMITS, type CellFault, type FileRow } from '../../domain/batch-import';
import { writtenIn } from '../../sheets/safe-cell';
import { tooMuch } from '../file-refusal';

const errorValue = /^#(REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!)$/;

/** A row as it is kept; null when nothing stands in it. Numbered from 1, as people count. */
export function fileRow(row: number, values: readonly string[], formulas: readonly number[] = []): FileRow | null {
  const cells = values.map((value) => seenIn(writtenIn(value.replace(/\r\n?/g, '\n'))));
  while (cells.length > 0 && cells.at(-1) === '') cells.pop();
  if (cells.length === 0 && formulas.length === 0) return null;
  const faults: Record<number, CellFault> = {};
  for (const [column, text] of cells.entries()) {
    const fault = faultOf(text);
    if (!fault) continue;
    faults[column] = fault;
    cells[column] = text.slice(0, IMPORT_LIMITS.characters).replace(/[\0\p{Surrogate}]/gu, '');
  }
  for (const column of formulas) faults[column] = 'formula';
  return Object.keys(faults).length > 0 ? { row, cells, faults } : { row, cells };
}

function faultOf(text: string): CellFault | null {
  if (text.length > IMPORT_LIMITS.characters && [...text].length > IMPORT_LIMITS.characters) return 'too_long';
  if (/[\0\p{Surrogate}]/u.test(text)) return 'unstorable';
  return errorValue.test(text) ? 'error_value' : null;
}

/** Counts what all rows say: one long text may stand in many cells of a small file. */
export function createTextMeter(): (row: FileRow) => void {
  let characters = 0;
  return ({ cells }) => {
    for (const cell of cells) characters += cell.length;
    if (characters > IMPORT_LIMITS.text) throw tooMuch(`文字超过 ${IMPORT_LIMITS.text / 10_000} 万字`);
  };
}
