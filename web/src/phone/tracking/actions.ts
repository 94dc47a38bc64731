import { useState } from 'react';
import type { PublicDemand } from '../../../../src/api/contract';
import { useIntention } from '../../api/use-intention';
import { post } from '../../api/request';

type ReporterAction = 'supply_information' | 'urge' | 'withdraw';

/** What a form needs to act on one demand, held by its link. */
export interface ActingProps {
  demand: PublicDemand;
  token: string;
  onDone: (demand: PublicDemand) => void;
}

export interface Acting {
  act: (body: object) => Promise<boolean>;
  isBusy: boolean;
  error: unknown;
}

/** One action by the link. The same words sent again are the same intention and keep their key: done once, however often tried. */
export function useAction(token: string, action: ReporterAction, onDone: (demand: PublicDemand) => void): Acting {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { keyFor, done } = useIntention();

  const act = async (body: object): Promise<boolean> => {
    setBusy(true);
    setError(null);
    try {
      onDone(
        await post<PublicDemand>(`/public/demands/${encodeURIComponent(token)}/actions/${action}`, body, keyFor(body)),
      );
      done();
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
