import type { SheetData } from 'write-excel-file/node' with { 'resolution-mode': 'import' };
import { IMPORT_LIMITS } from '../domain/batch-import';
import type { FormData } from '../domain/form';
import type { Target } from './targets';
import { dropDowns, type ChoiceColumn } from './workbook-choices';

const CHOICE_SHEET = '选项';
/** Rows that have drop-downs; the last that can be imported. */
const ROWS = IMPORT_LIMITS.rows + 1;

/**
 * A workbook to be filled in: one column for each thing that can be told, with drop-downs where there are choices, and a
 * sheet that explains them. `places` are offered for 所在地.
 */
export async function templateOf(
  form: FormData,
  targets: readonly Target[],
  places: readonly string[],
): Promise<Buffer> {
  const offered = targets.map((target) => (target.name === 'place' ? { ...target, choices: [...places] } : target));
  const lists = offered.flatMap(({ name, choices = [] }, column) =>
    choices.length > 0 ? [{ column, choices, isStrict: !isOpen(form, name) }] : [],
  );
  const columns: ChoiceColumn[] = lists.map(({ column, choices, isStrict }) => ({
    ...{ column, isStrict },
    count: choices.length,
  }));
  const { default: write } = await import('write-excel-file/node');
  const header = offered.map(({ label, required }) => ({
    value: required ? `${label}*` : label,
    fontWeight: 'bold' as const,
    wrap: true,
  }));
  const widths = offered.map(({ name }) => ({ width: name === 'body' ? 60 : name === 'title' ? 30 : 16 }));
  const sheets = [
    { sheet: '填写', data: [header], columns: widths, stickyRowsCount: 1 },
    { sheet: '说明', data: explanation(form, offered), columns: [{ width: 20 }, { width: 10 }, { width: 80 }] },
    { sheet: CHOICE_SHEET, data: inColumns(lists.map(({ choices }) => choices)) },
  ];
  return write(sheets, {
    features: [dropDowns(columns, { index: sheets.length - 1, name: CHOICE_SHEET }, ROWS)],
  }).toBuffer();
}

/** Several may be chosen, or others than those listed. */
const isOpen = (form: FormData, target: string): boolean =>
  target === 'place' || form.fields.some(({ name, kind }) => kind === 'choices' && `answers.${name}` === target);

function explanation(form: FormData, targets: readonly Target[]): SheetData {
  const bold = (value: string) => ({ value, fontWeight: 'bold' as const });
  const text = (value: string) => ({ value, wrap: true });
  return [
    [bold(form.title)],
    [text('在“填写”表里每件诉求一行，从第 2 行起填；带 * 的列必填。不要用公式、合并单元格，不要改列名。')],
    [text(`一次最多 ${IMPORT_LIMITS.rows} 行。再次导入同样的内容不会重复登记。`)],
    [],
    [bold('列'), bold('必填'), bold('怎么填')],
    ...targets.map((target) => [text(target.label), text(target.required ? '是' : ''), text(howTo(form, target))]),
  ];
}

function howTo(form: FormData, { name, choices = [], help }: Target): string {
  const several = form.fields.some((field) => field.kind === 'choices' && `answers.${field.name}` === name);
  const kind = form.fields.find((field) => `answers.${field.name}` === name)?.kind;
  const rules = [
    help,
    choices.length === 0
      ? undefined
      : name === 'place'
        ? '从列表中选择'
        : `${several ? '可以选几项，用顿号隔开' : '从列表中选择'}：${choices.join('、')}`,
    kind === 'date' ? '日期，如 2026-03-01' : kind === 'number' ? '数字' : undefined,
  ];
  return rules.filter(Boolean).join(';');
}

function inColumns(lists: readonly string[][]): SheetData {
  const longest = Math.max(1, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, row) => lists.map((list) => list[row] ?? null));
}
