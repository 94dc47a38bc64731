import { countTokens } from '../database/likely-demands';
import type { Database } from '../database/client';
import type { Weigh } from '../domain/likeness';
import { isConcept, TOKENS_VERSION } from './segment';

export interface Weights {
  weigh: Weigh;
  /** Those of the tokens that few demands have, the rarest first: what an index can look up at a bounded cost. */
  rare: (tokens: readonly string[]) => string[];
}

/** Two texts that say one thing in different words share no more than the concept. */
const OF_CONCEPT = 1.3;

/** At most so many tokens are looked up, and so large a part of all demands. */
const MOST_RARE = 16;
const RARE_SHARE = 0.012;
/** Of fewer demands than this all may be looked at. */
const FEW = 2_000;

const FRESH_FOR = 10 * 60_000;

/** Counted anew every ten minutes and kept per process; what is stale is used until then, because weights change slowly. */
export function createWeights(database: Database): () => Promise<Weights> {
  let held: { at: number; weights: Promise<Weights> } | null = null;
  return () => {
    if (held && Date.now() - held.at < FRESH_FOR) return held.weights;
    const before = held;
    const weights = countTokens(database).then(weightsFrom);
    const mine = { at: Date.now(), weights: before ? before.weights : weights };
    held = mine;
    weights.then(
      () => (mine.weights = weights),
      () => (held = null),
    );
    return mine.weights;
  };
}

export function weightsFrom({ demands, counts }: { demands: number; counts: Map<string, number> }): Weights {
  const rarity = (count: number): number => Math.log(1 + demands / (1 + count));
  const known = new Map(
    [...counts].map(([token, count]) => [token, rarity(count) * (isConcept(token) ? OF_CONCEPT : 1)]),
  );
  known.set(TOKENS_VERSION, 0);
  const [ofWord, ofConcept] = [rarity(1), rarity(1) * OF_CONCEPT];
  const weigh: Weigh = (token) => known.get(token) ?? (isConcept(token) ? ofConcept : ofWord);
  const rare = (tokens: readonly string[]): string[] => {
    const most = demands < FEW ? Infinity : demands * RARE_SHARE;
    const sorted = tokens
      .filter((token) => token !== TOKENS_VERSION)
      .map((token) => ({ token, count: counts.get(token) ?? 1 }))
      .sort((a, b) => a.count - b.count);
    let sum = 0;
    return sorted.filter(({ count }, i) => i < MOST_RARE && (sum += count) <= most).map(({ token }) => token);
  };
  return { weigh, rare };
}
