import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ActionBodies } from '../../../../src/api/contract';
import type { Action } from '../../../../src/domain/vocabulary';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';
import { refresh } from '../live';

/** Takes an action; the same words sent again after a failure are the same intention, and done once. */
export function useAct<A extends Action>(number: string, action: A, onDone: () => void) {
  const client = useQueryClient();
  const { keyFor } = useIntention();
  return useMutation({
    mutationFn: (body: ActionBodies[A]) => post(`/demands/${number}/actions/${action}`, body, keyFor(body)),
    onSuccess: () => {
      refresh(client);
      onDone();
    },
  });
}
