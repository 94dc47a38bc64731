import type { Database } from '../database/client';
import { readTree } from '../database/units';
import { learnNames } from './segment';

const learning = new WeakMap<Database, Promise<void>>();

/** Teaches the segmenter the names of units, once per process. Without them a text is cut as well, only less finely. */
export function learnOwnNames(database: Database): Promise<void> {
  const known = learning.get(database);
  if (known) return known;
  const now = readTree(database, false).then(
    (units) => learnNames(units.map(({ name }) => name)),
    () => void learning.delete(database),
  );
  learning.set(database, now);
  return now;
}
