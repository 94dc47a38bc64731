import { setImmediate } from 'node:timers/promises';
import type { Prisma } from '../../database/client';
import { type Database } from '../../database/client';
import { countOpen, openDemands } from '../../database/open-demands';
import { calendarFrom } from '../../database/rules';
import type { Calendar, CalendarYear } from '../../domain/calendar';
import { movesOf, STEPS_AT_ONCE, type Move, type StepAtOnce } from '../../domain/change-preview';
import type { Demand } from '../../domain/demand';
import type { Policy } from '../../domain/policy';
import { localDay } from '../../domain/working-time';

/** What is to hold, and which open demands `d` it would reach. */
export interface ProposedRules {
  change: 'policy' | 'calendar';
  /** In a change of the calendar, what demands that go up because of it would begin anew by. */
  policy: Policy;
  years: readonly CalendarYear[];
  reaches: Prisma.Sql;
}

export interface MoveCount {
  demands: number;
  clocks: number;
  earlier: number;
  later: number;
  breaches: number;
  /** Demands by what their ladders do as soon as the change takes effect. */
  atOnce: Record<StepAtOnce, number>;
}

export interface FoundMove extends Move {
  number: string;
  unit: string;
}

export interface FoundMoves {
  at: number;
  lookedAt: number;
  complete: boolean;
  total: MoveCount;
  byUnit: Map<string, MoveCount>;
  /** What goes furthest at once first, then by the new due time; at most `KEPT`. */
  moves: FoundMove[];
}

const MOST_LOOKED_AT = 150_000;
const KEPT = 5_000;
const AT_A_TIME = 50;

/** Looks at every open demand the way its workflow will, chunk by chunk. */
export async function findMoves(database: Database, proposed: ProposedRules): Promise<FoundMoves> {
  const { reaches } = proposed;
  const at = Date.now();
  const calendarOfYear = keptCalendars(proposed.years);
  const [total, byUnit, moves] = [noMoves(), new Map<string, MoveCount>(), [] as FoundMove[]];
  let lookedAt = 0;
  for await (const demands of openDemands(database, reaches, MOST_LOOKED_AT)) {
    for (const demand of demands) {
      // Whoever else asks meanwhile waits for a few milliseconds, not for the whole chunk.
      if (++lookedAt % AT_A_TIME === 0) await setImmediate();
      const rules = { policy: proposed.policy, calendar: calendarOfYear(demand) };
      const found = movesOf(demand, rules, at, proposed.change);
      if (found.length === 0) continue;
      const unit = unitOf(demand);
      add(total, found);
      add(byUnit.get(unit) ?? byUnit.set(unit, noMoves()).get(unit)!, found);
      moves.push(...found.map((move) => ({ ...move, number: demand.number, unit })));
    }
    if (moves.length > 4 * KEPT) moves.splice(0, moves.length, ...foremost(moves));
  }
  const complete = lookedAt < MOST_LOOKED_AT || (await countOpen(database, reaches)) <= lookedAt;
  return { at, lookedAt, complete, total, byUnit, moves: foremost(moves) };
}

const reachOf = ({ breaches, atOnce }: Move): number =>
  Math.max(breaches ? 1 : 0, ...atOnce.map((step) => 1 + STEPS_AT_ONCE.indexOf(step)));

const foremost = (moves: FoundMove[]): FoundMove[] =>
  moves.sort((one, other) => reachOf(other) - reachOf(one) || one.to - other.to).slice(0, KEPT);

const unitOf = ({ holder, lead, place }: Demand): string => (holder.unit ?? lead ?? place).id;

export const noMoves = (): MoveCount => ({
  ...{ demands: 0, clocks: 0, earlier: 0, later: 0, breaches: 0 },
  atOnce: { remind: 0, escalate: 0, move_up: 0, supervise: 0, expire: 0 },
});

function add(count: MoveCount, moves: readonly Move[]): void {
  const moved = moves.filter(({ from, to }) => from !== to);
  if (moved.length > 0) count.demands += 1;
  count.clocks += moved.length;
  for (const { from, to, breaches } of moved) {
    if (to < from) count.earlier += 1;
    else count.later += 1;
    if (breaches) count.breaches += 1;
  }
  for (const step of new Set(moves.flatMap(({ atOnce }) => atOnce))) count.atOnce[step] += 1;
}

/** A demand carries the calendar from its own year on; a few thousand share one. */
function keptCalendars(years: readonly CalendarYear[]): (demand: Demand) => Calendar {
  const kept = new Map<number, Calendar>();
  return ({ createdAt }) => {
    const { year } = localDay(createdAt);
    const known = kept.get(year) ?? calendarFrom(years, createdAt);
    kept.set(year, known);
    return known;
  };
}
