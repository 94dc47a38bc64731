import { LIST_MARKS } from '../domain/rule-words';
import { CELL_FAULTS } from '../domain/batch-import';
import { readInChild } from '../import/read-in-child';

/** What is wrong in a sheet, where people find it; row 1 is the first line. */
export interface SheetError {
  row: number;
  column: string;
  message: string;
}

/** A row by the names of its columns; a cell that is empty is missing. */
export interface SheetRow {
  row: number;
  cells: Partial<Record<string, string>>;
}

export interface ReadSheet {
  rows: SheetRow[];
  errors: SheetError[];
}

/**
 * The rows of an uploaded xlsx or csv under a line with the names of columns, in whatever order. Throws `FileRefusedError` for
 * a file that cannot be read or has more rows than `most`.
 */
export async function readSheet(
  file: { bytes: Buffer; name: string },
  { columns, required, most }: { columns: readonly string[]; required: readonly string[]; most: number },
): Promise<ReadSheet> {
  const { rows } = await readInChild(file.bytes, file.name);
  const read: ReadSheet = { rows: [], errors: [] };
  let head: string[] | null = null;
  for await (const { row, cells, faults = {} } of rows) {
    if (!head) {
      head = cells;
      const missing = required.filter((name) => !cells.includes(name));
      if (missing.length > 0) {
        const message = `第一行缺少列：${missing.join('、')}。请用下载的表格填写`;
        return { rows: [], errors: [{ row, column: missing[0]!, message }] };
      }
      continue;
    }
    if (read.rows.length >= most) {
      read.errors.push({ row, column: columns[0]!, message: `超过 ${most} 行，请分几次` });
      break;
    }
    for (const [at, fault] of Object.entries(faults))
      read.errors.push({ row, column: head[Number(at)] ?? `第 ${Number(at) + 1} 列`, message: CELL_FAULTS[fault] });
    const named = head.map((name, at) => [name, cells[at]?.trim()] as const);
    read.rows.push({ row, cells: Object.fromEntries(named.filter(([name, text]) => text && columns.includes(name))) });
  }
  if (!head) read.errors.push({ row: 1, column: columns[0]!, message: '表格是空的，请用下载的表格填写' });
  // Taken for what is there to be, it would do away with everything.
  else if (read.rows.length === 0)
    read.errors.push({ row: 2, column: columns[0]!, message: '列名下面没有内容，请填写' });
  return read;
}

/** Several values in one cell, by any of the marks that people put between them. */
export const listIn = (cell: string | undefined): string[] =>
  (cell ?? '')
    .split(LIST_MARKS)
    .map((each) => each.trim())
    .filter((each) => each !== '');

interface NamedUnit {
  id: string;
  name: string;
  closed: boolean;
}

/** A unit as sheets name it, so that people can read it and it stays the same unit when two have one name. */
export const unitCell = ({ id, name }: Pick<NamedUnit, 'id' | 'name'>): string => `${name}（${id}）`;

/** The unit that a cell means: by the id in brackets, by an id, or by a name that only one has. A sentence says why not. */
export function createUnitReader(units: readonly NamedUnit[]): (text: string) => { id: string } | { fault: string } {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const open = units.filter(({ closed }) => !closed);
  return (text) => {
    const marked = /[(（]([^()（）]+)[)）]$/.exec(text)?.[1]?.trim();
    const found = [marked, text].flatMap((id) => (id === undefined ? [] : (byId.get(id) ?? [])))[0];
    if (found) return { id: found.id };
    const named = open.filter(({ name }) => name === text);
    if (named.length === 1) return { id: named[0]!.id };
    return { fault: named.length > 1 ? `叫“${text}”的单位不止一个，请写成 名称（编号）` : `没有叫“${text}”的单位` };
  };
}
