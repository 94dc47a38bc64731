import { useRef, useState } from 'react';
import { useMe } from '../session';
import { draftsIn } from './draft-store';

const drafts = draftsIn(localStorage);
export const hasDraft = drafts.has;

interface Draft<Content> {
  content: Content;
  change: (changes: Partial<Content>) => void;
  /** It has been sent, or given up. What is shown stays until its form closes. */
  forget: () => void;
}

/**
 * What somebody is writing, kept on this machine until it is sent, so that a reload or a lost connection loses nothing. Plain
 * JSON; nothing is kept while it is as it began. Signing out forgets it.
 */
export function useDraft<Content extends object>(name: string, initial: Content): Draft<Content> {
  const { username } = useMe();
  const [begun] = useState(() => JSON.stringify(initial));
  const [content, setContent] = useState<Content>(() => drafts.kept<Content>(username, name) ?? initial);
  // Two changes may come before the next drawing: each builds on the one before it.
  const latest = useRef(content);
  const change = (changes: Partial<Content>) => {
    latest.current = { ...latest.current, ...changes };
    setContent(latest.current);
    const text = JSON.stringify(latest.current);
    if (text === begun) drafts.forget(username, name);
    else drafts.keep(username, name, text);
  };
  return { content, change, forget: () => drafts.forget(username, name) };
}
