import { queryOptions } from '@tanstack/react-query';
import type { CallbackStaffing } from '../../../../src/api/contract';
import { get } from '../../api/request';

/** Of a unit, or of the highest one of the reader's; two weeks from today. */
export const staffingQuery = (unit: string | undefined) =>
  queryOptions({
    queryKey: ['callbacks', 'staffing', unit ?? 'own'],
    queryFn: () => get<CallbackStaffing>('/callbacks/staffing', { unit }),
    staleTime: 30_000,
  });
