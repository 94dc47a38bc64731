import { queryOptions, useQuery } from '@tanstack/react-query';
import type { TreeUnit } from '../../../../../src/api/contract';
import { get } from '../../../api/request';
import { treeOf, type UnitTree } from './unit-tree';

export const unitsQuery = queryOptions({
  queryKey: ['units', 'closed-too'],
  queryFn: () => get<{ items: TreeUnit[] }>('/units', { closed: true }),
  staleTime: 60_000,
  select: ({ items }) => treeOf(items),
});

export const useUnitTree = (): UnitTree | undefined => useQuery(unitsQuery).data;
