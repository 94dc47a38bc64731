import type { Attachment, NewDemand } from '../../../../src/api/contract';

/** The form as it is being filled in: whatever is not there yet is missing. */
export interface Filing extends Partial<Omit<NewDemand, 'subject' | 'contact' | 'attachments'>> {
  subject?: Partial<NewDemand['subject']>;
  contact?: Partial<NonNullable<NewDemand['contact']>>;
  attachments?: Attachment[];
}

const PHONE = /^\+?[0-9][0-9 -]{4,18}[0-9]$/;
export const isPhone = (text: string): boolean => PHONE.test(text.trim());

/** What is sent, once the form is complete: nothing that is empty, files by their ids. */
export function demandOf(filing: Filing): NewDemand {
  const { subject, contact, attachments, category, filedFor, ...rest } = filing as Filing & NewDemand;
  const phone = contact?.phone?.trim();
  return {
    ...rest,
    subject: { type: subject.type, name: subject.name },
    ...(category?.trim() ? { category } : {}),
    ...(filedFor?.trim() ? { filedFor } : {}),
    ...(phone ? { contact: { name: contact?.name ?? '', phone } } : {}),
    ...(attachments?.length ? { attachments: attachments.map(({ id }) => id) } : {}),
  };
}
