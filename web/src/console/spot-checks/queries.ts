import { queryOptions } from '@tanstack/react-query';
import type { SpotCheck, SpotCheckPlan } from '../../../../src/api/contract';
import { get } from '../../api/request';
import { ASK_AGAIN } from '../live';

/** That a plan has drawn, or that the next one takes the place of a case, is announced to nobody. */
export const spotCheckQuery = (id: string) =>
  queryOptions({
    queryKey: ['spot-checks', id],
    queryFn: () => get<SpotCheck>(`/spot-checks/${id}`),
    refetchInterval: ASK_AGAIN,
  });

export const plansQuery = queryOptions({
  queryKey: ['spot-checks', 'plans'],
  queryFn: () => get<{ items: SpotCheckPlan[] }>('/spot-check-plans'),
});
