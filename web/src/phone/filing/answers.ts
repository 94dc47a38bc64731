import type { PublicForm } from '../../../../src/api/contract';
import { answerErrors, answerFromText, askedAnswers, type FormData, type FormField } from '../../../../src/domain/form';
import type { Draft } from './draft-content';

type Typed = Record<string, string | string[]>;

/** What was typed, as what it is for: a number is a number. */
export function typedAnswers({ fields }: { fields: FormField[] }, { answers }: { answers: Typed }) {
  const asTyped = fields.map((field): [string, unknown] => {
    const typed = Object.hasOwn(answers, field.name) ? answers[field.name] : undefined;
    return [field.name, typeof typed === 'string' ? answerFromText(field, typed) : typed];
  });
  return Object.fromEntries(asTyped);
}

/** What is missing or wrong among the form's own fields. */
export function answersWanted(
  { form, categories }: PublicForm,
  draft: Pick<Draft, 'category' | 'answers'>,
): Partial<Record<`answers/${string}`, string>> {
  if (!form) return {};
  const whole: FormData = { ...form, subjectTypes: [], kinds: [], categories, channels: [] };
  const answers = askedAnswers(form, draft.category, typedAnswers(form, draft));
  const errors = answerErrors(whole, draft.category, answers);
  return Object.fromEntries(errors.map(({ path, message }) => [path.slice(1), message]));
}
