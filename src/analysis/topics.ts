import { DISSATISFACTION_REASONS, type DissatisfactionReason } from '../domain/vocabulary';
import type { CountedDemand } from '../statistics/period-outcomes';
import type { Materials, Period, ReasonCount, RepeatPerson, RepeatPlace, Topic } from './analysis';

const MOST = 10;
const MOST_WORDS = 6;
/** From so many in one period on, a place or a person comes again and again. */
export const REPEATED_FROM = 3;

export const isRated = ({ marks }: CountedDemand): boolean => marks.some(({ aspect }) => aspect === 'grade');
export const isUnhappy = ({ marks }: CountedDemand): boolean =>
  marks.some(({ aspect, bad }) => aspect === 'grade' && bad);

const isFiledIn = ({ span }: Period) => {
  return ({ createdAt }: CountedDemand): boolean => createdAt >= span.from && createdAt < span.to;
};

function byKey<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const known = found.get(key(item));
    if (known) known.push(item);
    else found.set(key(item), [item]);
  }
  return found;
}

/** Categories with most dissatisfied demands, and the words that most of these share. */
export function topicsOf({ now, before, words }: Pick<Materials, 'now' | 'before' | 'words'>): Topic[] {
  const rated = byKey(now.demands.filter(isRated), ({ category }) => category);
  const were = byKey(before.demands.filter(isUnhappy), ({ category }) => category);
  return [...rated]
    .map(([category, demands]): Topic => {
      const unhappy = demands.filter(isUnhappy);
      return {
        ...{ category, dissatisfied: unhappy.length, rated: demands.length },
        before: were.get(category)?.length ?? 0,
        words: commonWords(unhappy.map(({ id }) => words.get(id) ?? [])),
      };
    })
    .filter(({ dissatisfied }) => dissatisfied > 0)
    .sort((a, b) => b.dissatisfied - a.dissatisfied || b.dissatisfied / b.rated - a.dissatisfied / a.rated)
    .slice(0, MOST);
}

/** Words of at least two of the texts, the commonest first; a word inside a commoner one says nothing more. */
function commonWords(texts: readonly (readonly string[])[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of new Set(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const common = [...counts]
    .filter(([word, count]) => count >= Math.min(2, texts.length) && /^[\p{L}\p{N}]{2,}$/u.test(word))
    .sort(([one, a], [other, b]) => b - a || other.length - one.length || (one < other ? -1 : 1))
    .map(([word]) => word);
  const kept: string[] = [];
  for (const word of common) {
    if (kept.length === MOST_WORDS) break;
    if (!kept.some((other) => other.includes(word) || word.includes(other))) kept.push(word);
  }
  return kept;
}

export function reasonsOf({ now, before }: Pick<Materials, 'now' | 'before'>): ReasonCount[] {
  const [counts, were] = [countReasons(now.demands), countReasons(before.demands)];
  return (Object.keys(DISSATISFACTION_REASONS) as DissatisfactionReason[])
    .map((code) => ({
      ...{ code, label: DISSATISFACTION_REASONS[code] },
      ...{ count: counts.get(code) ?? 0, before: were.get(code) ?? 0 },
    }))
    .filter(({ count, before: was }) => count + was > 0)
    .sort((a, b) => b.count - a.count || b.before - a.before);
}

function countReasons(demands: readonly CountedDemand[]): Map<DissatisfactionReason, number> {
  const counts = new Map<DissatisfactionReason, number>();
  for (const { marks } of demands) {
    const given = marks.filter(({ aspect, bad }) => aspect === 'grade' && bad).flatMap(({ reasons }) => reasons ?? []);
    for (const code of new Set(given)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

/** Places from which the same matter came again and again. */
export function placesOf({ now, before, unitOf }: Pick<Materials, 'now' | 'before' | 'unitOf'>): RepeatPlace[] {
  const key = ({ place, category }: CountedDemand) => JSON.stringify([place, category]);
  const filed = byKey(now.demands.filter(isFiledIn(now)), key);
  const were = byKey(before.demands.filter(isFiledIn(before)), key);
  return [...filed]
    .filter(([, demands]) => demands.length >= REPEATED_FROM)
    .map(([at, demands]): RepeatPlace => {
      const { place, category } = demands[0]!;
      return {
        place: { id: place, name: unitOf(place)?.name ?? place },
        ...{ category, filed: demands.length, dissatisfied: demands.filter(isUnhappy).length },
        before: were.get(at)?.length ?? 0,
      };
    })
    .sort((a, b) => b.filed - a.filed || b.dissatisfied - a.dissatisfied || (a.place.id < b.place.id ? -1 : 1))
    .slice(0, MOST);
}

export function peopleOf({ people, now }: Pick<Materials, 'people' | 'now'>): RepeatPerson[] {
  const categories = new Map(now.demands.map(({ id, category }) => [id, category]));
  return people
    .filter(({ numbers }) => numbers.length >= REPEATED_FROM)
    .map(({ ids, numbers }) => ({
      count: numbers.length,
      categories: [...new Set(ids.map((id) => categories.get(id)).filter((each) => each !== undefined))].slice(0, 4),
      numbers: numbers.slice(0, 20),
    }))
    .sort((a, b) => b.count - a.count)
    .slice(0, MOST);
}
