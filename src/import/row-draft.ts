import { z } from 'zod';
import { filingFields } from '../api/demands/intake';
import { text } from '../api/text';
import type { DirectoryUnit } from '../database/unit-directory';
import type { PublishedForm } from '../database/forms';
import { CELL_FAULTS, IMPORT_LIMITS, type FileRow } from '../domain/batch-import';
import { answerFromText, givenAnswers } from '../domain/form';
import { filingErrors } from '../domain/form-filing';
import { KIND_LABELS, SUBJECT_LABELS } from '../domain/vocabulary';
import type { PlaceNames } from './place-names';
import { CORE_LABELS, targetsOf, URGENCY_LABELS, type CoreTarget, type ColumnsByTarget, type Target } from './targets';

/** How the columns of a file become demands: which column is what, and what holds for all rows. */
export interface Mapping {
  formVersion: number;
  columns: ColumnsByTarget;
  defaults: Partial<Record<CoreTarget, string>>;
}

/** What is wrong with one cell of a row; never what stands in it. */
export interface RowError {
  target: string;
  label: string;
  column: number | null;
  message: string;
}

const draftSchema = z.object({
  kind: filingFields.kind,
  title: filingFields.title,
  body: text(IMPORT_LIMITS.characters),
  category: filingFields.category,
  subject: filingFields.subject,
  contact: filingFields.contact,
  urgency: z.enum(['normal', 'urgent']).optional(),
  channel: text(50),
  filedFor: text(200).optional(),
});

export type RowDraft = z.output<typeof draftSchema> & {
  place: DirectoryUnit;
  answers: Record<string, unknown> | null;
};

/** Where a path of the schemas and of the form's rules is told to the person. */
const TARGET_OF_PATH: Record<string, string> = {
  '/subject/type': 'subjectType',
  '/subject/name': 'subjectName',
  '/contact': 'contactPhone',
  '/contact/name': 'contactName',
  '/contact/phone': 'contactPhone',
};
const targetOf = (path: string): string =>
  TARGET_OF_PATH[path] ?? (path.startsWith('/answers/') ? `answers.${path.slice(9)}` : path.slice(1));

export interface DraftRules {
  form: PublishedForm;
  channels: readonly string[];
  places: PlaceNames;
  mapping: Mapping;
}

type Reading = { draft: RowDraft; errors: [] } | { draft: null; errors: RowError[] };

/** Makes drafts of rows under one mapping. The same row always gives the same. */
export function createRowReader({ form, channels, places, mapping }: DraftRules): (row: FileRow) => Reading {
  const targets = new Map(targetsOf(form.data, channels).map((target) => [target.name, target]));
  const { columns, defaults } = mapping;

  return ({ cells, faults = {} }) => {
    const errors: RowError[] = [];
    const say = (target: string, message: string): void => {
      if (errors.some((error) => error.target === target)) return;
      const label = targets.get(target)?.label ?? CORE_LABELS[target as CoreTarget] ?? target;
      errors.push({ target, label, column: columns[target] ?? null, message: message.replace(/[。.]$/, '') });
    };
    const read = (target: string): string => {
      const column = columns[target];
      if (column !== undefined && faults[column]) say(target, CELL_FAULTS[faults[column]]);
      const cell = column === undefined ? '' : (cells[column] ?? '');
      return cell === '' ? (defaults[target as CoreTarget] ?? '') : cell;
    };
    const place = placeOf(read('place'), places, form, say);
    const parsed = draftSchema.safeParse(candidateOf(read, targets, say));
    if (!parsed.success)
      for (const { path, message } of parsed.error.issues) say(targetOf(`/${path.join('/')}`), message);
    const answers = answersOf(form, read);
    if (parsed.success) {
      const { kind, category = null, subject, contact } = parsed.data;
      const hasContact = contact !== undefined;
      // The channel was compared with the form's choices above.
      const filing = { kind, category, subjectType: subject.type, hasContact, channel: null, answers: answers ?? {} };
      for (const { path, message } of filingErrors(form.data, filing)) say(targetOf(path), message);
    }
    if (errors.length > 0 || !parsed.success || !place) return { draft: null, errors };
    return { draft: { ...parsed.data, place, answers }, errors: [] };
  };
}

type Say = (target: string, message: string) => void;
type Read = (target: string) => string;

function placeOf(text: string, places: PlaceNames, form: PublishedForm, say: Say): DirectoryUnit | null {
  if (text === '') return (say('place', '未填写'), null);
  const found = places.find(text);
  if ('message' in found) return (say('place', found.message), null);
  if (!found.unit.path.includes(form.unitId)) return (say('place', '这个单位不使用这张征集表'), null);
  return found.unit;
}

const LONGEST_MADE_TITLE = 40;

/** The beginning of the body, up to the end of its first sentence. */
function titleFrom(body: string): string {
  const first = /^[^\n。!?！？;；]*/.exec(body)![0].trim() || body.trim();
  const characters = [...first];
  return characters.length <= LONGEST_MADE_TITLE ? first : `${characters.slice(0, LONGEST_MADE_TITLE - 1).join('')}…`;
}

function candidateOf(read: Read, targets: ReadonlyMap<string, Target>, say: Say): unknown {
  for (const { name, required } of targets.values())
    if (required && name !== 'place' && !name.startsWith('answers.') && read(name) === '') say(name, '未填写');
  const some = (target: CoreTarget): string | undefined => read(target) || undefined;
  const choice = <Word extends string>(target: CoreTarget, labels: Record<Word, string>): Word | undefined => {
    const text = read(target).replace(/\s/g, '');
    if (text === '') return undefined;
    const word = (Object.keys(labels) as Word[]).find((each) => each === text || labels[each] === text);
    if (word === undefined) say(target, `只能填 ${(targets.get(target)?.choices ?? []).join('、')}`);
    return word;
  };
  const body = read('body');
  const [name, phone] = targets.has('contactPhone') ? [some('contactName'), some('contactPhone')] : [];
  if (name && !phone) say('contactPhone', '填了联系人，请同时填联系电话');
  const channel = read('channel');
  const channels = targets.get('channel')?.choices ?? [];
  if (channel !== '' && channels.length > 0 && !channels.includes(channel))
    say('channel', `只能填 ${channels.join('、')}`);
  return {
    kind: choice('kind', KIND_LABELS),
    title: some('title') ?? titleFrom(body),
    body,
    category: some('category'),
    subject: { type: choice('subjectType', SUBJECT_LABELS), name: read('subjectName') },
    contact: phone ? { name: name ?? read('subjectName').slice(0, 50), phone } : undefined,
    urgency: choice('urgency', URGENCY_LABELS),
    channel,
    filedFor: some('filedFor'),
  };
}

function answersOf({ data }: PublishedForm, read: Read): Record<string, unknown> | null {
  const answers = data.fields.map((field) => {
    const text = read(`answers.${field.name}`);
    return [field.name, answerFromText(field, field.kind === 'date' ? dayOf(text) : text)] as const;
  });
  return givenAnswers(Object.fromEntries(answers));
}

/** 2026/3/1, 2026.3.1 and 2026年3月1日 are 2026-03-01; what is none of these stays and is told of. */
function dayOf(text: string): string {
  const [, year, month, day] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s+\d{1,2}:\d{2})?$/.exec(text.trim()) ?? [];
  return year ? `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}` : text;
}
