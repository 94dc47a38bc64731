import { useNavigate, useSearch } from '@tanstack/react-router';

/** Search parameters as a page keeps them: plain strings, so that filters can be linked, saved and shared. */
export type Search = Record<string, string | undefined>;

export const readSearch = (search: Record<string, unknown>): Search =>
  Object.fromEntries(
    Object.entries(search).flatMap(([name, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) && value !== '' ? [[name, String(value)]] : [],
    ),
  );

/** The search of the page, and a way to change some of it; undefined takes a parameter out. */
export function usePageSearch(): [Search, (change: Search, options?: { replace?: boolean }) => void] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = (changes: Search, { replace = true } = {}) =>
    void navigate({ to: '.', search: (before: Search) => ({ ...before, ...changes }), replace });
  return [search, change];
}
