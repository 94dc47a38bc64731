import { useSyncExternalStore } from 'react';
import { HOME } from './paths';

/**
 * Where the page stands. Secret links (进度、评价) keep their token in the fragment, which no server and no log ever sees:
 * /m/track#token, /m/rate#token.
 */
export interface Route {
  path: string;
  /** What follows `#`. */
  token: string;
  query: URLSearchParams;
}

const watchers = new Set<() => void>();
const tell = (): void => watchers.forEach((watcher) => watcher());
addEventListener('popstate', tell);
addEventListener('hashchange', tell);

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function read(href: string): Route {
  const { pathname, hash, searchParams } = new URL(href);
  return { path: pathname === '/m' ? HOME : pathname, token: decode(hash.slice(1)), query: searchParams };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function useRoute(): Route {
  return read(useSyncExternalStore(watch, () => location.href));
}

/** Whether this page was reached from another one of the phone pages, not by a link or a QR code. */
export const isFromInside = (): boolean => (history.state as { inside?: boolean } | null)?.inside === true;

export function go(to: string, { replace = false } = {}): void {
  history[replace ? 'replaceState' : 'pushState']({ inside: true, from: location.pathname + location.search }, '', to);
  scrollTo(0, 0);
  tell();
}

/** Back to a page: by the browser's own way when that is where the person came from, so that nothing piles up. */
export function goBackTo(to: string): void {
  if ((history.state as { from?: string } | null)?.from === to) history.back();
  else go(to);
}
