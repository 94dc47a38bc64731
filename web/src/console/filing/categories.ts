import { queryOptions } from '@tanstack/react-query';
import type { Demand } from '../../../../src/api/contract';
import { get } from '../../api/request';

const NEWEST = 200;

/** Categories of what was filed lately, the most frequent first: what to choose from before one invents another word. */
export const categoriesQuery = queryOptions({
  queryKey: ['demands', 'categories'],
  queryFn: () => get<{ items: Demand[] }>('/demands', { limit: NEWEST }),
  select: ({ items }) => byFrequency(items.map(({ category }) => category)),
  staleTime: 10 * 60_000,
});

function byFrequency(words: readonly (string | null)[]): string[] {
  const counts = new Map<string, number>();
  for (const word of words) if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([word]) => word);
}
