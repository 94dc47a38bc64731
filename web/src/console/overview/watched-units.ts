import { useMemo } from 'react';
import type { Me, TreeUnit } from '../../../../src/api/contract';
import type { Role } from '../../../../src/domain/vocabulary';
import { useUnits, type UnitTree } from '../parts/units';
import { unitsWithRole } from '../session';

/** Whose holders read the figures of their unit and of everything under it, as the service has it. */
const WATCHING: readonly Role[] = ['supervisor', 'dispatcher', 'administrator', 'auditor'];

export interface WatchedUnits {
  isWatched: (unit: TreeUnit) => boolean;
  /** From the topmost watched unit down to this one; empty while the tree is loading. */
  pathOf: (id: string) => TreeUnit[];
}

export function watchedUnits(tree: Pick<UnitTree, 'byId' | 'isWithin'>, seats: readonly string[]): WatchedUnits {
  const isWatched = ({ id }: TreeUnit) => seats.some((seat) => tree.isWithin(id, seat));
  const pathOf = (id: string): TreeUnit[] => {
    const unit = tree.byId.get(id);
    if (!unit || !isWatched(unit)) return [];
    return [...(unit.parentId === null ? [] : pathOf(unit.parentId)), unit];
  };
  return { isWatched, pathOf };
}

/** The part of the tree whose figures the person reads. */
export function useWatchedUnits(me: Me, roles: readonly Role[] = WATCHING): WatchedUnits {
  const tree = useUnits();
  return useMemo(
    () =>
      watchedUnits(
        tree,
        unitsWithRole(me, ...roles).map(({ id }) => id),
      ),
    [tree.byId, me, roles],
  );
}
