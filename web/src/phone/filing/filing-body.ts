import type { PublicFiling, PublicForm } from '../../../../src/api/contract';
import { askedAnswers } from '../../../../src/domain/form';
import { typedAnswers } from './answers';
import type { Draft } from './draft-content';

/** What stands for words where somebody spoke instead. */
const SEE_VOICE = '（详见录音）';

/** What is sent of a complete draft. */
export function filingOf(form: PublicForm, draft: Draft, attachments: string[]): PublicFiling {
  const channel = draft.isByLink ? '扫码' : '网站';
  const phone = form.form?.asksContact === 'no' ? '' : draft.contactPhone.trim();
  const answers = form.form ? askedAnswers(form.form, draft.category, typedAnswers(form.form, draft)) : {};
  return {
    kind: draft.kind!,
    title: draft.title.trim(),
    body: draft.body.trim() || SEE_VOICE,
    form: form.code,
    unit: draft.unit!,
    subject: { type: draft.subjectType!, name: draft.subjectName.trim() },
    ...(draft.category ? { category: draft.category } : {}),
    ...(Object.keys(answers).length > 0 ? { answers: answers as PublicFiling['answers'] } : {}),
    ...(phone ? { contact: { name: draft.contactName.trim(), phone } } : {}),
    channel: form.channels.includes(channel) ? channel : form.channels[0],
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}
