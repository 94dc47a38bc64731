import { queryOptions } from '@tanstack/react-query';
import type { Draft, DraftDetail } from '../../../../../src/api/contract';
import type { DraftKind } from '../../../../../src/domain/change-draft';
import { get } from '../../../api/request';
import { ASK_AGAIN } from '../../live';
import { isTelling } from './draft-words';

const LATEST = 50;
const WHILE_TELLING = 2_000;

/** The drafts of a kind, those changed last first; asked again and again while one is being told, and now and then. */
export const draftsQuery = (kind: DraftKind) =>
  queryOptions({
    queryKey: ['drafts', kind],
    queryFn: () => get<{ items: Draft[] }>('/drafts', { kind, limit: LATEST }),
    refetchInterval: ({ state }) => (state.data?.items.some(isTelling) ? WHILE_TELLING : ASK_AGAIN),
  });

export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: ['drafts', 'one', id],
    queryFn: () => get<DraftDetail>(`/drafts/${id}`),
    refetchInterval: ({ state }) => (state.data && isTelling(state.data) ? WHILE_TELLING : ASK_AGAIN),
  });
