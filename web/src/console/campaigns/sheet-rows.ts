import type { CollectionForm, NewDemand } from '../../../../src/api/contract';
import { answerFromText, askedAnswers, type FormField } from '../../../../src/domain/form';
import { filingErrors } from '../../../../src/domain/form-filing';
import {
  KIND_LABELS,
  FILED_KINDS,
  SUBJECT_LABELS,
  SUBJECT_TYPES,
  type FiledKind,
  type SubjectType,
} from '../../../../src/domain/vocabulary';
import { telephoneFault } from '../../../../src/domain/telephone';

/** A demand that somebody is entering in the sheet. */
export interface Row {
  /** Also the key under which it is sent: it is filed once. */
  id: string;
  title: string;
  body: string;
  subjectType: SubjectType;
  subjectName: string;
  kind: FiledKind;
  /** Null: at the place of the campaign. */
  unit: string | null;
  category: string;
  contactName: string;
  contactPhone: string;
  answers: Record<string, unknown>;
  /** What was sent under the key without an answer coming back. */
  sent: string[];
}

/** In the order in which they stand in the sheet, and in which pasted cells fill them. */
export const COLUMNS = ['title', 'body', 'subjectType', 'subjectName', 'kind'] as const;
export type Column = (typeof COLUMNS)[number];
export const COLUMN_LABELS: Record<Column, string> = {
  title: '标题',
  body: '内容',
  subjectType: '主体类型',
  subjectName: '主体名称',
  kind: '类型',
};

type Takes = Pick<CollectionForm, 'kinds' | 'subjectTypes'>;

/** An empty row, with what is usually the same as in the one before. */
export function newRow(id: string, form: Takes | null, before?: Row): Row {
  return {
    id,
    ...{ title: '', body: '', subjectName: '', unit: before?.unit ?? null, category: '' },
    ...{ contactName: '', contactPhone: '', answers: {}, sent: [] },
    subjectType: before?.subjectType ?? form?.subjectTypes[0] ?? 'enterprise',
    kind: before?.kind ?? (form && !form.kinds.includes('help') ? form.kinds[0]! : 'help'),
  };
}

export const isUntouched = (row: Row): boolean =>
  ![row.title, row.body, row.subjectName, row.category, row.contactName, row.contactPhone].some((text) =>
    text.trim(),
  ) && Object.keys(row.answers).length === 0;

/** Why a row cannot be filed yet, and at which cell; `more` is what stands under the row. */
export interface Wanting {
  at: Column | 'more';
  message: string;
}

/** Null: it can be filed. */
export function wanting(row: Row, form: CollectionForm | null): Wanting | null {
  if (!row.title.trim()) return { at: 'title', message: '请写标题。' };
  if (!row.subjectName.trim()) return { at: 'subjectName', message: '请写主体名称。' };
  const [name, phone] = [row.contactName.trim(), row.contactPhone.trim()];
  const fault = phone ? telephoneFault(phone) : null;
  if (fault) return { at: 'more', message: `${fault}。` };
  if ((name === '') !== (phone === '')) return { at: 'more', message: '联系人和电话要一起填。' };
  if (!form) return null;
  const { kind, subjectType } = row;
  const [first] = filingErrors(form, {
    ...{ kind, subjectType, category: row.category.trim() || null, hasContact: phone !== '' },
    // The campaign's own.
    channel: null,
    answers: askedAnswers(form, row.category.trim() || null, row.answers),
  });
  if (!first) return null;
  const at = first.path === '/kind' ? 'kind' : first.path === '/subject/type' ? 'subjectType' : 'more';
  return { at, message: first.message };
}

/** What is sent for a row that wants nothing. Without words of its own the title says it all. */
export function demandOfRow(row: Row, campaign: { id: string; unit: string }, form: CollectionForm | null): NewDemand {
  const [title, category, phone] = [row.title.trim(), row.category.trim(), row.contactPhone.trim()];
  const answers = form ? askedAnswers(form, category || null, row.answers) : {};
  return {
    ...{
      kind: row.kind,
      title,
      body: row.body.trim() || title,
      campaign: campaign.id,
      unit: row.unit ?? campaign.unit,
    },
    subject: { type: row.subjectType, name: row.subjectName.trim() },
    ...(category ? { category } : {}),
    ...(phone ? { contact: { name: row.contactName.trim(), phone } } : {}),
    ...(form ? { form: form.code } : {}),
    ...(Object.keys(answers).length > 0 ? { answers: answers as NewDemand['answers'] } : {}),
  };
}

type Target = Column | 'category' | 'contactName' | 'contactPhone' | FormField;

const HEADINGS: Record<string, Target> = {
  ...{ 标题: 'title', 诉求标题: 'title', 事项: 'title', 内容: 'body', 诉求内容: 'body', 详细情况: 'body' },
  ...{ 主体类型: 'subjectType', 诉求主体: 'subjectType', 主体名称: 'subjectName', 企业名称: 'subjectName' },
  ...{ 单位名称: 'subjectName', 姓名: 'subjectName', 类型: 'kind', 诉求类型: 'kind', 类别: 'category' },
  ...{ 联系人: 'contactName', 电话: 'contactPhone', 联系电话: 'contactPhone' },
};

/** What the first line of a pasted table says that its columns are; null when it is a demand like the others. */
function headed(cells: readonly string[], fields: readonly FormField[]): (Target | null)[] | null {
  const targets = cells.map((cell) => {
    const name = cell.trim();
    return (
      (Object.hasOwn(HEADINGS, name) ? HEADINGS[name] : undefined) ?? fields.find(({ label }) => label === name) ?? null
    );
  });
  return targets.filter((target) => target !== null).length >= 2 ? targets : null;
}

/**
 * The rows with a table pasted at a cell: by the headings of its first line where it has some, else from that column on. Rows
 * that are not there yet are added.
 */
export function pasted(
  rows: readonly Row[],
  at: { row: number; column: Column },
  table: readonly string[][],
  { form, fresh }: { form: CollectionForm | null; fresh: (before?: Row) => Row },
): Row[] {
  const byHeading = headed(table[0] ?? [], form?.fields ?? []);
  const targets = byHeading ?? COLUMNS.slice(COLUMNS.indexOf(at.column));
  const next = [...rows];
  (byHeading ? table.slice(1) : table).forEach((cells, i) => {
    const place = at.row + i;
    next[place] = filled(next[place] ?? fresh(next[place - 1]), targets, cells);
  });
  return next;
}

function filled(row: Row, targets: readonly (Target | null)[], cells: readonly string[]): Row {
  return cells.reduce((next, cell, i) => {
    const target = targets[i];
    return target === null || target === undefined || cell.trim() === '' ? next : withCell(next, target, cell.trim());
  }, row);
}

function withCell(row: Row, target: Target, text: string): Row {
  if (typeof target === 'object')
    return { ...row, answers: { ...row.answers, [target.name]: answerFromText(target, text) } };
  if (target === 'kind') return { ...row, kind: wordOf(FILED_KINDS, KIND_LABELS, text) ?? row.kind };
  if (target === 'subjectType')
    return { ...row, subjectType: wordOf(SUBJECT_TYPES, SUBJECT_LABELS, text) ?? row.subjectType };
  return { ...row, [target]: text };
}

const wordOf = <Word extends string>(words: readonly Word[], labels: Record<Word, string>, text: string) =>
  words.find((word) => labels[word] === text);
