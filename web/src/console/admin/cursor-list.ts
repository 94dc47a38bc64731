import { useInfiniteQuery } from '@tanstack/react-query';
import { get, type Query } from '../../api/request';

interface Page<Item> {
  items: Item[];
  nextCursor?: string;
}

/** A list that is read page by page, as far down as somebody has asked («更多»). */
export function useCursorList<Item>(key: string, path: string, query: Query) {
  return useInfiniteQuery({
    queryKey: [key, path, query],
    queryFn: ({ pageParam }) => get<Page<Item>>(path, { limit: 50, ...query, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    placeholderData: (before) => before,
  });
}
