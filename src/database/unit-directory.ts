import type { UnitRef } from '../domain/organisation';
import type { Level, UnitKind } from '../domain/vocabulary';
import type { Database } from './client';

export interface DirectoryUnit {
  id: string;
  name: string;
  kind: UnitKind;
  level: Level;
  path: string[];
  closed: boolean;
}

export interface UnitDirectory {
  /** Reads again when stale or when an id is unknown, so that a new unit is found at once. */
  units(ids?: readonly string[]): Promise<Map<string, DirectoryUnit>>;
}

const FRESH_FOR = 5_000;

/** Every answer names units: a few hundred rows are kept per process for five seconds. */
export function createUnitDirectory(database: Database): UnitDirectory {
  let held: { at: number; units: Map<string, DirectoryUnit> } | null = null;

  async function read(): Promise<Map<string, DirectoryUnit>> {
    const rows = await database.unit.findMany({ omit: { parentId: true } });
    const units = new Map(
      rows.map(({ id, name, kind, level, path, closedAt }) => [
        id,
        { id, name, kind: kind as UnitKind, level: level as Level, path, closed: closedAt !== null },
      ]),
    );
    held = { at: Date.now(), units };
    return units;
  }

  return {
    units: async (ids = []) => {
      if (held && Date.now() - held.at < FRESH_FOR && ids.every((id) => held!.units.has(id))) return held.units;
      return read();
    },
  };
}

export const refOf = ({ id, level, path }: DirectoryUnit): UnitRef => ({ id, level, path });
