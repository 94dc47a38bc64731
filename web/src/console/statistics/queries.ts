import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Figures, FigureSet } from '../../../../src/api/contract';
import type { RateName } from '../../../../src/domain/rates';
import { get } from '../../api/request';
import { ASK_AGAIN } from '../live';

export interface FiguresAsked {
  unit?: string;
  from: string;
  to: string;
  by?: string;
  rates: readonly RateName[];
}

export const figuresQuery = ({ rates, ...asked }: FiguresAsked) =>
  queryOptions({
    queryKey: ['statistics', asked, rates.join()],
    queryFn: () => get<Figures>('/statistics/figures', { ...asked, rates: rates.join(',') }),
    refetchInterval: ASK_AGAIN,
    placeholderData: keepPreviousData,
  });

export const figureSetsQuery = queryOptions({
  queryKey: ['figure-sets'],
  queryFn: () => get<{ items: FigureSet[] }>('/figure-sets', { limit: 50 }),
});
