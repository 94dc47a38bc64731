import type { Likeness, Part } from '../domain/likeness';
import { conceptsIn } from './concepts';
import { isConcept } from './segment';

/** One reason why two demands are called alike, with what it gives to the score. */
export interface Reason {
  part: Part;
  says: string;
  score: number;
}

const MOST_WORDS = 6;

/** Why, in sentences: words of both, what means the same in other words, the place, the time. */
export function explain(one: string, other: string, { parts, shared, nearness, daysApart }: Likeness): Reason[] {
  const words = inLongest(shared.filter((token) => !isConcept(token))).slice(0, MOST_WORDS);
  const concepts = shared.filter((token) => isConcept(token) && !words.some((word) => standsFor(word, token)));
  const means = concepts.map((token) => meaning(token, one, other)).slice(0, 3);
  const reasons: Reason[] = [
    ...(words.length > 0 ? [reason('words', `都提到：${words.join('、')}`, parts.words)] : []),
    ...means.map((said) => reason('words', `说法不同，意思相近：${said}`, words.length > 0 ? 0 : parts.words)),
    reason('pairs', '文字相同的部分', parts.pairs),
    reason('place', PLACES[nearness], parts.place),
    reason('time', daysApart === 0 ? '同一天' : `相隔 ${daysApart} 天`, parts.time),
  ];
  return reasons.filter(({ part, score }) => score > 0 || part === 'words');
}

const reason = (part: Part, says: string, score: number): Reason => ({ part, says, score });

const PLACES: Record<Likeness['nearness'], string> = {
  same: '同一地点',
  near: '同一园区或社区范围',
  street: '同一街道',
  district: '不同街道',
};

/** Without those that stand within another. */
const inLongest = (words: readonly string[]): string[] =>
  words.filter((word) => !words.some((other) => other !== word && other.includes(word)));

const standsFor = (word: string, token: string): boolean =>
  conceptsIn(word).some(({ tokens }) => tokens.includes(token));

/** What each of them calls it. */
function meaning(token: string, one: string, other: string): string {
  const called = (text: string) => conceptsIn(text.toLowerCase()).find(({ tokens }) => tokens.includes(token))?.phrase;
  return [...new Set([called(one), called(other)].filter((phrase) => phrase !== undefined))].join(' / ');
}
