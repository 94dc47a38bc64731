import type { Attachment, CollectionForm, NewDemand } from '../../../../src/api/contract';
import { askedAnswers } from '../../../../src/domain/form';
import { telephoneFault } from '../../../../src/domain/telephone';

/** The form as it is being filled in: whatever is not there yet is missing. */
export interface Filing extends Partial<Omit<NewDemand, 'subject' | 'contact' | 'attachments' | 'answers'>> {
  subject?: Partial<NonNullable<NewDemand['subject']>>;
  contact?: Partial<NonNullable<NewDemand['contact']>>;
  attachments?: Attachment[];
  answers?: Record<string, unknown>;
}

/** Says what is wrong with a telephone number, when there is one. */
export const telephoneRule = {
  validator: (_rule: unknown, value?: string) => {
    const fault = value?.trim() ? telephoneFault(value) : null;
    return fault ? Promise.reject(new Error(`${fault}。`)) : Promise.resolve();
  },
};

/** What is sent, once it is complete: nothing that is empty, files by their ids, and of the form only what it asks. */
export function demandOf(filing: Filing, form: CollectionForm | null = null): NewDemand {
  const {
    subject,
    contact,
    attachments,
    category,
    filedFor,
    form: _code,
    answers,
    ...rest
  } = filing as Filing & NewDemand & Required<Pick<NewDemand, 'subject'>>;
  const phone = form?.asksContact === 'no' ? undefined : contact?.phone?.trim();
  return {
    ...rest,
    subject: { type: subject.type, name: subject.name },
    ...(category?.trim() ? { category } : {}),
    ...(form ? { form: form.code, answers: answersOf(form, category, answers) } : {}),
    ...(filedFor?.trim() ? { filedFor } : {}),
    ...(phone ? { contact: { name: contact?.name ?? '', phone } } : {}),
    ...(attachments?.length ? { attachments: attachments.map(({ id }) => id) } : {}),
  };
}

const answersOf = (form: CollectionForm, category: string | undefined, answers: Filing['answers']) =>
  askedAnswers(form, category?.trim() || null, answers ?? {}) as NewDemand['answers'];
