import { useSyncExternalStore } from 'react';

function watch(watcher: () => void): () => void {
  addEventListener('online', watcher);
  addEventListener('offline', watcher);
  return () => {
    removeEventListener('online', watcher);
    removeEventListener('offline', watcher);
  };
}

/** What the phone knows: connected does not mean that the service can be reached. */
export const useOnline = (): boolean => useSyncExternalStore(watch, () => navigator.onLine);
