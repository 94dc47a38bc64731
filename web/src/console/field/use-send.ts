import { useEffect, useRef, useState } from 'react';
import { RequestError } from '../../api/request';

const isOffline = (error: unknown): boolean => error instanceof RequestError && error.code === 'offline';

interface Sending {
  isBusy: boolean;
  failure: unknown;
  /** Not sent for want of a network; goes out by itself when there is one again. */
  waits: boolean;
  send: () => Promise<void>;
}

/** Sends one thing at a time. What could not leave for want of a network is sent again when the network is back. */
export function useSend(work: () => Promise<void>): Sending {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const isUnderWay = useRef(false);
  const latest = useRef(work);
  latest.current = work;
  const send = async () => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setFailure(null);
    try {
      await latest.current();
    } catch (error) {
      setFailure(error);
    } finally {
      isUnderWay.current = false;
      setBusy(false);
    }
  };
  const waits = isOffline(failure);
  useEffect(() => {
    if (!waits) return;
    const again = () => void send();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [waits]);
  return { isBusy, failure, waits, send };
}
