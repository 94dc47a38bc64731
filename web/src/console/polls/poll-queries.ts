import { queryOptions } from '@tanstack/react-query';
import type { Ballots, Poll } from '../../../../src/api/contract';
import { get } from '../../api/request';

export const pollQuery = (id: string) =>
  queryOptions({ queryKey: ['polls', 'one', id], queryFn: () => get<Poll>(`/polls/${encodeURIComponent(id)}`) });

/** Its key begins like everything of the demand, so that one word refreshes it. */
export const pollsOfQuery = (number: string) =>
  queryOptions({
    queryKey: ['demand', number, 'polls'],
    queryFn: () => get<{ items: Poll[] }>('/polls', { demand: number, limit: 200 }),
  });

const PAGE = 200;

/** All links of a poll, page by page. Every look at them is audited: asked once and never anew by itself. */
export const ballotsQuery = (id: string) =>
  queryOptions({
    queryKey: ['ballots', id],
    queryFn: async () => {
      const items: Ballots['items'] = [];
      let cursor: string | undefined;
      do {
        const page = await get<Ballots>(`/polls/${encodeURIComponent(id)}/ballots`, { limit: PAGE, cursor });
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor);
      return items;
    },
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: false,
  });
