import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TreeUnit } from '../../../../../src/api/contract';
import type { RuleUnit } from '../../../../../src/domain/rule-boxes';
import { get } from '../../../api/request';

const everyUnit = queryOptions({
  queryKey: ['units', 'closed too'],
  queryFn: () => get<{ items: TreeUnit[] }>('/units', { closed: true }),
  staleTime: 60_000,
});

const NONE: TreeUnit[] = [];

/** The units that rules may name, with those that are closed: a rule of an earlier day still names one. */
export function useRuleUnits(): { units: RuleUnit[]; unitName: (id: string) => string; isPending: boolean } {
  const { data, isPending } = useQuery(everyUnit);
  const items = data?.items ?? NONE;
  return useMemo(() => {
    const byId = new Map(items.map((unit) => [unit.id, unit]));
    const pathOf = ({ id, parentId }: TreeUnit): string[] => [
      ...(parentId === null || !byId.has(parentId) ? [] : pathOf(byId.get(parentId)!)),
      id,
    ];
    const units = items.map((unit) => ({ ...unit, path: pathOf(unit) }));
    const unitName = (id: string): string => {
      const unit = byId.get(id);
      return unit ? `${unit.name}${unit.closed ? '（已关闭）' : ''}` : `${id}（没有这个单位）`;
    };
    return { units, unitName: isPending ? (id) => id : unitName, isPending };
  }, [items, isPending]);
}
