import { characterPairs } from './character-pairs';

/** From this share of a text's pairs on, another text is called similar. */
export const SIMILAR_FROM = 0.25;

/** A short word alone says nothing about a matter; one of four characters may. */
const FEWEST_PAIRS = 3;

/**
 * What of a text is compared with those of others: pairs without digits, because telephone and house numbers say who and
 * where it was, not what about.
 */
export const comparedPairs = (text: string): string[] => characterPairs(text).filter((pair) => !/\p{N}/u.test(pair));

/** Those of the pairs that are common knowledge, as if nothing else had been typed; none when they are too few to say anything. */
export function countedPairs(pairs: readonly string[], common: Iterable<string>): string[] {
  const known = new Set(common);
  const counted = pairs.filter((pair) => known.has(pair));
  return counted.length < FEWEST_PAIRS ? [] : counted;
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
