import type { Level } from './vocabulary';

/**
 * A unit as a demand remembers it. `path` holds unit ids from the district down to the unit itself.
 * The tree has one shape: district (A) → streets (B) → parks and communities (C) → buildings and teams;
 * departments are leaves under the district or a street. So every inner node of a path is a dispatching committee.
 */
export interface UnitRef {
  id: string;
  level: Level;
  path: string[];
}

const DEPTH: Record<Level, number> = { A: 0, B: 1, C: 2 };
const AT_DEPTH: readonly Level[] = ['A', 'B', 'C'];

export const upperLevel = (level: Level): Level | null => (level === 'C' ? 'B' : level === 'B' ? 'A' : null);
/** The levels above one, the nearest first. */
export const LEVELS_ABOVE: Record<Level, readonly Level[]> = { A: [], B: ['A'], C: ['B', 'A'] };
export const isAbove = (one: Level, other: Level): boolean => DEPTH[one] < DEPTH[other];

/** The unit at a depth of this unit's path: the unit itself when it stands higher. */
function ancestorAt(unit: UnitRef, depth: number): UnitRef {
  const end = Math.min(depth, unit.path.length - 1);
  if (end === unit.path.length - 1) return unit;
  return { id: unit.path[end]!, level: AT_DEPTH[end] ?? 'C', path: unit.path.slice(0, end + 1) };
}

/** The dispatching committee of a level for a place (domain: 区委“两新”工委 / 街道“两新”组织党委 / 社区或园区党委). */
export const committeeFor = (place: UnitRef, level: Level): UnitRef => ancestorAt(place, DEPTH[level]);

/** Whether `unit` lies under `above` or is it. */
export const liesUnder = (unit: UnitRef, above: string): boolean => unit.path.includes(above);

/** The committee one level above a unit's own; at the district it is the district. */
export function oneLevelUp(unit: UnitRef): UnitRef {
  const upper = upperLevel(unit.level) ?? 'A';
  return ancestorAt(unit, DEPTH[upper]);
}

/**
 * The unit whose callback staff phone after this lead unit's work: the nearest street or district strictly above it,
 * because callback staff do not belong to the handling unit. Only the district itself has nothing above.
 */
export function callbackUnitFor(lead: UnitRef): UnitRef {
  const parentDepth = Math.max(0, lead.path.length - 2);
  return ancestorAt(lead, Math.min(parentDepth, DEPTH.B));
}

/** Every unit that may see something concerning these units: they and all their ancestors. */
export const sightOf = (units: readonly UnitRef[]): string[] => [...new Set(units.flatMap((u) => u.path))].sort();
