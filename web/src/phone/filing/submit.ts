import type { PublicFiling, PublicForm, Receipt } from '../../../../src/api/contract';
import { post, RequestError } from '../../api/request';
import type { KeptFile } from '../files/file-store';
import { upload } from '../files/upload';
import type { ChangeDraft, Draft } from './draft';

export interface Filed {
  receipt: Receipt;
  /** An earlier try had arrived after all; what was changed since is not in it. */
  isEarlier: boolean;
}

/** What stands for words where somebody spoke instead. */
const SEE_VOICE = '(详见录音)';

export function filingOf(form: PublicForm, draft: Draft, attachments: string[]): PublicFiling {
  const channel = draft.isByLink ? '扫码' : '网站';
  const phone = draft.contactPhone.trim();
  return {
    kind: draft.kind!,
    title: draft.title.trim(),
    body: draft.body.trim() || SEE_VOICE,
    form: form.code,
    unit: draft.unit!,
    subject: { type: draft.subjectType!, name: draft.subjectName.trim() },
    ...(phone ? { contact: { name: draft.contactName.trim(), phone } } : {}),
    channel: form.channels.includes(channel) ? channel : form.channels[0],
    ...(attachments.length > 0 ? { attachments } : {}),
  };
}

/** Sends the files, then the demand. Throws `RequestError`; the draft then holds everything that a further try needs. */
export async function submit(
  form: PublicForm,
  draft: Draft,
  files: readonly KeptFile[],
  { change, onSending }: { change: ChangeDraft; onSending: (index: number) => void },
): Promise<Filed> {
  const onSent = (uploaded: Draft['uploaded']) => change({ uploaded });
  const attachments = await upload(files, draft.uploaded, { onSending, onSent });
  const body = JSON.stringify(filingOf(form, draft, attachments));
  const sent = [...draft.sent.filter((each) => each !== body), body];
  // Written down first: should the page be closed while it is under way, it may have arrived.
  change({ sent });
  try {
    return { receipt: await send(body, draft.key), isEarlier: false };
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    if (error.code === 'idempotency_conflict') return { receipt: await earlier(draft, error), isEarlier: true };
    if (error.problem.status >= 400 && error.problem.status < 500) change({ sent: draft.sent });
    throw error;
  }
}

const send = (body: string, key: string) => post<Receipt>('/public/demands', JSON.parse(body), key);

/** The key was used for another wording: one of the earlier tries arrived, and asking with its words brings its answer. */
async function earlier({ sent, key }: Draft, conflict: RequestError): Promise<Receipt> {
  for (const body of sent) {
    try {
      return await send(body, key);
    } catch (error) {
      if (!(error instanceof RequestError) || error.code !== 'idempotency_conflict') throw error;
    }
  }
  throw conflict;
}
