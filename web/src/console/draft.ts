import { useEffect, useRef, useState } from 'react';
import { useMe } from './session';

/**
 * What somebody is writing, kept on this machine until it is sent, so that a reload or a lost connection loses nothing. Signing
 * out forgets it. Nothing is kept while it is as it began.
 */
export function useDraft<Values extends object>(name: string, initial: Values): [Values, (values: Values) => void, () => void] {
  const { username } = useMe();
  const key = `draft:${username}:${name}`;
  const begun = useRef(JSON.stringify(initial));
  const [values, setValues] = useState<Values>(() => {
    const kept = localStorage.getItem(key);
    return kept ? (JSON.parse(kept) as Values) : initial;
  });
  useEffect(() => {
    const now = JSON.stringify(values);
    if (now === begun.current) localStorage.removeItem(key);
    else localStorage.setItem(key, now);
  }, [key, values]);
  const forget = () => {
    localStorage.removeItem(key);
    setValues(initial);
  };
  return [values, setValues, forget];
}
