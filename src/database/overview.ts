import type { Figure } from '../domain/figures';
import type { Level, Stage } from '../domain/vocabulary';
import { Prisma, type Database } from './client';
import { BY_OUTCOME, figureCondition, isOpen, wasOpen, type Moments } from './figures';
import { OUTCOMES, type Outcome } from './outcomes';

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

/** Of one day (Beijing), or of one category: the other is null. */
export interface FiledRow {
  day: string | null;
  category: string | null;
  filed: number;
}

/** What is counted of a period by looking into the states. The numerators are what is left of the denominators. */
export const HAPPENED = [
  ...(['contact_due', 'contact_late', 'answered', 'unresolved'] as const),
  ...(['rated', 'dissatisfied', 'barely_satisfied', 'unrated', 'handle_due', 'handle_late'] as const),
] as const;
export type HappenedRow = { category: string } & Record<(typeof HAPPENED)[number], number>;

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

const dayOf = (column: Prisma.Sql) => sql`to_char(${column} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')`;

export const readFiled = (database: Database, scope: Prisma.Sql, at: Moments): Promise<FiledRow[]> =>
  database.search<FiledRow>`
    SELECT filed_on.day, filed_on.category, count(*)::int AS filed FROM (
      SELECT ${dayOf(sql`d.created_at`)} AS day, d.category FROM demand d
      WHERE ${scope} AND ${figureCondition('filed', at)}) filed_on
    GROUP BY GROUPING SETS ((filed_on.day), (filed_on.category))`;

export const readClosed = (
  database: Database,
  scope: Prisma.Sql,
  at: Moments,
): Promise<{ day: string; closed: number }[]> =>
  database.search<{ day: string; closed: number }>`
    SELECT ${dayOf(sql`d.closed_at`)} AS day, count(*)::int AS closed
    FROM demand d WHERE ${scope} AND ${figureCondition('closed', at)} GROUP BY 1`;

const OUTCOME_NAMES = Object.keys(OUTCOMES) as Outcome[];

/**
 * One pass over the demands that were open in the period. `||` has each state fetched and unpacked once, not once per figure:
 * that is most of the time this takes.
 */
export const readHappened = (database: Database, scope: Prisma.Sql, at: Moments): Promise<HappenedRow[]> =>
  database.search<HappenedRow>`
    SELECT o.category, ${Prisma.join(
      HAPPENED.map((figure) =>
        counted(
          figure,
          BY_OUTCOME[figure]((name) => sql`o.${quoted(name)}`),
        ),
      ),
    )}
    FROM (
      SELECT d.category, ${Prisma.join(OUTCOME_NAMES.map((name) => sql`${OUTCOMES[name](at)} AS ${quoted(name)}`))}
      FROM (
        SELECT d.category, d.stage, d.round, d.rating, d.result, d.closed_at, d.state || '{}'::jsonb AS state
        FROM demand d WHERE ${scope} AND ${wasOpen(at)} OFFSET 0) d OFFSET 0) o
    GROUP BY o.category`;
