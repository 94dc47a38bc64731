import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Demand, Task } from '../../../../src/api/contract';
import { get, type Query } from '../../api/request';
import { askShortAgain } from '../live';
import { ofDemand, ofTask, type ListItem } from './list-item';

export type Source = { of: 'tasks'; queue: string } | { of: 'demands' };
interface Page<Item> {
  items: Item[];
  nextCursor?: string;
  total?: number;
  filtered?: number;
}

const PAGE = 100;

/** A list that grows as it is read. `total` is known where the service counts it. */
export function useList(source: Source, filters: Query) {
  const isTasks = source.of === 'tasks';
  const asked: Query = isTasks ? { queue: source.queue, ...filters } : filters;
  // Counting all may take longer than the page: once is enough.
  const total = isTasks ? {} : { total: true };
  const list = useInfiniteQuery({
    queryKey: [source.of, asked],
    queryFn: ({ pageParam }) =>
      get<Page<Task | Demand>>(`/${source.of}`, {
        ...asked,
        limit: PAGE,
        ...(pageParam ? { cursor: pageParam } : total),
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: askShortAgain,
  });
  const items = useMemo<ListItem[]>(() => {
    const all = list.data?.pages.flatMap((page) => page.items) ?? [];
    const shown = all.map((item) => (isTasks ? ofTask(item as Task) : ofDemand(item as Demand)));
    return [...new Map(shown.map((item) => [item.key, item])).values()];
  }, [list.data, isTasks]);
  const first = list.data?.pages[0];
  return { ...list, items, total: first?.total ?? first?.filtered };
}
