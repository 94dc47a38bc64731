import type { FactsRow } from './demand-facts';

/** A demand's facts change only with its version: what was unpacked once need not be again. */
export interface KeptFacts {
  get(id: string, version: number): FactsRow | undefined;
  keep(version: number, row: FactsRow): void;
}

/** About a kilobyte each. */
const MOST = 40_000;
/** Milliseconds after which what nobody asked for makes room. */
const IDLE = 600_000;

/** For one process. When it is full of what is asked for, nothing new is kept: a walk through more would push out all of it. */
export function keepFacts(): KeptFacts {
  const kept = new Map<string, { version: number; row: FactsRow; usedAt: number }>();

  function makeRoom(): boolean {
    if (kept.size < MOST) return true;
    const [oldest] = kept;
    if (Date.now() - oldest![1].usedAt < IDLE) return false;
    return kept.delete(oldest![0]);
  }

  return {
    get(id, version) {
      const known = kept.get(id);
      if (known?.version !== version) return undefined;
      known.usedAt = Date.now();
      return known.row;
    },
    keep(version, row) {
      if (kept.has(row.id) || makeRoom()) kept.set(row.id, { version, row, usedAt: Date.now() });
    },
  };
}
