import { queryOptions } from '@tanstack/react-query';
import type { Appeal, AppealOption } from '../../../../src/api/contract';
import { get } from '../../api/request';

export const appealQuery = (id: string) =>
  queryOptions({ queryKey: ['appeals', 'one', id], queryFn: () => get<Appeal>(`/appeals/${encodeURIComponent(id)}`) });

/** Its key begins like everything of the demand, so that one word refreshes it. */
export const appealsOfQuery = (number: string) =>
  queryOptions({
    queryKey: ['demand', number, 'appeals'],
    queryFn: () => get<{ items: Appeal[]; options: AppealOption[] }>(`/demands/${encodeURIComponent(number)}/appeals`),
  });
