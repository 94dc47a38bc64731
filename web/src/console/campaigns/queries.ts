import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Campaign, CampaignResult, Demand } from '../../../../src/api/contract';
import { get } from '../../api/request';

export const campaignsQuery = (closed: boolean) =>
  infiniteQueryOptions({
    queryKey: ['campaigns', closed ? 'closed' : 'open'],
    queryFn: ({ pageParam }) =>
      get<{ items: Campaign[]; nextCursor?: string }>('/campaigns', { closed, limit: 50, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const campaignQuery = (id: string) =>
  queryOptions({ queryKey: ['campaigns', 'one', id], queryFn: () => get<Campaign>(`/campaigns/${id}`) });

export interface Entered {
  items: Demand[];
  nextCursor?: string;
}
export const MOST_SHOWN = 200;

/** What was entered in it, the newest first. Its key begins like that of every list of demands: the stream refreshes it. */
export const enteredQuery = (id: string) =>
  queryOptions({
    queryKey: ['demands', 'campaign', id],
    queryFn: () => get<Entered>('/demands', { campaign: id, limit: MOST_SHOWN }),
  });

export const resultQuery = (id: string) =>
  queryOptions({
    queryKey: ['demands', 'campaign-result', id],
    queryFn: () => get<CampaignResult>(`/campaigns/${id}/result`),
  });
