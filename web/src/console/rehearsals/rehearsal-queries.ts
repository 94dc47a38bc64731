import { queryOptions } from '@tanstack/react-query';
import type { Rehearsal, RehearsableDraft, RehearsalResult } from '../../../../src/api/contract';
import { get } from '../../api/request';

const WHILE_RUNNING = 1_000;

export const isRunning = ({ state }: Pick<Rehearsal, 'state'>): boolean => state === 'waiting' || state === 'running';

/** How long (ms) until there may be more to see. */
export const whileRunning = (rehearsals: readonly Pick<Rehearsal, 'state'>[]): number | false =>
  rehearsals.some(isRunning) ? WHILE_RUNNING : false;

export const rehearsalQuery = (id: string) =>
  queryOptions({
    queryKey: ['rehearsals', id],
    queryFn: () => get<RehearsalResult>(`/rehearsals/${id}`),
    refetchInterval: ({ state }) => (state.data ? whileRunning([state.data]) : false),
  });

export const draftChoices = queryOptions({
  queryKey: ['rehearsals', 'drafts'],
  queryFn: () => get<{ items: RehearsableDraft[] }>('/rehearsals/drafts'),
});
