import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TreeUnit } from '../../../../../src/api/contract';
import { put } from '../../../api/request';

/** Renames, closes or reopens a unit; afterwards every list of units is read anew. */
export function useUnitChange(unit: TreeUnit, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: { name: string; closed: boolean }) => put<TreeUnit>(`/units/${unit.id}`, change),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['units'] });
      onDone();
    },
  });
}
