import { useEffect, useState } from 'react';

/** What was typed and not yet sent, kept on this machine over a reload; signing out forgets it. */
export function useDraft<Content extends object>(
  name: string,
  blank: Content,
): [Content, (change: Partial<Content>) => void, () => void] {
  const key = `draft:${name}`;
  const [content, setContent] = useState<Content>(() => {
    const kept = localStorage.getItem(key);
    return kept === null ? blank : { ...blank, ...(JSON.parse(kept) as Partial<Content>) };
  });
  const isBlank = JSON.stringify(content) === JSON.stringify(blank);
  useEffect(() => {
    if (isBlank) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(content));
  }, [key, content, isBlank]);
  const forget = () => {
    localStorage.removeItem(key);
    setContent(blank);
  };
  return [content, (change) => setContent((before) => ({ ...before, ...change })), forget];
}
