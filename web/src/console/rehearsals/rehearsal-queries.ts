import { queryOptions } from '@tanstack/react-query';
import type { Rehearsal, RehearsableDraft, RehearsalResult } from '../../../../src/api/contract';
import { get } from '../../api/request';

const WHILE_RUNNING = 1_000;

export const isRunning = ({ state }: Pick<Rehearsal, 'state'>): boolean => state === 'waiting' || state === 'running';

export const rehearsalQuery = (id: string) =>
  queryOptions({
    queryKey: ['rehearsals', id],
    queryFn: () => get<RehearsalResult>(`/rehearsals/${id}`),
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? WHILE_RUNNING : false),
  });

export const draftChoices = queryOptions({
  queryKey: ['rehearsals', 'drafts'],
  queryFn: () => get<{ items: RehearsableDraft[] }>('/rehearsals/drafts'),
});
