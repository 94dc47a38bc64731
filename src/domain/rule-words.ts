import type { Conditions } from './routing';

type Words = readonly string[] | undefined;

/** Between the values of one cell of a sheet people write any of these: so no value may hold one. */
export const LIST_MARKS = /[、,，;；\n]/;

/** Whether whatever has one of these words has one of the others. */
export const narrower = (words: Words, wider: Words): boolean =>
  wider === undefined || (words?.every((word) => wider.some((short) => word.includes(short))) ?? false);

/** The words of one rule that are words of the other, too, or parts of one, or hold one. */
export const sharedWords = (words: Words, others: Words): string[] =>
  (words ?? []).filter((word) => others?.some((other) => word.includes(other) || other.includes(word)) ?? false);

type Asked = Pick<Conditions, 'words' | 'category'>;

/**
 * Whether two rules ask of different things: of words that have nothing in common, or one of words and the other of the
 * category. Then both match only by chance, in a text that speaks of both.
 */
export const areApart = (one: Asked, other: Asked): boolean =>
  one.words && other.words
    ? sharedWords(one.words, other.words).length === 0
    : isByWords(one)
      ? isByCategory(other)
      : isByCategory(one) && isByWords(other);

const isByWords = ({ words, category }: Asked): boolean => words !== undefined && category === undefined;
const isByCategory = ({ words, category }: Asked): boolean => words === undefined && category !== undefined;
