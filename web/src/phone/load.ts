import { useCallback, useEffect, useRef, useState } from 'react';
import { RequestError } from '../api/request';

export interface Loaded<T> {
  data: T | null;
  error: unknown;
  reload: () => Promise<void>;
  /** Shows an answer that came by another way, such as that of an action. */
  set: (data: T) => void;
}

/**
 * Asks for what `key` names; null asks for nothing. What came once stays while it is asked for anew, and a question that found no
 * network is asked again when there is one.
 */
export function useLoad<T>(key: string | null, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string | null; data: T | null; error: unknown }>({
    key,
    data: null,
    error: null,
  });
  const current = useRef({ key, load });
  current.current = { key, load };

  const reload = useCallback(async () => {
    const asked = current.current;
    if (asked.key === null) return;
    const isCurrent = () => current.current.key === asked.key;
    try {
      const data = await asked.load();
      if (isCurrent()) setState({ key: asked.key, data, error: null });
    } catch (error) {
      if (isCurrent())
        setState((before) => ({ key: asked.key, data: before.key === asked.key ? before.data : null, error }));
    }
  }, []);

  useEffect(() => void reload(), [key, reload]);
  useEffect(() => {
    const again = () => {
      if (document.visibilityState === 'visible') void reload();
    };
    addEventListener('online', again);
    document.addEventListener('visibilitychange', again);
    return () => {
      removeEventListener('online', again);
      document.removeEventListener('visibilitychange', again);
    };
  }, [reload]);

  const set = useCallback((data: T) => setState({ key: current.current.key, data, error: null }), []);
  const isOld = state.key !== key;
  return { data: isOld ? null : state.data, error: isOld ? null : state.error, reload, set };
}

export const codeOf = (error: unknown): string | null => (error instanceof RequestError ? error.code : null);
export const sentence = (error: unknown): string =>
  error instanceof RequestError ? error.problem.detail : '页面遇到意外问题，已填写的内容都在这部手机上，请刷新后再试。';
