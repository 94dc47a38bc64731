import { z } from 'zod';
import { seenIn } from '../domain/blank';

const byteLimitMessage = (max: number): string => `不能超过 ${max} 个字`;

/**
 * A text typed by a person: trimmed, empty when there is nothing to see in it, of at most `max` characters (code points, so that
 * 𠮷 counts as one). NUL and lone surrogates never get this far: the JSON parser refuses them. `min` 1 means required.
 */
export function text(max: number, { min = 1 }: { min?: number } = {}) {
  return z
    .string()
    .overwrite(seenIn)
    .min(min, min === 1 ? '不能为空' : `不能少于 ${min} 个字`)
    .refine((value) => value.length <= max || [...value].length <= max, byteLimitMessage(max))
    .refine(isStorable, '含有无法保存的字符')
    .meta({ maxLength: max });
}

/** PostgreSQL cannot store NUL, and a lone surrogate is not valid UTF-8. */
export function isStorable(value: string): boolean {
  return !value.includes('\0') && !/\p{Surrogate}/u.test(value);
}
