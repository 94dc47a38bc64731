import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Import, ImportDetail, ImportRow } from '../../../../src/api/contract';
import type { RowState } from '../../../../src/domain/batch-import';
import { get } from '../../api/request';

const WHILE_RUNNING = 1_000;

interface Page<Item> {
  items: Item[];
  nextCursor?: string;
}

export const importsQuery = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam }) => get<Page<Import>>('/imports', { limit: 50, cursor: pageParam }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }) => nextCursor,
  refetchInterval: ({ state }) =>
    state.data?.pages.some(({ items }) => items.some((item) => item.state === 'running')) ? WHILE_RUNNING : false,
});

/** Asked for every second while it runs: nothing is announced of it. */
export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: () => get<ImportDetail>(`/imports/${id}`),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? WHILE_RUNNING : false),
  });

/** Rows in one state; `version` changes when they have been judged anew. */
export const rowsQuery = (id: string, state: RowState, version: string) =>
  infiniteQueryOptions({
    queryKey: ['imports', 'rows', id, state, version],
    queryFn: ({ pageParam }) => get<Page<ImportRow>>(`/imports/${id}/rows`, { state, limit: 100, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
