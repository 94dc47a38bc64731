import type { Database, Prisma } from '../database/client';
import { newestFigureSet } from '../database/figure-sets';
import { likelyCounted } from '../database/figures';
import { createRulesReader } from '../database/rules';
import { calendarOf } from '../domain/calendar';
import type { FigureSet } from '../domain/figure-set';
import { isCountedIn, verdictsOf } from '../domain/tallying';
import type { Figure } from '../domain/figures';
import { keptAnswers } from './kept-answers';
import { readOutcomes, spanOf, type CountedDemand } from './period-outcomes';
import type { Span } from '../domain/outcomes';

export interface Asked {
  scope: Prisma.Sql;
  /** Whole Beijing days; `to` is not included. */
  from: Date;
  to: Date;
  /** Of a version that is only a draft. */
  set?: FigureSet;
  /** The only figure that is asked for: demands that it cannot count may be missing. */
  figure?: Figure;
}

export interface CountedPeriod {
  demands: CountedDemand[];
  set: FigureSet;
  span: Span;
}

/** Figures of a whole unit cost a look into every demand of a period; what is asked again need not be newer. Milliseconds. */
const KEPT_FOR = 15_000;

export type CountPeriod = (asked: Asked) => Promise<CountedPeriod>;

const known = new WeakMap<Database, CountPeriod>();

/** One per database, so that a table and the lists that it opens are counted once. */
export function periodsOf(database: Database): CountPeriod {
  const held = known.get(database) ?? createCountedPeriods(database);
  known.set(database, held);
  return held;
}

function createCountedPeriods(database: Database): CountPeriod {
  const readRules = createRulesReader(database);
  const kept = keptAnswers<CountedPeriod>(KEPT_FOR);
  return async ({ scope, from, to, set: given, figure }) => {
    const set = given ?? (await newestFigureSet(database));
    const likely = figure && likelyCounted(figure, set);
    const count = async () => {
      const calendar = calendarOf((await readRules()).calendarYears);
      const asked = { scope, from, to, now: Date.now(), set, calendar, likely };
      return { demands: await readOutcomes(database, asked), set, span: spanOf(asked) };
    };
    const whole = JSON.stringify([scope.sql, scope.values, from, to, set]);
    // A list opened from a page of figures is found in what the page was counted from.
    return likely ? kept(JSON.stringify([whole, likely.sql, likely.values]), count, whole) : kept(whole, count);
  };
}

/** The ids of the demands that a figure counts; of a unit's doing alone where `isOf` says so of the unit. */
export function countedBy(
  { demands, span }: CountedPeriod,
  figure: Figure,
  isOf: (unit: string | null) => boolean = () => true,
): string[] {
  if (figure === 'filed' || figure === 'closed') {
    const happened = ({ createdAt, isClosed }: CountedDemand) =>
      figure === 'closed' ? isClosed : createdAt >= span.from && createdAt < span.to;
    return demands.filter((each) => happened(each) && isOf(each.lead ?? each.place)).map(({ id }) => id);
  }
  return demands
    .filter(({ marks }) => isCountedIn(figure, verdictsOf(marks.filter(({ unit }) => isOf(unit)))))
    .map(({ id }) => id);
}
