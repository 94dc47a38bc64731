import type { Clock } from './clock';
import { isOfEdition, type Demand } from './demand';
import type { UnitRef } from './organisation';

/** What the parts of a split letter go on with: the committee that had it, at its level, and the promises that still run. */
export interface PassedOn {
  committee: UnitRef;
  clocks: Clock[];
}

/** Splitting is no return and resets nothing: what runs by now for the letter runs on for each of its parts. */
export function passedOnBy({ committee, clocks, ...letter }: Demand): PassedOn | null {
  if (committee === null || !isOfEdition(letter, 2)) return null;
  const running = clocks.filter(({ name, endedAt }) => endedAt === null && (name === 'handle' || name === 'contact'));
  return { committee, clocks: running.map(copyOf) };
}

/** The same, told from a part as it was filed; null for a demand that is none. */
export function passedOnTo({ parent, committee, clocks, createdAt, ...part }: Demand): PassedOn | null {
  if (parent === null || committee === null || !isOfEdition(part, 2)) return null;
  return { committee, clocks: clocks.filter(({ startedAt }) => startedAt < createdAt).map(copyOf) };
}

/** A part is in its first round, and a clock there is the first of its name. The ledger stays whole. */
export const takenOver = ({ clocks }: PassedOn): Clock[] =>
  clocks.map((clock) => ({ ...copyOf(clock), id: `${clock.name}-1`, round: 1 }));

const copyOf = (clock: Clock): Clock => ({
  ...clock,
  segments: clock.segments.map((segment) => ({ ...segment })),
  rungs: clock.rungs.map((rung) => ({ ...rung })),
  changes: clock.changes.map((change) => ({ ...change })),
});
