import type { Level, UnitKind } from '../domain/vocabulary';
import type { Database, Transaction } from './client';

/** A unit as JSON shows it. */
export type UnitName = { id: string; name: string; kind: UnitKind; level: Level };

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

/** Which of the units lie under one of the others (or are it). */
export async function unitsUnder(database: Database | Transaction, tops: readonly string[]): Promise<Set<string>> {
  const rows = await database.unit.findMany({ where: { path: { hasSome: [...tops] } }, select: { id: true } });
  return new Set(rows.map((row) => row.id));
}
