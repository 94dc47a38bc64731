import { answerErrors, type FormData } from './form';
import { KIND_LABELS, SUBJECT_LABELS, type Kind, type SubjectType } from './vocabulary';

/** What the rules of a form look at in a filing. */
export interface FormFiling {
  kind: Kind;
  category: string | null;
  subjectType: SubjectType;
  hasContact: boolean;
  /** Null where nothing has to be said of it: it is the campaign's own. */
  channel: string | null;
  answers: Record<string, unknown>;
}

/** Everything in which a filing does not fit its form. */
export function filingErrors(form: FormData, filing: FormFiling): { path: string; message: string }[] {
  const { kind, category, subjectType, hasContact, channel, answers } = filing;
  const errors: { path: string; message: string }[] = [];
  const name = `《${form.title}》`;
  if (!(form.kinds as readonly Kind[]).includes(kind))
    errors.push({ path: '/kind', message: `${name}只收${form.kinds.map((one) => KIND_LABELS[one]).join('、')}。` });
  if (!form.subjectTypes.includes(subjectType)) {
    const subjects = form.subjectTypes.map((one) => SUBJECT_LABELS[one]).join('、');
    errors.push({ path: '/subject/type', message: `${name}的诉求主体只能是${subjects}。` });
  }
  if (category !== null && form.categories.length > 0 && !form.categories.includes(category))
    errors.push({ path: '/category', message: `${name}的类别只有${form.categories.join('、')}；不填由规则判断。` });
  if (channel !== null && form.channels.length > 0 && !form.channels.includes(channel))
    errors.push({
      path: '/channel',
      message: `${name}只用于${form.channels.join('、')}，请改用其中的渠道或换一张征集表。`,
    });
  if (form.asksContact === 'required' && !hasContact)
    errors.push({ path: '/contact', message: `${name}要求留下联系人和电话。` });
  if (form.asksContact === 'no' && hasContact)
    errors.push({ path: '/contact', message: `${name}不收集联系方式，请删去。` });
  return [...errors, ...answerErrors(form, category, answers)];
}
