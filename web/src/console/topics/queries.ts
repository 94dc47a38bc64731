import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Demand, Topic } from '../../../../src/api/contract';
import { get, type Query } from '../../api/request';

interface Page<Item> {
  items: Item[];
  nextCursor?: string;
}

export const topicsQuery = (filters: Query) =>
  infiniteQueryOptions({
    queryKey: ['topics', 'list', filters],
    queryFn: ({ pageParam }) => get<Page<Topic>>('/topics', { ...filters, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const topicQuery = (id: string) =>
  queryOptions({ queryKey: ['topics', id], queryFn: () => get<Topic>(`/topics/${id}`) });

export const topicDemandsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['topics', id, 'demands'],
    queryFn: ({ pageParam }) => get<Page<Demand>>(`/topics/${id}/demands`, { cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const topicsOfCaseQuery = (number: string) =>
  queryOptions({
    queryKey: ['topics', 'case', number],
    queryFn: () => get<{ items: Topic[] }>(`/demands/${encodeURIComponent(number)}/topics`),
  });

/** Open topics that the person may put demands into. */
export const openTopicsQuery = queryOptions({
  queryKey: ['topics', 'open'],
  queryFn: () => get<Page<Topic>>('/topics', { closed: false, limit: 200 }),
  select: ({ items }: Page<Topic>) => items.filter(({ canManage }) => canManage),
});
