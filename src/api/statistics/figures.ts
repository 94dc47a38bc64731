import type { Database, Prisma } from '../../database/client';
import { readParked } from '../../database/overview';
import type { DirectoryUnit, UnitDirectory } from '../../database/unit-directory';
import { isOverTime, type Grouping } from '../../domain/grouping';
import { lesserOf, type RateName } from '../../domain/rates';
import { combinedIn, ratesOf, type Counts } from '../../domain/tallying';
import { periodsOf, type CountedPeriod } from '../../statistics/counted-periods';
import { dimensionsOf } from '../../statistics/dimensions';
import { ELSEWHERE, groupsOf, isUnder, type Group } from '../../statistics/grouping';
import type { SignedIn } from '../actor';
import type { Api } from '../app';
import { scopeOf, sightOfActor } from '../demands/eyes';
import { beijing, unitView, type Units } from '../demands/view';
import { periodBefore, periodOf, yearBefore, type Period } from '../period';
import { figuresQuery, figuresSchema, rateNamesOf, type FiguresRow, type FiguresView } from './figures-schema';
import { inOrder, labelOf, searchOf } from './group-words';
import { definitionView } from './rates-view';
import { seatOf, WATCHERS, watchedUnit } from './seat';

/** As many as somebody reads on a page; a file has all of them. */
const MOST_GROUPS = 100;

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
        summary: '各项比率：按单位、地点、层级、类型、类别、渠道或时间，与上期和去年同期比较',
        querystring: figuresQuery,
        response: { 200: figuresSchema },
      },
    },
    async ({ actor, query }) => {
      const units = await directory.units(actor.units);
      return readFigures(database, askedBy(actor, units, query), MOST_GROUPS);
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

/** `most`: so many groups and no more, save for stretches of time. */
export async function readFigures(database: Database, asked: Asked, most = Infinity): Promise<FiguresView> {
  const { unit, units, scope, period, by, names } = asked;
  const seat = seatOf(units, unit);
  const count = periodsOf(database);
  const [before, lastYear] = [periodBefore(period), yearBefore(period)];
  const counted = await count({ scope, from: period.from, to: period.to });
  const past = await count({ scope, from: before.from, to: before.to });
  const then = await count({ scope, from: lastYear.from, to: lastYear.to });
  const { set } = counted;
  const now = Date.now();
  const grouped = (of: CountedPeriod, grouping: Grouping | null) =>
    groupsOf(of.demands, grouping, { seat, set, span: of.span });
  const whole = grouped(counted, null);
  const compared = (grouping: Grouping | null) => {
    const comparable = !isOverTime(grouping);
    const pasts = comparable ? [grouped(past, grouping), grouped(then, grouping)] : [];
    return (grouping === null ? whole : grouped(counted, grouping)).map((group): FiguresRow => {
      const [previous, year] = pasts.map((groups) => groups.find(({ key }) => key === group.key)?.counts ?? {});
      return {
        ...{ key: group.key, label: labelOf(grouping, group.key, asked) },
        search: searchOf(grouping, group.key, { ...asked, set }),
        ...{ filed: group.filed, closed: group.closed },
        ...combinedOf(group.counts, set),
        rates: valuesOf(group, names, set, { previous, year }),
      };
    });
  };
  const groups = by === null ? [] : inOrder(by, compared(by));
  const [beside, rows] = [groups.filter(isElsewhere(by)), groups.filter((row) => !isElsewhere(by)(row))];
  const shown = isOverTime(by) ? rows : rows.slice(0, most);
  return {
    unit: unitView(units, unit.id),
    ...{ ...daysOf(period), asOf: beijing(now), by },
    set: { version: set.version, confirmed: set.confirmed, small: set.small },
    periods: { previous: daysOf(before), lastYear: daysOf(lastYear) },
    definitions: names.map((name) => definitionView(name, set)),
    total: compared(null)[0]!,
    ...{ rows: shown, omitted: rows.length - shown.length, elsewhere: beside[0] ?? null },
    parked: await readParked(database, scope, new Date(now)),
    dimensions: dimensionsOf(counted.demands, (of) => isUnder(seat, of)),
    additions: additionsOf(whole[0]!),
  };
}

const isElsewhere =
  (by: Grouping | null) =>
  ({ key }: Pick<FiguresRow, 'key'>): boolean =>
    by === 'unit' && key === ELSEWHERE;

function combinedOf(counts: Counts, set: CountedPeriod['set']): Pick<FiguresRow, 'combined' | 'isSmall'> {
  const { value: combined, isSmall } = combinedIn(ratesOf(counts, set), set);
  return { combined, isSmall };
}

const additionsOf = ({ counts }: Group): FiguresView['additions'] => ({
  ...{ count: counts.added_to ?? 0, turned: counts.turned_dissatisfied ?? 0 },
});

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
