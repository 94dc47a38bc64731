import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AnalysisDetail, AnalysisSummary, Improvement } from '../../../../src/api/contract';
import { get } from '../../api/request';

type Page = { items: AnalysisSummary[]; nextCursor?: string };

/** Milliseconds between two looks at a report that is being made. */
const SOON = 1_500;
const isBeingMade = ({ state }: AnalysisSummary): boolean => state === 'waiting' || state === 'running';

export const analysesQuery = (unit: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['analyses', unit ?? ''],
    queryFn: ({ pageParam }) => get<Page>('/analyses', { unit, limit: 30, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(isBeingMade)) ? 2 * SOON : false),
  });

export const analysisQuery = (id: string) =>
  queryOptions({
    queryKey: ['analysis', id],
    queryFn: () => get<AnalysisDetail>(`/analyses/${id}`),
    refetchInterval: ({ state }) => (state.data && isBeingMade(state.data) ? SOON : false),
  });

export const improvementsQuery = (id: string) =>
  queryOptions({
    queryKey: ['analysis', id, 'improvements'],
    queryFn: () => get<{ items: Improvement[] }>(`/analyses/${id}/improvements`),
  });
