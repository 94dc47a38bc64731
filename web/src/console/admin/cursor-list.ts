import { useInfiniteQuery } from '@tanstack/react-query';
import { get, type Query } from '../../api/request';

interface Page<Item> {
  items: Item[];
  nextCursor?: string;
}

/**
 * A list that is read page by page, as far down as somebody has asked («更多»). `askAgain` says after how long (ms) it is asked for
 * anew, as long as it is short.
 */
export function useCursorList<Item>(
  key: string,
  path: string,
  query: Query,
  askAgain?: (items: readonly Item[]) => number | false,
) {
  return useInfiniteQuery({
    queryKey: [key, path, query],
    queryFn: ({ pageParam }) => get<Page<Item>>(path, { limit: 50, ...query, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    placeholderData: (before) => before,
    refetchInterval: ({ state: { data } }) =>
      askAgain && data?.pages.length === 1 ? askAgain(data.pages[0]!.items) : false,
  });
}
