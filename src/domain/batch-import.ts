/** 批量导入: a filled 征集表 becomes demands, one per row. */

/**
 * Beyond these a file is refused as a whole; a cell of more than `characters` makes its row wrong. `cells` are those with
 * content, `text` is what all of them say in characters, `unpackedBytes` are those of a workbook's parts.
 */
export const IMPORT_LIMITS = {
  bytes: 10 * 1024 * 1024,
  rows: 20_000,
  columns: 60,
  characters: 5_000,
  sheets: 20,
  cells: 500_000,
  text: 20_000_000,
  unpackedBytes: 64 * 1024 * 1024,
};

export const IMPORT_STATES = {
  uploaded: '待对应栏目',
  checked: '已核对',
  running: '导入中',
  done: '已完成',
  failed: '未完成',
} as const;
export type ImportState = keyof typeof IMPORT_STATES;

/** What became of a row, or will become of it. */
export const ROW_STATES = { ready: '可导入', wrong: '有误', repeated: '重复', created: '已登记' } as const;
export type RowState = keyof typeof ROW_STATES;

/** Why a cell could not be taken as it stands in the file. */
export const CELL_FAULTS = {
  formula: '是公式，不会计算，请改为填写结果',
  error_value: '是出错的值（如 #REF!），请改为填写内容',
  unstorable: '含有无法保存的字符，请删去后重新填写',
  too_long: `超过 ${IMPORT_LIMITS.characters} 个字，请缩短`,
} as const;
export type CellFault = keyof typeof CELL_FAULTS;

/** One row of a file: what its cells say, as text, and what is wrong with them by column. */
export interface FileRow {
  row: number;
  cells: string[];
  faults?: Record<number, CellFault>;
}

/** The letters by which spreadsheets name a column counted from 0: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** The column of letters, counted from 0. */
export const columnIndex = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
