import type { CollectionForm, NewCollectionForm } from '../../../../../src/api/contract';
import { FIELD_KIND_LABELS, type FieldKind, type FormField } from '../../../../../src/domain/form';
import { FILED_KINDS } from '../../../../../src/domain/vocabulary';

/** A form as it is being edited. The code and the unit are given once, for a new one. */
export type FormDraft = Required<NewCollectionForm> & { fields: FormField[] };

export const blankForm = (unit: string): FormDraft => ({
  ...{ code: '', unit, title: '', intro: '', subjectTypes: ['enterprise', 'employee'], kinds: [...FILED_KINDS] },
  ...{ categories: [], channels: [], asksContact: 'optional', fields: [] },
});

export const draftOf = (form: CollectionForm): FormDraft => ({
  ...{ code: form.code, unit: form.unit.id, title: form.title, intro: form.intro, subjectTypes: form.subjectTypes },
  ...{ kinds: form.kinds, categories: form.categories, channels: form.channels, asksContact: form.asksContact },
  fields: form.fields,
});

const isChoice = (kind: FieldKind): boolean => kind === 'choice' || kind === 'choices';

/** Another field, under a name that no other has: answers are kept by it. */
export function withNewField(fields: readonly FormField[]): FormField[] {
  let n = fields.length + 1;
  while (fields.some(({ name }) => name === `field${n}`)) n += 1;
  return [...fields, { name: `field${n}`, label: '', kind: 'text', required: false }];
}

/** The field at a place, one up or down. */
export function moved(fields: readonly FormField[], at: number, by: 1 | -1): FormField[] {
  const next = [...fields];
  const [field] = next.splice(at, 1);
  next.splice(Math.min(next.length, Math.max(0, at + by)), 0, field!);
  return next;
}

export const changed = (fields: readonly FormField[], at: number, changes: Partial<FormField>): FormField[] =>
  fields.map((field, i) => (i === at ? { ...field, ...changes } : field));

/** What is published: options only where one chooses, and nothing that is empty. */
export const publishedFields = (fields: readonly FormField[]): FormField[] =>
  fields.map(({ name, label, kind, required, options, categories, help }) => ({
    ...{ name, label: label.trim(), kind, required },
    ...(isChoice(kind) ? { options: linesOf(options ?? []) } : {}),
    ...(categories?.length ? { categories } : {}),
    ...(help?.trim() ? { help: help.trim() } : {}),
  }));

const linesOf = (lines: readonly string[]): string[] => [...new Set(lines.map((line) => line.trim()).filter(Boolean))];

export const KIND_OPTIONS = Object.entries(FIELD_KIND_LABELS).map(([value, label]) => ({
  value: value as FieldKind,
  label,
}));
