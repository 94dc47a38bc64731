import { queryOptions } from '@tanstack/react-query';
import type { Conference, ConferenceCandidate, ConferenceWithAgenda, Minutes } from '../../../../src/api/contract';
import { get } from '../../api/request';

export const conferencePath = (id: string): string => `/conferences/${encodeURIComponent(id)}`;

/** Several people write at once: while a conference is open it is looked at again every few seconds (milliseconds). */
const LOOK_AGAIN = 5_000;

export const conferenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['conferences', 'one', id],
    queryFn: () => get<ConferenceWithAgenda>(conferencePath(id)),
    refetchInterval: ({ state }) => (state.data?.closedAt === null ? LOOK_AGAIN : false),
  });

export const minutesQuery = (id: string) =>
  queryOptions({
    queryKey: ['conferences', 'minutes', id],
    queryFn: () => get<Minutes>(`${conferencePath(id)}/minutes`),
  });

export const candidatesQuery = (id: string, q: string) =>
  queryOptions({
    queryKey: ['conferences', 'candidates', id, q],
    queryFn: () => get<{ items: ConferenceCandidate[] }>(`${conferencePath(id)}/candidates`, { q: q || undefined }),
    staleTime: 10_000,
  });

export const openConferencesQuery = queryOptions({
  queryKey: ['conferences', 'open'],
  queryFn: () => get<{ items: Conference[] }>('/conferences', { open: true, limit: 200 }),
  staleTime: 30_000,
});
