import type { TreeUnit } from '../../../../../src/api/contract';
import { UNIT_KINDS } from '../../../../../src/domain/vocabulary';

export interface UnitTree {
  all: readonly TreeUnit[];
  roots: TreeUnit[];
  get(id: string): TreeUnit | undefined;
  childrenOf(id: string): TreeUnit[];
  /** From the root down to the unit itself. */
  pathOf(id: string): TreeUnit[];
}

/** Below one unit the kinds stand together, in the order of the tree: streets, communities, parks, …, departments. */
export function treeOf(items: readonly TreeUnit[]): UnitTree {
  const units = new Map(items.map((unit) => [unit.id, unit]));
  const children = new Map<string, TreeUnit[]>();
  for (const unit of [...items].sort((a, b) => UNIT_KINDS.indexOf(a.kind) - UNIT_KINDS.indexOf(b.kind)))
    if (unit.parentId !== null) children.set(unit.parentId, [...(children.get(unit.parentId) ?? []), unit]);
  const pathOf = (id: string): TreeUnit[] => {
    const unit = units.get(id);
    return unit ? [...(unit.parentId === null ? [] : pathOf(unit.parentId)), unit] : [];
  };
  return {
    all: items,
    roots: items.filter(({ parentId }) => parentId === null || !units.has(parentId)),
    get: (id) => units.get(id),
    childrenOf: (id) => children.get(id) ?? [],
    pathOf,
  };
}

/** Units whose name or id holds the text, with everything above them; all units for an empty text. */
export function unitsMatching(tree: UnitTree, text: string): Set<string> {
  const wanted = text.trim().toLowerCase();
  const kept = new Set<string>();
  for (const { id, name } of tree.all)
    if (wanted === '' || name.toLowerCase().includes(wanted) || id.includes(wanted))
      for (const each of tree.pathOf(id)) kept.add(each.id);
  return kept;
}

export const pathWords = (tree: UnitTree, id: string): string =>
  tree
    .pathOf(id)
    .map(({ name }) => name)
    .join(' / ');
