import { newKey } from '../../api/keys';

/** Kept in the draft beside what is written. */
export interface Sent {
  sent?: { text: string; key: string };
}

interface Draft {
  content: Sent;
  change: (changes: Sent) => void;
}

/**
 * The key under which this body is sent. It is kept in the draft before anything is sent: after a lost answer and a reload of
 * the page the same body goes out under the same key, and is done once.
 */
export function keptKey(draft: Draft, body: unknown): string {
  const text = JSON.stringify(body);
  const before = draft.content.sent;
  if (before?.text === text) return before.key;
  const key = newKey();
  draft.change({ sent: { text, key } });
  return key;
}
