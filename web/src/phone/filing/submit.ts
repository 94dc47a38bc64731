import type { PublicForm, Receipt } from '../../../../src/api/contract';
import { post, RequestError } from '../../api/request';
import type { KeptFile } from '../files/kept-file';
import { upload } from '../files/upload';
import type { ChangeDraft, Draft } from './draft-content';
import { filingOf } from './filing-body';
import { sendOnce, type Refused } from './send-once';

export interface Filed {
  receipt: Receipt;
  isEarlier: boolean;
}

interface Telling {
  change: ChangeDraft;
  onSending: (index: number) => void;
}

/** Sends the files, then the demand. Throws `RequestError`; the draft then holds everything that a further try needs. */
export async function submit(
  form: PublicForm,
  draft: Draft,
  files: readonly KeptFile[],
  { change, onSending }: Telling,
): Promise<Filed> {
  const onSent = (uploaded: Draft['uploaded']) => change({ uploaded });
  const attachments = await upload(files, draft.uploaded, { onSending, onSent });
  const body = JSON.stringify(filingOf(form, draft, attachments));
  const { answer, isEarlier } = await sendOnce(draft, body, {
    post: send,
    refusedBy,
    keep: (sent) => change({ sent }),
  });
  return { receipt: answer, isEarlier };
}

const send = (body: string, key: string) => post<Receipt>('/public/demands', JSON.parse(body), key);

/** A network that is away has the status 0, and a proxy in front of a dead service may have taken it all the same. */
const refusedBy = (error: unknown): Refused | null =>
  error instanceof RequestError && error.problem.status > 0 ? { code: error.code, status: error.problem.status } : null;
