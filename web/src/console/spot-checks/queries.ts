import { queryOptions } from '@tanstack/react-query';
import type { SpotCheck, SpotCheckPlan } from '../../../../src/api/contract';
import { get } from '../../api/request';

export const spotCheckQuery = (id: string) =>
  queryOptions({ queryKey: ['spot-checks', id], queryFn: () => get<SpotCheck>(`/spot-checks/${id}`) });

export const plansQuery = queryOptions({
  queryKey: ['spot-checks', 'plans'],
  queryFn: () => get<{ items: SpotCheckPlan[] }>('/spot-check-plans'),
});
