import { characterPairs } from './character-pairs';
import type { AssignRule } from './routing';
import { comparedPairs, sharedStretches } from './similarity';
import type { UnitRef } from './organisation';

/** One line of the duty list (职责清单): a matter, whose it is, and the document that says so. */
export interface Duty {
  id: string;
  code: string;
  category: string;
  name: string;
  unitId: string;
  /** Words by which people call it. */
  words: string[];
  basis: string;
}

export interface FoundDuty<Item extends Duty = Duty> {
  item: Item;
  /** Of the text, what speaks for it. */
  because: string[];
  score: number;
}

/** A word that an administrator wrote for this item says more than characters that happen to be shared. */
const WORD_WEIGHT = 4;
/** Less than this, and a text shares nothing but commonplaces with an item. Of a short text, less can be shared. */
const LEAST = 1.5;
const LEAST_PER_PAIR = 0.35;

/** The items that have anything in common with what somebody looks for, best first. What few items say weighs more than what all say. */
export function findDuties<Item extends Duty>(text: string, items: readonly Item[], most: number): FoundDuty<Item>[] {
  const asked = new Set(comparedPairs(text));
  const lower = text.toLowerCase();
  const own = items.map((item) => comparedPairs([item.name, item.category, ...item.words].join('\n')));
  const spread = new Map<string, number>();
  for (const pairs of own) for (const pair of pairs) if (asked.has(pair)) spread.set(pair, (spread.get(pair) ?? 0) + 1);
  const rarity = (pair: string): number =>
    Math.log2(1 + items.length / (spread.get(pair) ?? items.length)) / Math.log2(1 + items.length);
  const found = items.map((item, at): FoundDuty<Item> => {
    const words = item.words.filter((word) => lower.includes(word.toLowerCase()));
    const shared = own[at]!.filter((pair) => asked.has(pair));
    const score = WORD_WEIGHT * words.length + shared.reduce((sum, pair) => sum + rarity(pair), 0);
    const covered = new Set(words.flatMap(characterPairs));
    const rest = new Set(shared.filter((pair) => !covered.has(pair)));
    return { item, score, because: [...new Set([...words, ...sharedStretches(text, rest)])] };
  });
  return found
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.item.code < b.item.code ? -1 : 1))
    .slice(0, most);
}

/** The items that a demand's text is about, best first: nobody asked for them, so what is merely alike in passing stays away. */
export function proposeDuties<Item extends Duty>(
  text: string,
  items: readonly Item[],
  most: number,
): FoundDuty<Item>[] {
  const least = Math.min(LEAST, LEAST_PER_PAIR * new Set(comparedPairs(text)).size);
  return findDuties(text, items, most).filter(({ score }) => score >= least);
}

/**
 * The rule that an item would be: what has its words, filed under the committee of its unit, goes to that unit at that level.
 * Null for an item without words, which no rule could tell from others.
 */
export function ruleOfDuty({ code, name, words, basis }: Duty, unit: UnitRef): AssignRule | null {
  if (words.length === 0) return null;
  const committee = unit.path.length > 1 ? unit.path.at(-2)! : unit.id;
  const reason = [...`职责清单 ${code}：${name}${basis ? `（${basis}）` : ''}`].slice(0, 200).join('');
  return {
    id: `duty-${code}`.replace(/[^\p{L}\p{N}_-]/gu, '-').slice(0, 40),
    when: { under: [committee], words: [...words] },
    then: { level: unit.level, lead: unit.id },
    reason,
  };
}
