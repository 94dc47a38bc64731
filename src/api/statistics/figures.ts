import type { Database, Prisma } from '../../database/client';
import { readParked } from '../../database/overview';
import type { DirectoryUnit, UnitDirectory } from '../../database/unit-directory';
import { isOverTime, type Grouping } from '../../domain/grouping';
import { lesserOf, type RateName } from '../../domain/rates';
import { combinedIn, ratesOf, type Counts } from '../../domain/tallying';
import { periodsOf, type CountedPeriod } from '../../statistics/counted-periods';
import { dimensionsOf } from '../../statistics/dimensions';
import { groupsOf, type Group } from '../../statistics/grouping';
import type { SignedIn } from '../actor';
import type { Api } from '../app';
import { scopeOf, sightOfActor } from '../demands/eyes';
import { beijing, unitView, type Units } from '../demands/view';
import { periodBefore, periodOf, yearBefore, type Period } from '../period';
import { figuresQuery, figuresSchema, rateNamesOf, type FiguresRow, type FiguresView } from './figures-schema';
import { inOrder, labelOf, searchOf } from './group-words';
import { definitionView } from './rates-view';
import { seatOf, WATCHERS, watchedUnit } from './seat';

interface Asked {
  unit: DirectoryUnit;
  units: Units;
  scope: Prisma.Sql;
  period: Period;
  by: Grouping | null;
  names: readonly RateName[];
}

export function figuresRoute(app: Api, { database, directory }: { database: Database; directory: UnitDirectory }) {
  app.get(
    '/statistics/figures',
    {
      config: { access: WATCHERS },
      schema: {
        tags: ['统计'],
        summary: '各项比率:按单位、地点、层级、类型、类别、渠道或时间,与上期和去年同期比较',
        querystring: figuresQuery,
        response: { 200: figuresSchema },
      },
    },
    async ({ actor, query }) => {
      const units = await directory.units(actor.units);
      return readFigures(database, askedBy(actor, units, query));
    },
  );
}

type Query = { unit?: string; from?: string; to?: string; by?: Grouping; rates?: string };

export function askedBy(actor: SignedIn, units: Units, query: Query): Asked {
  const unit = watchedUnit(actor, units, query.unit);
  const sight = sightOfActor(actor, units);
  const scope = scopeOf(sight, unit.path.length === 1 ? undefined : unit.id);
  const period = periodOf(query, Date.now());
  return { unit, units, scope, period, by: query.by ?? null, names: rateNamesOf(query.rates) };
}

export async function readFigures(database: Database, asked: Asked): Promise<FiguresView> {
  const { unit, units, scope, period, by, names } = asked;
  const count = periodsOf(database);
  const [before, lastYear] = [periodBefore(period), yearBefore(period)];
  const counted = await count({ scope, from: period.from, to: period.to });
  const past = await count({ scope, from: before.from, to: before.to });
  const then = await count({ scope, from: lastYear.from, to: lastYear.to });
  const { set } = counted;
  const now = Date.now();
  const grouped = (of: CountedPeriod, grouping: Grouping | null) =>
    groupsOf(of.demands, grouping, { seat: seatOf(units, unit), set, span: of.span });
  const compared = (grouping: Grouping | null) => {
    const comparable = !isOverTime(grouping);
    const pasts = comparable ? [grouped(past, grouping), grouped(then, grouping)] : [];
    return grouped(counted, grouping).map((group): FiguresRow => {
      const [previous, year] = pasts.map((groups) => groups.find(({ key }) => key === group.key)?.counts ?? {});
      return {
        ...{ key: group.key, label: labelOf(grouping, group.key, asked) },
        search: searchOf(grouping, group.key, { ...asked, set }),
        ...{ filed: group.filed, closed: group.closed },
        combined: combinedIn(ratesOf(group.counts, set), set),
        rates: valuesOf(group, names, set, { previous, year }),
      };
    });
  };
  return {
    unit: unitView(units, unit.id),
    ...{ ...daysOf(period), asOf: beijing(now), by },
    set: { version: set.version, confirmed: set.confirmed, small: set.small },
    periods: { previous: daysOf(before), lastYear: daysOf(lastYear) },
    definitions: names.map((name) => definitionView(name, set)),
    total: compared(null)[0]!,
    rows: by === null ? [] : inOrder(by, compared(by)),
    parked: await readParked(database, scope, new Date(now)),
    dimensions: dimensionsOf(counted.demands),
  };
}

const daysOf = ({ days }: Period) => ({ from: days[0]!, to: days.at(-1)! });

function valuesOf(
  { counts }: Group,
  names: readonly RateName[],
  set: CountedPeriod['set'],
  { previous, year }: { previous?: Counts; year?: Counts },
): FiguresRow['rates'] {
  const pastOf = (of: Counts | undefined, name: RateName) => {
    if (!of) return null;
    const { value, numerator, denominator } = ratesOf(of, set, [name])[0]!;
    return { value, numerator, denominator };
  };
  return ratesOf(counts, set, names).map(({ name, value, numerator, denominator, isSmall, lesser }) => {
    const less = lesserOf(name, set);
    return {
      ...{ name, value, numerator, denominator, isSmall },
      lesser: less && { ...less, count: lesser },
      ...{ previous: pastOf(previous, name), lastYear: pastOf(year, name) },
    };
  });
}
