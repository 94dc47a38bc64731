import type { PublicForm } from '../../../../src/api/contract';
import { telephoneFault } from '../../../../src/domain/telephone';
import { answersWanted } from './answers';
import type { Draft } from './draft-content';

/** What is wrong with the draft, by the field it concerns. */
export type Field =
  | 'kind'
  | 'unit'
  | 'title'
  | 'body'
  | 'category'
  | 'subjectType'
  | 'subjectName'
  | 'contactName'
  | 'contactPhone'
  | 'files'
  | `answers/${string}`;
export type Faults = Partial<Record<Field, string>>;

/** As long as the service takes it. */
export const LIMITS = { title: 200, body: 20_000, name: 200, contactName: 50, phone: 20 } as const;

const FIELDS_OF_STEP: readonly (readonly Field[])[] = [
  ['kind', 'unit'],
  ['title', 'body', 'files', 'category'],
  ['subjectType', 'subjectName', 'contactName', 'contactPhone'],
];
export const LAST_STEP = 3;
export const stepOf = (field: Field): number =>
  field.startsWith('answers/') ? 2 : FIELDS_OF_STEP.findIndex((fields) => fields.includes(field)) + 1;

export function faultsOf(form: PublicForm, draft: Draft, hasVoice: boolean): Faults {
  const faults: Faults = { ...answersWanted(form, draft) };
  if (!draft.kind || !form.kinds.some(({ value }) => value === draft.kind)) faults.kind = '请选择一种。';
  if (!draft.unit) faults.unit = '请选择诉求所在的地点；说不清就选最后一项。';
  if (!draft.title.trim()) faults.title = '请用一句话说明是什么事。';
  if (!draft.body.trim() && !hasVoice) faults.body = '请写下详细情况，或录一段话。';
  if (!draft.subjectType || !form.subjectTypes.some(({ value }) => value === draft.subjectType))
    faults.subjectType = '请选择以什么身份反映。';
  if (!draft.subjectName.trim()) faults.subjectName = '请填写单位或个人的名称。';
  const asks = form.form?.asksContact ?? 'optional';
  if (asks === 'no') return faults;
  const [name, phone] = [draft.contactName.trim(), draft.contactPhone.trim()];
  if (asks === 'required' && !name) faults.contactName = '请写怎么称呼您。';
  if (asks === 'required' && !phone) faults.contactPhone = '请留下电话。';
  if (phone && !name) faults.contactName = '留了电话，请也写怎么称呼您。';
  if (name && !phone) faults.contactPhone ??= '留了称呼，请也写电话；或两项都不填。';
  const fault = phone ? telephoneFault(phone) : null;
  if (fault) faults.contactPhone = `${fault}。`;
  return faults;
}

/** Those of one screen. */
export const faultsOfStep = (faults: Faults, step: number): Faults =>
  Object.fromEntries(Object.entries(faults).filter(([field]) => stepOf(field as Field) === step));

/** The first screen with something to mend, or the one after the last. */
export function firstFaultyStep(faults: Faults): number {
  const steps = Object.keys(faults).map((field) => stepOf(field as Field));
  return Math.min(LAST_STEP + 1, ...steps);
}

const FIELD_OF_PATH: Record<string, Field> = {
  kind: 'kind',
  unit: 'unit',
  category: 'category',
  form: 'unit',
  title: 'title',
  body: 'body',
  attachments: 'files',
  'subject/type': 'subjectType',
  subject: 'subjectName',
  'subject/name': 'subjectName',
  'contact/name': 'contactName',
  contact: 'contactPhone',
  'contact/phone': 'contactPhone',
};

/** What the service found wrong, beside the fields; null when it concerns none of them. */
export function faultsFound(errors: readonly { path: string; message: string }[] = []): Faults | null {
  const faults: Faults = {};
  for (const { path, message } of errors) {
    const parts = path.split('/').filter(Boolean);
    const ofForm = parts[0] === 'answers' && parts[1] !== undefined ? (`answers/${parts[1]}` as const) : undefined;
    const field = ofForm ?? FIELD_OF_PATH[parts.join('/')] ?? FIELD_OF_PATH[parts[0] ?? ''];
    if (field) faults[field] ??= message;
  }
  return Object.keys(faults).length > 0 ? faults : null;
}
