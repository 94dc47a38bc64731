import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Callback } from '../../../../src/api/contract';
import type { CallbackAction } from '../../../../src/domain/callback';
import { useIntention } from '../../api/use-intention';
import { post, RequestError } from '../../api/request';
import { refresh } from '../live';
import { sentenceOf } from '../parts/states';
import { keepJob, readJob } from './queries';

type Act = CallbackAction;

/** What the loser of a race must know besides the refusal. */
const LOST: readonly string[] = ['already_claimed', 'not_claimed', 'already_concluded'];

/** What the service said of single fields, as far as its sentence does not say it. */
function hintsOf(error: unknown): string {
  if (!(error instanceof RequestError)) return '';
  const { detail, errors = [] } = error.problem;
  return errors
    .map(({ message }) => message)
    .filter((message) => !detail.includes(message))
    .join('');
}

/**
 * Does something to a job. The same content sent again is done once; a refusal is a sentence, and after a lost race it says
 * who has the job now.
 */
export function useStep(id: string, act: Act, onDone: (job: Callback) => void) {
  const client = useQueryClient();
  const { keyFor } = useIntention();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);

  const whoHasIt = async (): Promise<string> => {
    const { claimedBy } = await readJob(client, id);
    return claimedBy ? `现在由 ${claimedBy.name} 负责。` : '';
  };

  const submit = async (body: object = {}): Promise<void> => {
    if (isSending) return;
    setSending(true);
    setRefusal(null);
    try {
      const job = await post<Callback>(`/callbacks/${id}/actions/${act}`, body, keyFor(body));
      keepJob(client, job);
      refresh(client);
      onDone(job);
    } catch (error) {
      const isLost = error instanceof RequestError && LOST.includes(error.code);
      const who = isLost ? await whoHasIt().catch(() => '') : '';
      setRefusal(`${sentenceOf(error)}${hintsOf(error)}${who}`);
      if (isLost) refresh(client);
    } finally {
      setSending(false);
    }
  };
  return { submit, refusal, isSending };
}
