import type { Database, Prisma } from '../../database/client';
import type { Moments } from '../../database/figures';
import {
  readClosed,
  readFiled,
  readHappened,
  readStanding,
  readUnits,
  type FiledRow,
  type HappenedRow,
  type StandingRow,
} from '../../database/overview';
import type { DirectoryUnit } from '../../database/unit-directory';
import { combinedOf, type RateName } from '../../domain/rates';
import { LEVELS, OPEN_STAGES, STAGES } from '../../domain/vocabulary';
import { beijing, unitView, type Units } from '../demands/view';
import { periodBefore, type Period } from '../period';
import type { OverviewView } from './overview-schema';
import { ratesOf, sum } from './rates-view';
import { childrenOf } from './seat';

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

export async function readOverview(database: Database, asked: Asked): Promise<OverviewView> {
  const { unit, units, scope, period, now, soon } = asked;
  const at: Moments = { from: period.from, to: period.to, now: new Date(now), soon };
  const before: Moments = { ...at, ...boundsOf(periodBefore(period)) };
  const children = childrenOf(units, unit);
  const shown = children.length > 0 ? children : [unit];
  const [happened, previous, standing, byUnit, filed, closed] = await Promise.all([
    readHappened(database, scope, at),
    readHappened(database, scope, before),
    readStanding(database, scope, at),
    readUnits(
      database,
      scope,
      shown.map(({ id }) => id),
      at,
    ),
    readFiled(database, scope, at),
    readClosed(database, scope, at),
  ]);
  const rates = ratesOf(happened, previous);
  const trend = trendOf(period, filed, closed);
  const none = { open: 0, overdue: 0, dueSoon: 0, supervised: 0 };
  return {
    unit: unitView(units, unit.id),
    ...{ from: period.days[0]!, to: period.days.at(-1)!, asOf: beijing(now) },
    open: openOf(standing),
    filed: sum(trend.map((day) => day.filed)),
    closed: sum(trend.map((day) => day.closed)),
    unrated: sum(happened.map((row) => row.unrated)),
    rates,
    combined: { value: combinedOf(Object.fromEntries(rates.map(({ name, value }) => [name, value])) as ByRate) },
    trend,
    categories: categoriesOf(filed, standing, happened),
    units: shown.map(({ id, path }) => {
      const { unit: _, ...counts } = byUnit.find((row) => row.unit === id) ?? { unit: id, ...none };
      return { unit: unitView(units, id), parentId: path.at(-2) ?? null, ...counts };
    }),
  };
}

type ByRate = Record<RateName, number | null>;
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

function trendOf(
  { days }: Period,
  filed: readonly FiledRow[],
  closed: readonly { day: string; closed: number }[],
): OverviewView['trend'] {
  const filedOn = new Map(filed.map((row) => [row.day, row.filed]));
  const closedOn = new Map(closed.map((row) => [row.day, row.closed]));
  return days.map((day) => ({ day, filed: filedOn.get(day) ?? 0, closed: closedOn.get(day) ?? 0 }));
}

/** The categories of which most was filed, then of which most is open. */
function categoriesOf(
  filed: readonly FiledRow[],
  standing: readonly StandingRow[],
  happened: readonly HappenedRow[],
): OverviewView['categories'] {
  const names = new Set(
    [...filed, ...standing, ...happened].map((row) => row.category).filter((name) => name !== null),
  );
  const of = <Row extends { category: string | null }>(rows: readonly Row[], category: string) =>
    rows.filter((row) => row.category === category);
  return [...names]
    .map((category) => ({
      category,
      filed: sum(of(filed, category).map((row) => row.filed)),
      open: sum(of(standing, category).map((row) => row.open)),
      dissatisfied: sum(of(happened, category).map((row) => row.dissatisfied)),
    }))
    .filter((row) => row.filed + row.open + row.dissatisfied > 0)
    .sort((a, b) => b.filed - a.filed || b.open - a.open || (a.category < b.category ? -1 : 1))
    .slice(0, MOST_CATEGORIES);
}
