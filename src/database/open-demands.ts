import type { Demand } from '../domain/demand';
import { ENDED_STAGES } from '../domain/vocabulary';
import type { Prisma } from './client';
import { type Database } from './client';

const CHUNK = 500;
const BEGINNING = '00000000-0000-0000-0000-000000000000';

/**
 * The states of the open demands that the condition on `d` selects, in chunks by id and at most `limit` of them: however many
 * are open, only one chunk is held.
 */
export async function* openDemands(database: Database, condition: Prisma.Sql, limit: number): AsyncGenerator<Demand[]> {
  let after = BEGINNING;
  for (let read = 0; read < limit; read += CHUNK) {
    const rows = await database.sql<{ state: Demand }>`
      SELECT d.state FROM demand d
      WHERE d.id > ${after}::uuid AND d.stage <> ALL(${[...ENDED_STAGES]}::text[]) AND ${condition}
      ORDER BY d.id LIMIT ${Math.min(CHUNK, limit - read)}`;
    if (rows.length > 0) yield rows.map(({ state }) => state);
    if (rows.length < CHUNK) return;
    after = rows[rows.length - 1]!.state.id;
  }
}

export async function countOpen(database: Database, condition: Prisma.Sql): Promise<number> {
  const [row] = await database.sql<{ open: number }>`
    SELECT count(*)::int AS open FROM demand d
    WHERE d.stage <> ALL(${[...ENDED_STAGES]}::text[]) AND ${condition}`;
  return row!.open;
}

/** Titles by number, of those in sight. */
export async function titlesOf(
  database: Database,
  numbers: readonly string[],
  sight: Prisma.Sql,
): Promise<Map<string, string>> {
  const rows = await database.sql<{ number: string; title: string }>`
    SELECT d.number, d.title FROM demand d WHERE d.number = ANY(${[...numbers]}::text[]) AND ${sight}`;
  return new Map(rows.map(({ number, title }) => [number, title]));
}
