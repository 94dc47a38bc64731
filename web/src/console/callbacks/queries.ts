import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Callback, Case, DemandEvent, Policy } from '../../../../src/api/contract';
import { defaultPolicy } from '../../../../src/domain/policy';
import { get } from '../../api/request';
import { askShortAgain } from '../live';
import type { Search } from '../search';
import { policyVersionOf } from './rounds';
import type { CallbackRules } from './what-follows';

interface Page {
  items: Callback[];
  nextCursor?: string;
}

/** The jobs that the filters in the URL ask for, as far as they have been read. */
export function useCallbacks({ due, state, kind }: Search) {
  const filters = { due, state, kind };
  const list = useInfiniteQuery({
    queryKey: ['callbacks', 'list', filters],
    queryFn: ({ pageParam }) => get<Page>('/callbacks', { ...filters, limit: 100, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: askShortAgain,
  });
  const jobs = useMemo(() => {
    const all = list.data?.pages.flatMap(({ items }) => items) ?? [];
    return [...new Map(all.map((job) => [job.id, job])).values()];
  }, [list.data]);
  return { ...list, jobs };
}

const jobKey = (id: string) => ['callbacks', 'job', id];

export const useJob = (id: string) =>
  useQuery({ queryKey: jobKey(id), queryFn: () => get<Callback>(`/callbacks/${id}`) });

/** Shows what the service answered, without asking again. */
export const keepJob = (client: QueryClient, job: Callback): void => void client.setQueryData(jobKey(job.id), job);

/** Who has the job now; asked after a lost race. */
export const readJob = (client: QueryClient, id: string): Promise<Callback> =>
  client.fetchQuery({ queryKey: jobKey(id), queryFn: () => get<Callback>(`/callbacks/${id}`), staleTime: 0 });

export function useCase(number: string) {
  const demand = useQuery({ queryKey: ['demand', number], queryFn: () => get<Case>(`/demands/${number}`) });
  const events = useQuery({
    queryKey: ['demand', number, 'events'],
    queryFn: () => get<{ items: DemandEvent[] }>(`/demands/${number}/events`),
  });
  return { demand, events };
}

/** The rules of a version, else those in force; until they have come, the defaults. Published versions never change. */
export function useRules(version: number | null): CallbackRules {
  const asked = version ?? 'current';
  const { data } = useQuery({
    queryKey: ['policies', asked],
    queryFn: () => get<Policy>(`/policies/${asked}`),
    staleTime: version === null ? 10 * 60_000 : Infinity,
  });
  return data ?? defaultPolicy;
}

export const useRulesOf = (events: readonly DemandEvent[]): CallbackRules => useRules(policyVersionOf(events));
