import type { Database, Prisma } from '../../database/client';
import type { Moments } from '../../database/figures';
import { readStanding, readUnits, type StandingRow } from '../../database/overview';
import type { DirectoryUnit } from '../../database/unit-directory';
import { MAIN_RATES } from '../../domain/rates';
import { combinedIn, ratesOf } from '../../domain/tallying';
import { LEVELS, OPEN_STAGES, STAGES } from '../../domain/vocabulary';
import type { CountPeriod } from '../../statistics/counted-periods';
import { groupsOf, type Group } from '../../statistics/grouping';
import { beijing, unitView, type Units } from '../demands/view';
import { periodBefore, type Period } from '../period';
import type { OverviewView } from './overview-schema';
import { ratesView, sum } from './rates-view';
import { childrenOf, seatOf } from './seat';

export interface Asked {
  unit: DirectoryUnit;
  units: Units;
  /** Condition on a demand `d`: what lies with the unit or under it, and in the caller's sight. */
  scope: Prisma.Sql;
  period: Period;
  now: number;
  soon: Date;
}

const MOST_CATEGORIES = 10;

export async function readOverview(database: Database, count: CountPeriod, asked: Asked): Promise<OverviewView> {
  const { unit, units, scope, period, now, soon } = asked;
  const at: Moments = { from: period.from, to: period.to, now: new Date(now), soon };
  const children = childrenOf(units, unit);
  const shown = children.length > 0 ? children : [unit];
  const counted = await count({ scope, from: period.from, to: period.to });
  const past = await count({ scope, ...boundsOf(periodBefore(period)) });
  const { set } = counted;
  const by = (grouping: Parameters<typeof groupsOf>[1], of = counted) =>
    groupsOf(of.demands, grouping, { seat: seatOf(units, unit), set, span: of.span });
  const [all, before] = [by(null)[0]!, by(null, past)[0]!];
  const [standing, byUnit] = await Promise.all([
    readStanding(database, scope, at),
    readUnits(
      database,
      scope,
      shown.map(({ id }) => id),
      at,
    ),
  ]);
  const none = { open: 0, overdue: 0, dueSoon: 0, supervised: 0 };
  return {
    unit: unitView(units, unit.id),
    ...{ from: period.days[0]!, to: period.days.at(-1)!, asOf: beijing(now) },
    open: openOf(standing),
    ...{ filed: all.filed, closed: all.closed, unrated: all.counts.unrated ?? 0 },
    rates: ratesView(all.counts, before.counts, set, MAIN_RATES),
    combined: combinedIn(ratesOf(all.counts, set), set),
    trend: trendOf(period, by('day')),
    categories: categoriesOf(standing, by('category')),
    units: shown.map(({ id, path }) => {
      const { unit: _, ...counts } = byUnit.find((row) => row.unit === id) ?? { unit: id, ...none };
      return { unit: unitView(units, id), parentId: path.at(-2) ?? null, ...counts };
    }),
  };
}

const boundsOf = ({ from, to }: Period) => ({ from, to });
function openOf(rows: readonly StandingRow[]): OverviewView['open'] {
  const counted = (name: 'open' | 'overdue' | 'dueSoon' | 'supervised' | 'provisional', of = rows) =>
    sum(of.map((row) => row[name]));
  const both = (of: StandingRow[]) => ({ count: counted('open', of), overdue: counted('overdue', of) });
  return {
    ...{ total: counted('open'), overdue: counted('overdue'), dueSoon: counted('dueSoon') },
    ...{ supervised: counted('supervised'), provisional: counted('provisional') },
    byStage: OPEN_STAGES.map((stage) => ({
      ...{ stage, label: STAGES[stage] },
      ...both(rows.filter((row) => row.stage === stage)),
    })),
    byLevel: LEVELS.map((level) => ({ level, ...both(rows.filter((row) => row.level === level)) })),
  };
}

function trendOf({ days }: Period, groups: readonly Group[]): OverviewView['trend'] {
  const byDay = new Map(groups.map((group) => [group.key, group]));
  return days.map((day) => ({ day, filed: byDay.get(day)?.filed ?? 0, closed: byDay.get(day)?.closed ?? 0 }));
}

/** The categories of which most was filed, then of which most is open. */
function categoriesOf(standing: readonly StandingRow[], groups: readonly Group[]): OverviewView['categories'] {
  const names = new Set([...standing.map((row) => row.category), ...groups.map((group) => group.key)]);
  const byName = new Map(groups.map((group) => [group.key, group]));
  return [...names]
    .map((category) => ({
      category,
      filed: byName.get(category)?.filed ?? 0,
      open: sum(standing.filter((row) => row.category === category).map((row) => row.open)),
      dissatisfied: byName.get(category)?.counts.dissatisfied ?? 0,
    }))
    .filter((row) => row.filed + row.open + row.dissatisfied > 0)
    .sort((a, b) => b.filed - a.filed || b.open - a.open || (a.category < b.category ? -1 : 1))
    .slice(0, MOST_CATEGORIES);
}
