import { OTHER_CATEGORY } from './routing';
import { similarity } from './similarity';

/** What is compared of two cases. `path` is that of the place; `pairs` are those of title and text. */
export interface ComparedCase {
  category: string;
  path: readonly string[];
  pairs: readonly string[];
}

export interface Likeness {
  /** 0 to 1 in hundredths. */
  score: number;
  sameCategory: boolean;
  /** The lowest unit under which both places lie, below the district; null when they have only the district in common. */
  near: string | null;
  /** The part of the text's pairs that the other has, too; 0 to 1. */
  text: number;
}

const WEIGHTS = { category: 0.4, place: 0.2, text: 0.4 };
/** From this share on, texts alone make a precedent. */
const TEXT_ENOUGH = 0.15;

/** How like an earlier case is to one at hand: category first, then text, then whether the places are near each other. */
export function likenessOf(one: ComparedCase, other: ComparedCase): Likeness {
  // What nobody could classify has nothing in common.
  const sameCategory = one.category === other.category && one.category !== OTHER_CATEGORY;
  const common = one.path.filter((unit, i) => other.path[i] === unit);
  const near = common.length > 1 ? common[common.length - 1]! : null;
  const shared = sharedPairs(one.pairs, other.pairs);
  const text = similarity(shared, Math.min(one.pairs.length, other.pairs.length));
  const place = near === null ? 0 : common.length / one.path.length;
  const score =
    (sameCategory ? WEIGHTS.category : 0) +
    WEIGHTS.place * place +
    WEIGHTS.text * Math.min(1, text / (2 * TEXT_ENOUGH));
  return { score: Math.round(score * 100) / 100, sameCategory, near, text };
}

function sharedPairs(one: readonly string[], other: readonly string[]): number {
  const known = new Set(other);
  return one.filter((pair) => known.has(pair)).length;
}

/** A ruling is proposed when its case is of the same category and near, or when the texts are alike. */
export const isPrecedent = ({ sameCategory, near, text }: Likeness): boolean =>
  text >= TEXT_ENOUGH || (sameCategory && near !== null);
