import { liesUnder, type UnitRef } from './organisation';

/**
 * How much each part may give to the score; together 1. Tuned on two thirds of the labelled set of tests/similarity, see
 * docs/similar-and-topics.md for what the other third came to.
 */
export const PARTS = { words: 0.45, pairs: 0.25, place: 0.2, time: 0.1 } as const;
export type Part = keyof typeof PARTS;

/**
 * From this score on a demand is shown. At it the labelled set has a recall@5 of 0.95 and a precision of 0.77; the part that was
 * held out 0.93 and 0.80.
 */
export const SHOWN_FROM = 0.25;
/** What the words and pairs must come to for place and time to count in full: nearness alone makes nothing similar. */
const CONVINCING = 0.25;

const LIKELY_FROM = 0.4;
const VERY_LIKELY_FROM = 0.55;

/** The score in words. */
export const likenessWord = (score: number): '很像' | '较像' | '有些像' =>
  score >= VERY_LIKELY_FROM ? '很像' : score >= LIKELY_FROM ? '较像' : '有些像';

const DAY = 86_400_000;
/** Days after which a demand is half as near in time. */
const HALF_AFTER = 30;

/** What is compared of one demand. `at` in epoch ms. */
export interface Compared {
  tokens: readonly string[];
  pairs: readonly string[];
  place: Pick<UnitRef, 'id' | 'path'>;
  at: number;
}

export type Nearness = 'same' | 'near' | 'street' | 'district';

export interface Likeness {
  /** 0 to 1 in hundredths: the sum of the parts. */
  score: number;
  parts: Record<Part, number>;
  /** Tokens of both, those that say most first. */
  shared: string[];
  nearness: Nearness;
  /** Whole days between them. */
  daysApart: number;
}

/** How much a token says: the fewer demands have it, the more. */
export type Weigh = (token: string) => number;

export function likenessOf(one: Compared, other: Compared, weigh: Weigh): Likeness {
  const shared = sharedOf(one.tokens, other.tokens).filter((token) => weigh(token) > 0);
  const words =
    PARTS.words * wordLikeness(massOf(shared, weigh), massOf(one.tokens, weigh), massOf(other.tokens, weigh));
  const pairs =
    PARTS.pairs * pairLikeness(sharedOf(one.pairs, other.pairs).length, one.pairs.length, other.pairs.length);
  const convincing = Math.min(1, (words + pairs) / CONVINCING);
  const nearness = nearnessOf(one.place, other.place);
  const apart = Math.abs(one.at - other.at) / DAY;
  const parts = {
    words: hundredths(words),
    pairs: hundredths(pairs),
    place: hundredths(PARTS.place * NEARNESS[nearness] * convincing),
    time: hundredths((PARTS.time * convincing) / (1 + apart / HALF_AFTER)),
  };
  const score = hundredths(parts.words + parts.pairs + parts.place + parts.time);
  shared.sort((a, b) => weigh(b) - weigh(a));
  return { score, parts, shared, nearness, daysApart: Math.floor(apart) };
}

const hundredths = (n: number): number => Math.round(n * 100) / 100;

function sharedOf(one: readonly string[], other: readonly string[]): string[] {
  const known = new Set(other);
  return one.filter((token) => known.has(token));
}

const massOf = (tokens: readonly string[], weigh: Weigh): number =>
  tokens.reduce((sum, token) => sum + weigh(token) ** 2, 0);

/** Half the cosine of the two, half how much of the shorter is in the longer: few words may say all of it. */
function wordLikeness(shared: number, one: number, other: number): number {
  const [less, more] = [Math.min(one, other), Math.max(one, other)];
  return less === 0 ? 0 : (shared / Math.sqrt(less * more) + shared / less) / 2;
}

/** The same of pairs of characters, of which none counts more than another. */
function pairLikeness(shared: number, one: number, other: number): number {
  const less = Math.min(one, other);
  return less === 0 ? 0 : ((2 * shared) / (one + other) + shared / less) / 2;
}

const NEARNESS: Record<Nearness, number> = { same: 1, near: 0.7, street: 0.4, district: 0 };

/** Of two places: one and the same, one within the other or side by side in a park or community, of one street, or not. */
function nearnessOf(one: Compared['place'], other: Compared['place']): Nearness {
  if (one.id === other.id) return 'same';
  const common = one.path.filter((id, i) => other.path[i] === id).length;
  if (common >= 3) return 'near';
  if (common === 2) return isInside(one, other) ? 'near' : 'street';
  return 'district';
}

const isInside = (one: Compared['place'], other: Compared['place']): boolean =>
  liesUnder(one as UnitRef, other.id) || liesUnder(other as UnitRef, one.id);
