import { characterPairs } from './character-pairs';

/** From this share of a text's pairs on, another text is called similar. */
export const SIMILAR_FROM = 0.25;

/** A word or a name alone says nothing about a matter, and must not be a way to ask who wrote what. */
const FEWEST_PAIRS = 4;

/**
 * What of a text is compared with those of others: pairs without digits, because telephone and house numbers say who and
 * where it was, not what about. None of a text that is too short to say anything.
 */
export function comparedPairs(text: string): string[] {
  const pairs = characterPairs(text).filter((pair) => !/\p{N}/u.test(pair));
  return pairs.length < FEWEST_PAIRS ? [] : pairs;
}

/** How many pairs another text must share with one of so many pairs to be similar. */
export const leastShared = (pairs: number): number => Math.max(1, Math.ceil(pairs * SIMILAR_FROM));

/** 0 to 1 in hundredths: the part of a text's pairs that the other text has, too. */
export const similarity = (shared: number, pairs: number): number =>
  pairs === 0 ? 0 : Math.round((shared / pairs) * 100) / 100;

/** The stretches of `text` whose pairs are all among the shared ones, in the text's own letters, each once and in order. */
export function sharedStretches(text: string, shared: ReadonlySet<string>): string[] {
  const stretches = new Set<string>();
  for (const run of text.split(/[^\p{L}\p{N}]+/u)) {
    const characters = [...run];
    let stretch = '';
    for (let i = 0; i + 1 < characters.length; i += 1) {
      const [one, next] = [characters[i]!, characters[i + 1]!];
      if (shared.has((one + next).toLowerCase())) stretch = (stretch || one) + next;
      else if (stretch !== '') {
        stretches.add(stretch);
        stretch = '';
      }
    }
    if (stretch !== '') stretches.add(stretch);
  }
  return [...stretches];
}
