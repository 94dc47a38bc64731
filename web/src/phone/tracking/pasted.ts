import { pollPath, ratePath, trackPath } from '../paths';

const TOKEN = /^[A-Za-z0-9_-]{20,64}$/;

/** Where a pasted link or its token leads; null when it is neither. */
export function placeOfLink(pasted: string): string | null {
  const text = pasted.trim();
  const [, page, token = ''] = /\/m\/(track|rate|poll)#([\w-]+)/.exec(text) ?? [];
  if (TOKEN.test(token))
    return page === 'poll' ? pollPath(token) : page === 'rate' ? ratePath(token) : trackPath(token);
  return TOKEN.test(text) ? trackPath(text) : null;
}

/** The number of a demand, which opens nothing. */
export const isNumber = (text: string): boolean => /^SQ\d{8,}/i.test(text.trim());
