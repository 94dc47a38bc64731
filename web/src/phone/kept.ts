import { useSyncExternalStore } from 'react';

/** What this phone keeps. Where a browser allows no storage (private windows), it lasts as long as the page. */
const memory = new Map<string, string>();
const watchers = new Set<() => void>();

function text(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

export function kept<T>(key: string): T | null {
  try {
    return JSON.parse(text(key) ?? 'null') as T | null;
  } catch {
    return null;
  }
}

export function keep(key: string, value: unknown): void {
  const written = JSON.stringify(value);
  try {
    localStorage.setItem(key, written);
    memory.delete(key);
  } catch {
    memory.set(key, written);
  }
  watchers.forEach((watcher) => watcher());
}

export function forget(key: string): void {
  memory.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept there.
  }
  watchers.forEach((watcher) => watcher());
}

/** The names under which something is kept that begin like this. */
export function keptKeys(prefix: string): string[] {
  let stored: string[] = [];
  try {
    stored = Object.keys(localStorage);
  } catch {
    // Only the memory is left.
  }
  return [...new Set([...stored, ...memory.keys()])].filter((key) => key.startsWith(prefix)).sort();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** A kept text, written at every change: what was typed survives a reload. */
export function useKeptText(key: string): [string, (value: string) => void] {
  const value = useSyncExternalStore(watch, () => text(key));
  return [value === null ? '' : (kept<string>(key) ?? ''), (next) => (next === '' ? forget(key) : keep(key, next))];
}
