import { useRef, useState } from 'react';
import type { PublicDemand } from '../../../../src/api/contract';
import { newKey, post } from '../../api/request';

type ReporterAction = 'supply_information' | 'urge' | 'withdraw';

export interface Acting {
  act: (body: object) => Promise<boolean>;
  isBusy: boolean;
  error: unknown;
}

/** One action by the link. The same words sent again are the same intention and keep their key: done once, however often tried. */
export function useAction(token: string, action: ReporterAction, onDone: (demand: PublicDemand) => void): Acting {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const intention = useRef({ words: '', key: '' });

  const act = async (body: object): Promise<boolean> => {
    const words = JSON.stringify(body);
    if (intention.current.words !== words) intention.current = { words, key: newKey() };
    setBusy(true);
    setError(null);
    try {
      onDone(await post<PublicDemand>(`/public/demands/${token}/actions/${action}`, body, intention.current.key));
      intention.current = { words: '', key: '' };
      return true;
    } catch (failure) {
      setError(failure);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { act, isBusy, error };
}
