import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Callback } from '../../../../src/api/contract';
import { newKey, post, RequestError } from '../../api/request';
import { refresh } from '../live';
import { sentenceOf } from '../parts/states';
import { keepJob, readJob } from './queries';

type Act = 'claim' | 'attempt' | 'conclude';

/** What the loser of a race must know besides the refusal. */
const LOST: readonly string[] = ['already_claimed', 'not_claimed', 'already_concluded'];

/**
 * Does something to a job. The same content sent again is done once; a refusal is a sentence, and after a lost race it says
 * who has the job now.
 */
export function useIntention(id: string, act: Act, onDone: (job: Callback) => void) {
  const client = useQueryClient();
  const sent = useRef<{ content: string; key: string } | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);

  const whoHasIt = async (): Promise<string> => {
    const { claimedBy } = await readJob(client, id);
    return claimedBy ? `现在由 ${claimedBy.name} 负责。` : '';
  };

  const submit = async (body: object = {}): Promise<void> => {
    if (isSending) return;
    const content = JSON.stringify(body);
    if (sent.current?.content !== content) sent.current = { content, key: newKey() };
    setSending(true);
    setRefusal(null);
    try {
      const job = await post<Callback>(`/callbacks/${id}/actions/${act}`, body, sent.current.key);
      keepJob(client, job);
      refresh(client);
      onDone(job);
    } catch (error) {
      const isLost = error instanceof RequestError && LOST.includes(error.code);
      const who = isLost ? await whoHasIt().catch(() => '') : '';
      setRefusal(`${sentenceOf(error)}${who}`);
      if (isLost) refresh(client);
    } finally {
      setSending(false);
    }
  };
  return { submit, refusal, isSending };
}
