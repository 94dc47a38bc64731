import type { z } from 'zod';
import type { Database, Prisma } from '../../database/client';
import type { CaseChangeKind } from '../../domain/rehearsal';
import type { ClockName } from '../../domain/vocabulary';
import type { ChangedCase } from '../../rehearsal/summary';
import { beijing, unitView, type Units } from '../demands/view';
import type { changedCaseSchema } from './view';

export interface CaseFilter {
  change?: CaseChangeKind;
  clock?: ClockName;
  unit?: string;
}

const IS: Record<CaseChangeKind, (changed: ChangedCase) => boolean> = {
  more_breaches: ({ breaches: { before, after } }) => after.length > before.length,
  fewer_breaches: ({ breaches: { before, after } }) => after.length < before.length,
  moved_up: ({ movedUp }) => movedUp.before !== movedUp.after,
  owner: ({ owner }) => owner.before !== owner.after,
};

const times = (clocks: readonly ClockName[], clock: ClockName): number =>
  clocks.filter((each) => each === clock).length;

export function isAmong(changed: ChangedCase, { change, clock, unit }: CaseFilter): boolean {
  const { breaches, units, owner } = changed;
  return (
    (change === undefined || IS[change](changed)) &&
    (clock === undefined || times(breaches.before, clock) !== times(breaches.after, clock)) &&
    (unit === undefined || [...units, owner.before, owner.after].includes(unit))
  );
}

interface Named {
  number: string;
  title: string;
  unit_id: string;
}

/** With titles and places of those that the reader may see now; the others are left out. */
export async function showCases(
  database: Database,
  cases: readonly ChangedCase[],
  sight: Prisma.Sql,
  units: Units,
): Promise<z.output<typeof changedCaseSchema>[]> {
  const numbers = cases.map(({ number }) => number);
  const rows = await database.sql<Named>`
    SELECT d.number, d.title, d.unit_id FROM demand d WHERE d.number = ANY(${numbers}::text[]) AND ${sight}`;
  const named = new Map(rows.map((row) => [row.number, row]));
  const unit = (id: string | null) => (id !== null && units.has(id) ? unitView(units, id) : null);
  const time = (at: number | null) => (at === null ? null : beijing(at));
  return cases.flatMap(({ units: _, owner, closedAt, ...changed }) => {
    const row = named.get(changed.number);
    if (!row) return [];
    return {
      ...changed,
      ...{ title: row.title, place: unitView(units, row.unit_id) },
      owner: { before: unit(owner.before), after: unit(owner.after) },
      closedAt: { before: time(closedAt.before), after: time(closedAt.after) },
    };
  });
}
