import { isDeepStrictEqual } from 'node:util';
import { momentWords } from '../domain/certificate-words';

/** As it comes out of a store: without what is undefined. */
export const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

interface Difference {
  path: string;
  one: unknown;
  other: unknown;
}

/** Where two JSON values differ, by path. */
export function differences(one: unknown, other: unknown, path = ''): Difference[] {
  if (isDeepStrictEqual(one, other)) return [];
  const areBoth = [one, other].every((value) => typeof value === 'object' && value !== null);
  if (!areBoth || Array.isArray(one) !== Array.isArray(other)) return [{ path, one, other }];
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) => differences(left[key], right[key], path === '' ? key : `${path}.${key}`));
}

/** Epoch ms as a moment, everything else as JSON. */
export const said = (value: unknown): string =>
  typeof value === 'number' && value > 1e12 ? momentWords(value) : (JSON.stringify(value) ?? '无');
