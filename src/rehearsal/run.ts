import { setImmediate } from 'node:timers/promises';
import type { Database } from '../database/client';
import { finishRehearsal, saveRehearsalProgress, takeRehearsal } from '../database/rehearsals';
import { compared } from './compare';
import { readCases } from './read-cases';
import { readTrial } from './read-trial';
import { replay } from './replay';
import { count, emptySummary, foremost, type Summary } from './summary';

/** Demands between two moments at which others may have the process. */
const AT_A_TIME = 5;

/**
 * Replays the demands of a rehearsal and keeps what came of it. From the beginning however often it is asked, and once it is over
 * never again. `beat` hears how many are done. What is still open is replayed until the `horizon` (epoch ms). Answers false when
 * it was over, or was cancelled meanwhile.
 */
export async function runRehearsal(
  database: Database,
  id: string,
  horizon: number,
  beat: (done: number) => void,
): Promise<boolean> {
  const row = await takeRehearsal(database, id);
  if (!row) return false;
  const trying = await readTrial(database, row.trial, horizon);
  const summary = emptySummary();
  for await (const cases of readCases(database, row)) {
    for (const [i, recorded] of cases.entries()) {
      const trial = await trying.trialOf(recorded);
      count(summary, compared(recorded, replay(recorded, trial), trial));
      if (i % AT_A_TIME === 0) await setImmediate();
    }
    beat(summary.cases);
    if (!(await saveRehearsalProgress(database, id, summary.cases))) return false;
  }
  summary.list = foremost(summary.list);
  const capacity = await readCapacity(database, summary);
  await finishRehearsal(database, id, { horizon: new Date(horizon).toISOString(), summary, capacity });
  return true;
}

/** What the callers on duty take, on the days and in the units that have calls. */
async function readCapacity(database: Database, { callbacks }: Summary): Promise<Record<string, number>> {
  const keys = Object.keys(callbacks.byUnitAndDay);
  if (keys.length === 0) return {};
  const rows = await database.sql<{ key: string; capacity: number }>`
    SELECT to_char(day, 'YYYY-MM-DD') || ' ' || unit_id AS key, sum(capacity)::int AS capacity FROM caller_shift
    WHERE to_char(day, 'YYYY-MM-DD') || ' ' || unit_id = ANY(${keys}::text[]) GROUP BY 1`;
  return Object.fromEntries(rows.map(({ key, capacity }) => [key, capacity]));
}
