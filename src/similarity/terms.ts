/** Tokens that are looked up together: only a demand with all of them is found. */
export type Term = readonly string[];

/** A token, how much it says, and in which texts of a sample it stands. */
export interface Known {
  token: string;
  says: number;
  texts: ReadonlySet<number>;
}

interface Candidate {
  term: Term;
  says: number;
  texts: ReadonlySet<number>;
  /** The place of its last token among those that may be added. */
  last: number;
}

/** So many of one token, of two together, of three together: each costs a third of a millisecond to look up (measured). */
const MOST_TERMS = [16, 4, 2];
/** Of the tokens that stand in too many texts, so many are put together. */
const MOST_TOGETHER = 8;

/**
 * What to look up for a text so that not more than `budget` texts of the sample are found: words that few have, each by itself; of
 * words that many have, two or three together.
 */
export function termsWithin(budget: number, tokens: readonly Known[]): Term[] {
  const taken = createTaken(budget);
  const single = tokens.map(({ token, says, texts }) => ({ term: [token], says, texts, last: -1 }));
  const common = taken.take(single, MOST_TERMS[0]!).slice(0, MOST_TOGETHER);
  let tooMany = common.map((each, last) => ({ ...each, last }));
  for (const most of MOST_TERMS.slice(1))
    tooMany = taken.take(
      tooMany.flatMap((each) =>
        common.slice(each.last + 1).map((added, i) => together(each, added, each.last + 1 + i)),
      ),
      most,
    );
  return taken.terms;
}

function createTaken(budget: number) {
  const terms: Term[] = [];
  const found = new Set<number>();
  let unknown = 0;
  const isFound = ({ term }: Candidate): boolean => terms.some((known) => known.every((token) => term.includes(token)));
  const fits = ({ texts }: Candidate): boolean => {
    let more = 0;
    for (const text of texts) if (!found.has(text)) more += 1;
    // What no text of the sample has may stand in an older one.
    return found.size + unknown + Math.max(1, more) <= budget;
  };
  /** Takes the most telling that fit. Gives those that stand in too many texts, the most telling first. */
  const take = (candidates: Candidate[], most: number): Candidate[] => {
    const before = terms.length;
    return candidates
      .sort((a, b) => b.says - a.says || a.texts.size - b.texts.size)
      .filter((candidate) => {
        if (isFound(candidate)) return false;
        if (!fits(candidate)) return true;
        if (terms.length - before >= most) return false;
        terms.push(candidate.term);
        for (const text of candidate.texts) found.add(text);
        if (candidate.texts.size === 0) unknown += 1;
        return false;
      });
  };
  return { terms, take };
}

const together = (one: Candidate, added: Candidate, last: number): Candidate => ({
  term: [...one.term, ...added.term],
  says: one.says + added.says,
  texts: new Set([...one.texts].filter((text) => added.texts.has(text))),
  last,
});
