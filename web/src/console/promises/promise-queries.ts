import { queryOptions } from '@tanstack/react-query';
import type { KeptPromise, PromiseCounts } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { ASK_AGAIN } from '../live';

export const promisesOfQuery = (number: string) =>
  queryOptions({
    queryKey: ['demand', number, 'promises'],
    queryFn: () => get<{ items: KeptPromise[] }>('/promises', { demand: number, limit: 200 }),
  });

/** How many promises wait for a report of the person. */
export const promiseCountsQuery = queryOptions({
  queryKey: ['promises', 'counts'],
  queryFn: () => get<PromiseCounts>('/promises/counts'),
  refetchInterval: ASK_AGAIN,
});
