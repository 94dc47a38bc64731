import { queryOptions } from '@tanstack/react-query';
import type { Channel, CollectionForm } from '../../../../src/api/contract';
import { get } from '../../api/request';

const RARELY = 5 * 60_000;

export const channelsQuery = queryOptions({
  queryKey: ['channels', 'in-use'],
  queryFn: () => get<{ items: Channel[] }>('/channels'),
  select: ({ items }) => items.map(({ name }) => name),
  staleTime: RARELY,
});

/** The forms that can be used in a unit; nothing is asked before there is one. */
export const formsQuery = (unit: string | undefined) =>
  queryOptions({
    queryKey: ['forms', 'of', unit ?? ''],
    queryFn: () => get<{ items: CollectionForm[] }>('/forms', { unit, limit: 200 }),
    select: ({ items }) => items,
    enabled: unit !== undefined && unit !== '',
    staleTime: RARELY,
  });

/** The form of a campaign, unless it has been taken out of use. */
export const formQuery = (code: string | null | undefined) =>
  queryOptions({
    queryKey: ['forms', 'one', code ?? ''],
    queryFn: () => get<CollectionForm>(`/forms/${encodeURIComponent(code!)}`),
    select: (form) => (form.retired ? null : form),
    enabled: Boolean(code),
    staleTime: RARELY,
  });
