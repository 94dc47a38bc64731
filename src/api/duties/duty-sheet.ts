import type { NewDuty } from '../../database/duties';
import type { createUnitReader, SheetError, SheetRow } from '../../sheets/read-sheet';
import { listIn } from '../../sheets/read-sheet';

export const DUTY_COLUMNS = ['编号', '类别', '事项', '责任单位', '关键词', '依据'] as const;
export type DutyColumn = (typeof DUTY_COLUMNS)[number];
export const REQUIRED_DUTY_COLUMNS: readonly DutyColumn[] = ['编号', '类别', '事项', '责任单位'];
export const DUTY_WIDTHS = [12, 16, 36, 36, 36, 44];

export function dutyRows(duties: readonly NewDuty[], unitWords: (id: string) => string): string[][] {
  const rows = duties.map(({ code, category, name, unitId, words, basis }) => {
    return [code, category, name, unitWords(unitId), words.join('、'), basis];
  });
  return [[...DUTY_COLUMNS], ...rows];
}

type UnitReader = ReturnType<typeof createUnitReader>;

/** The items of a sheet, and what is wrong with it in words. A row with an error is left out. */
export function dutiesFromRows(
  rows: readonly SheetRow[],
  readUnit: UnitReader,
): { duties: NewDuty[]; errors: SheetError[] } {
  const duties: NewDuty[] = [];
  const errors: SheetError[] = [];
  const seen = new Map<string, number>();
  for (const { row, cells } of rows) {
    const before = errors.length;
    const fault = (column: DutyColumn, message: string): void => void errors.push({ row, column, message });
    const text = (column: DutyColumn, most: number, isRequired = true): string => {
      const value = cells[column] ?? '';
      if (isRequired && value === '') fault(column, '请填写');
      if ([...value].length > most) fault(column, `最多 ${most} 个字`);
      return value;
    };
    const duty = {
      code: text('编号', 40),
      category: text('类别', 50),
      name: text('事项', 200),
      words: listIn(cells['关键词']),
      basis: text('依据', 300, false),
    };
    const unit = readUnit(text('责任单位', 200));
    if ('fault' in unit && cells['责任单位']) fault('责任单位', unit.fault);
    if (duty.words.length > 30 || duty.words.some((word) => word.length > 30))
      fault('关键词', '最多 30 个，每个最多 30 个字');
    const earlier = seen.get(duty.code);
    if (earlier !== undefined) fault('编号', `与第 ${earlier} 行重复`);
    seen.set(duty.code, row);
    if (errors.length === before && 'id' in unit) duties.push({ ...duty, unitId: unit.id });
  }
  return { duties, errors };
}
