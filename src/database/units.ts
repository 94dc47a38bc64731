import type { Level, UnitKind } from '../domain/vocabulary';
import type { Database, Prisma, Transaction } from './client';

/** A unit as JSON shows it. */
export type UnitName = { id: string; name: string; kind: UnitKind; level: Level };

/** A unit in the tree. */
export type TreeUnit = UnitName & { parentId: string | null; closed: boolean };

/** The named units by id; ids that do not exist are missing from the map. */
export async function readUnits(
  database: Database | Transaction,
  ids: readonly string[],
): Promise<Map<string, UnitName>> {
  const rows = await database.unit.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, name: true, kind: true, level: true },
  });
  return new Map(rows.map((row) => [row.id, row as UnitName]));
}

/** The tree from the top down; closed units only if asked for. */
export async function readTree(database: Database, withClosed: boolean): Promise<TreeUnit[]> {
  const where = withClosed ? {} : { closedAt: null };
  const rows = await database.unit.findMany({ where, select: treeSelect, orderBy: [{ level: 'asc' }, { id: 'asc' }] });
  return rows.map(treeUnit);
}

export async function readTreeUnit(database: Database, id: string): Promise<TreeUnit | null> {
  const row = await database.unit.findUnique({ where: { id }, select: treeSelect });
  return row && treeUnit(row);
}

const treeSelect = { id: true, name: true, kind: true, level: true, parentId: true, closedAt: true } as const;
type TreeRow = Prisma.UnitGetPayload<{ select: typeof treeSelect }>;
const treeUnit = ({ closedAt, ...row }: TreeRow) => ({ ...row, closed: closedAt !== null }) as TreeUnit;

/** Units with everything under them; `all` when the root is among them. */
export type Coverage = { units: Set<string>; all: boolean };

export async function coverageOf(database: Database | Transaction, tops: readonly string[]): Promise<Coverage> {
  const rows = await database.unit.findMany({
    where: { path: { hasSome: [...tops] } },
    select: { id: true, parentId: true },
  });
  return { units: new Set(rows.map((row) => row.id)), all: rows.some((row) => row.parentId === null) };
}
