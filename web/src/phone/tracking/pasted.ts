import { pollPath, ratePath, trackPath } from '../paths';

const TOKEN = /^[A-Za-z0-9_-]{20,64}$/;

const PATHS = { track: trackPath, rate: ratePath, poll: pollPath };
export type Asked = keyof typeof PATHS;

/** Where a pasted link leads, or a bare token on the page that asks for it; null when it is neither. */
export function placeOfLink(pasted: string, asked: Asked = 'track'): string | null {
  const text = pasted.trim();
  const [, page, token = ''] = /\/m\/(track|rate|poll)#([\w-]+)/.exec(text) ?? [];
  if (TOKEN.test(token)) return PATHS[page as Asked](token);
  return TOKEN.test(text) ? PATHS[asked](text) : null;
}

/** The number of a demand, which opens nothing. */
export const isNumber = (text: string): boolean => /^SQ\d{8,}/i.test(text.trim());
