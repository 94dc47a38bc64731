import { useEffect, useState } from 'react';

interface KeptDraft<Content> {
  content: Content;
  change: (next: Content) => void;
  /** Forgets what was typed: it has been sent, or given up. */
  forget: () => void;
}

/** What somebody is typing, kept on this machine until it is sent, so that a reload or an outage loses nothing. Plain JSON. */
export function useKeptDraft<Content>(name: string, initial: Content): KeptDraft<Content> {
  const kept = `draft:${name}`;
  const [content, setContent] = useState<Content>(() => read(kept) ?? initial);
  const [isTouched, setTouched] = useState(false);
  useEffect(() => {
    if (isTouched) localStorage.setItem(kept, JSON.stringify(content));
  }, [kept, content, isTouched]);
  return {
    content,
    change: (next) => {
      setTouched(true);
      setContent(next);
    },
    forget: () => {
      setTouched(false);
      localStorage.removeItem(kept);
    },
  };
}

export const hasDraft = (name: string): boolean => localStorage.getItem(`draft:${name}`) !== null;

function read<Content>(kept: string): Content | undefined {
  const text = localStorage.getItem(kept);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as Content;
  } catch {
    localStorage.removeItem(kept);
    return undefined;
  }
}
