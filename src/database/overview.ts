import type { Figure } from '../domain/figures';
import type { Level, Stage } from '../domain/vocabulary';
import { Prisma, type Database } from './client';
import { figureCondition, isOpen, type Moments } from './figures';

export interface StandingRow {
  stage: Stage;
  level: Level;
  category: string;
  open: number;
  overdue: number;
  dueSoon: number;
  supervised: number;
  provisional: number;
}

export interface UnitRow {
  unit: string;
  open: number;
  overdue: number;
  dueSoon: number;
  supervised: number;
}

const { sql } = Prisma;
const quoted = (name: string) => Prisma.raw(`"${name}"`);
const counted = (name: string, condition: Prisma.Sql) =>
  sql`count(*) FILTER (WHERE ${condition})::int AS ${quoted(name)}`;

const STANDING: [string, Figure][] = [
  ['overdue', 'overdue'],
  ['dueSoon', 'due_soon'],
  ['supervised', 'supervised'],
  ['provisional', 'provisional'],
];
const standing = (at: Moments) =>
  Prisma.join(STANDING.map(([name, figure]) => counted(name, figureCondition(figure, at))));

/** What is open now, by stage, level and category. */
export const readStanding = (database: Database, scope: Prisma.Sql, at: Moments): Promise<StandingRow[]> =>
  database.search<StandingRow>`
    SELECT d.stage, d.level, d.category, count(*)::int AS open, ${standing(at)}
    FROM demand d WHERE ${scope} AND ${isOpen} GROUP BY d.stage, d.level, d.category`;

/** What is open now in each of the units or under it; units with nothing open are missing. */
export const readUnits = (
  database: Database,
  scope: Prisma.Sql,
  units: readonly string[],
  at: Moments,
): Promise<UnitRow[]> =>
  database.search<UnitRow>`
    SELECT u.id AS unit, count(*)::int AS open, ${standing(at)}
    FROM demand d, unnest(d.sight) AS u(id) WHERE ${scope} AND ${isOpen} AND u.id = ANY(${[...units]}::text[])
    GROUP BY u.id`;

export interface ParkedRow {
  count: number;
  /** Since when the oldest and on average, in days; null without any. */
  longest: number | null;
  average: number | null;
}

/** 挂账 as it stands now: how much is parked and for how long, so that parking hides nothing. */
export async function readParked(database: Database, scope: Prisma.Sql, now: Date): Promise<ParkedRow> {
  const days = sql`(${now.getTime()} - (d.state->'deferral'->>'at')::bigint) / 86400000.0`;
  const [row] = await database.search<ParkedRow>`
    SELECT count(*)::int AS count, round(max(${days}), 1)::float AS longest, round(avg(${days}), 1)::float AS average
    FROM demand d WHERE ${scope} AND d.stage = 'deferred' AND d.kind <> 'improvement'`;
  return row!;
}
