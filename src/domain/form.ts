import { isBlank, seenIn } from './blank';
import type { FiledKind, SubjectType } from './vocabulary';

export const FIELD_KINDS = ['text', 'area', 'number', 'date', 'choice', 'choices'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];
export const FIELD_KIND_LABELS: Record<FieldKind, string> = {
  text: '一行文字',
  area: '多行文字',
  number: '数字',
  date: '日期',
  choice: '单选',
  choices: '多选',
};

export interface FormField {
  name: string;
  label: string;
  kind: FieldKind;
  options?: string[];
  required: boolean;
  /** Asked only for these categories. */
  categories?: string[];
  help?: string;
}

/** 征集表. An empty list of categories or channels restricts nothing. */
export interface FormData {
  title: string;
  intro: string;
  subjectTypes: SubjectType[];
  kinds: FiledKind[];
  categories: string[];
  channels: string[];
  asksContact: 'required' | 'optional' | 'no';
  fields: FormField[];
}

interface FieldError {
  path: string;
  message: string;
}

/** Between several choices in one cell; so none of them may hold one. */
export const CHOICE_SEPARATORS = /[、,，;；|\n]/;

/** Characters of an answer. */
export const LONGEST_ANSWER: Record<'text' | 'area', number> = { text: 200, area: 2_000 };

export const isAsked = ({ categories }: FormField, category: string | null): boolean =>
  !categories?.length || (category !== null && categories.includes(category));

/** The fields of a form that are asked for a category. */
export const fieldsAsked = (form: Pick<FormData, 'fields'>, category: string | null): FormField[] =>
  form.fields.filter((field) => isAsked(field, category));

const isEmpty = (answer: unknown): boolean =>
  answer === undefined ||
  answer === null ||
  (typeof answer === 'string' && isBlank(answer)) ||
  (Array.isArray(answer) && answer.length === 0);

/** What is wrong with the answers to a form's own fields, each with the path of the field and a sentence. */
export function answerErrors(
  form: FormData,
  category: string | null,
  answers: Record<string, unknown>,
): { path: string; message: string }[] {
  const errors: FieldError[] = [];
  const say = (name: string, message: string) => errors.push({ path: `/answers/${name}`, message });
  for (const name of Object.keys(answers))
    if (!form.fields.some((field) => field.name === name)) say(name, `《${form.title}》没有这一栏，请删去。`);
  for (const field of form.fields) {
    const answer = Object.hasOwn(answers, field.name) ? answers[field.name] : undefined;
    const message = isEmpty(answer)
      ? missing(field, category)
      : isAsked(field, category)
        ? wrong(field, answer)
        : `“${field.label}”只在类别为${field.categories!.join('、')}时填写，请清空。`;
    if (message) say(field.name, message);
  }
  return errors;
}

const missing = (field: FormField, category: string | null): string | null =>
  field.required && isAsked(field, category) ? `请填写“${field.label}”。` : null;

function wrong({ label, kind, options = [] }: FormField, answer: unknown): string | null {
  switch (kind) {
    case 'text':
    case 'area':
      if (typeof answer !== 'string') return `“${label}”须为文字。`;
      return [...answer].length > LONGEST_ANSWER[kind] ? `“${label}”最多 ${LONGEST_ANSWER[kind]} 个字。` : null;
    case 'number':
      return typeof answer === 'number' && Number.isFinite(answer) ? null : `“${label}”须为数字。`;
    case 'date':
      return typeof answer === 'string' && isDay(answer) ? null : `“${label}”须为日期，如 2026-03-01。`;
    case 'choice':
      return typeof answer === 'string' && options.includes(answer) ? null : choose(label, options);
    case 'choices':
      return isChoiceOf(answer, options) ? null : choose(label, options);
  }
}

const choose = (label: string, options: string[]): string => `“${label}”只能选：${options.join('、')}。`;

const isChoiceOf = (answer: unknown, options: string[]): boolean =>
  Array.isArray(answer) &&
  new Set(answer).size === answer.length &&
  answer.every((one) => typeof one === 'string' && options.includes(one));

function isDay(text: string): boolean {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!day || day[1] === '0000') return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}

/** The answers without what was left empty; null when nothing is left. */
export function givenAnswers(answers: Record<string, unknown>): Record<string, unknown> | null {
  const given = Object.entries(answers).filter(([, answer]) => !isEmpty(answer));
  const trimmed = given.map(([name, answer]) => [name, typeof answer === 'string' ? answer.trim() : answer] as const);
  return given.length === 0 ? null : Object.fromEntries(trimmed);
}

/** Of what was filled in, what is asked for the category and was not left empty. */
export function askedAnswers(
  form: Pick<FormData, 'fields'>,
  category: string | null,
  answers: Record<string, unknown>,
): Record<string, unknown> {
  const asked = fieldsAsked(form, category).filter(({ name }) => Object.hasOwn(answers, name));
  return givenAnswers(Object.fromEntries(asked.map(({ name }) => [name, answers[name]]))) ?? {};
}

/** An answer as somebody typed or pasted it; what cannot be one stays text, so that `answerErrors` speaks about it. */
export function answerFromText({ kind }: FormField, typed: string): unknown {
  const text = seenIn(typed);
  if (text === '') return undefined;
  if (kind === 'number') {
    const number = Number(text.replaceAll(/[,，]/g, ''));
    return Number.isFinite(number) ? number : text;
  }
  if (kind === 'choices')
    return [
      ...new Set(
        text
          .split(CHOICE_SEPARATORS)
          .map((one) => one.trim())
          .filter(Boolean),
      ),
    ];
  return text;
}

/** An answer as people read it. */
export const answerText = (answer: unknown): string => (Array.isArray(answer) ? answer.join('、') : String(answer));
