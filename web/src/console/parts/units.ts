import { queryOptions, useQuery } from '@tanstack/react-query';
import type { TreeUnit } from '../../../../src/api/contract';
import { get } from '../../api/request';

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: () => get<{ items: TreeUnit[] }>('/units'),
  staleTime: 60_000,
});

/** The tree of units: by id, and what stands directly under each (null: the roots). */
export interface UnitTree {
  byId: ReadonlyMap<string, TreeUnit>;
  childrenOf(id: string | null): readonly TreeUnit[];
  /** Whether the unit is `root` itself or lies under it. */
  isWithin(id: string, root: string): boolean;
}

function treeOf({ items }: { items: TreeUnit[] }): UnitTree {
  const byId = new Map(items.map((unit) => [unit.id, unit]));
  const children = new Map<string | null, TreeUnit[]>();
  for (const unit of items) {
    const parent = unit.parentId !== null && byId.has(unit.parentId) ? unit.parentId : null;
    children.set(parent, [...(children.get(parent) ?? []), unit]);
  }
  const isWithin = (id: string, root: string): boolean => {
    for (let at = byId.get(id); at; at = at.parentId === null ? undefined : byId.get(at.parentId))
      if (at.id === root) return true;
    return false;
  };
  return { byId, childrenOf: (id) => children.get(id) ?? [], isWithin };
}

const NONE = treeOf({ items: [] });

/** Until the tree has come, or when it cannot be had, it is empty; `error` then says why. */
export function useUnits(): UnitTree & { isPending: boolean; error: Error | null } {
  const { data = NONE, isPending, error } = useQuery({ ...unitsQuery, select: treeOf });
  return { ...data, isPending, error };
}
