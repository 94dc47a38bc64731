import { useRef } from 'react';
import type { Notice } from '../../../../src/api/contract';

interface Seen {
  kind: string;
  /** Whether each was unread when it came; reading it leaves it where it stands. */
  unread: Map<string, boolean>;
  /** What was there when the page was opened. */
  first: Set<string>;
}

/** The notices in a steady order, unread ones first, and which of them came while the page was open. */
export function useArrivals(kind: string, items: readonly Notice[] | undefined) {
  const held = useRef<Seen>(null);
  if (items && held.current?.kind !== kind)
    held.current = { kind, unread: new Map(), first: new Set(items.map(({ id }) => id)) };
  const seen = held.current;
  for (const { id, read } of items ?? []) if (seen && !seen.unread.has(id)) seen.unread.set(id, !read);
  const rank = ({ id }: Notice) => (seen?.unread.get(id) ? 0 : 1);
  return {
    shown: [...(items ?? [])].sort((a, b) => rank(a) - rank(b)),
    isNew: ({ id }: Notice) => seen !== null && !seen.first.has(id),
  };
}
