import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import type { ActionBodies } from '../../../../src/api/contract';
import type { Action } from '../../../../src/domain/vocabulary';
import { newKey, post } from '../../api/request';
import { refresh } from '../live';

/** Takes an action; the same words sent again after a failure are the same intention, and done once. */
export function useAct<A extends Action>(number: string, action: A, onDone: () => void) {
  const client = useQueryClient();
  const intention = useRef<{ said: string; key: string }>(null);
  return useMutation({
    mutationFn: (body: ActionBodies[A]) => {
      const said = JSON.stringify(body);
      if (intention.current?.said !== said) intention.current = { said, key: newKey() };
      return post(`/demands/${number}/actions/${action}`, body, intention.current.key);
    },
    onSuccess: () => {
      refresh(client);
      onDone();
    },
  });
}
