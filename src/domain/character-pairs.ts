const MOST = 1_500;

/**
 * The different pairs of neighbouring characters of a text, lower case, without spaces and punctuation: what Chinese can be
 * searched by, because it has no word boundaries and names of two characters are common. Of a very long text the beginning.
 */
export function characterPairs(text: string): string[] {
  const pairs = new Set<string>();
  for (const run of text.toLowerCase().split(/[^\p{L}\p{N}]+/u)) {
    const characters = [...run];
    for (let i = 0; i + 1 < characters.length && pairs.size < MOST; i += 1)
      pairs.add(characters[i]! + characters[i + 1]!);
  }
  return [...pairs];
}
