import type { Database, Prisma as Sql } from '../database/client';
import { Prisma } from '../database/client';
import { newestFigureSet } from '../database/figure-sets';
import { readImprovements } from '../database/improvements';
import { readParked } from '../database/overview';
import { createRulesReader } from '../database/rules';
import { createUnitDirectory, type DirectoryUnit } from '../database/unit-directory';
import { calendarOf } from '../domain/calendar';
import { DAY } from '../domain/local-time';
import { numbersIn } from '../domain/personal-numbers';
import { hideNumbers } from '../privacy/hide-numbers';
import { isConcept, tokensOf } from '../similarity/segment';
import { readOutcomes, spanOf, type CountedDemand } from '../statistics/period-outcomes';
import type { Days, Materials } from './analysis';
import { worthATitle } from './cases';
import { isUnhappy } from './topics';

export interface ReportAsked {
  unit: string;
  /** Whole Beijing days; `to` is not included. */
  from: Date;
  to: Date;
}

/** The last report of the unit on about as many days that ended before, to compare with. */
export interface LastReport {
  id: string;
  title: string;
  from: Date;
  to: Date;
  finishedAt: Date;
}

const isoDate = (at: Date): string => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
export const daysOf = ({ from, to }: Pick<ReportAsked, 'from' | 'to'>): Days => ({
  from: isoDate(from),
  to: isoDate(new Date(to.getTime() - DAY)),
});

/** What concerns the unit or lies under it; the district's is all there is. */
export const scopeOfUnit = ({ id, path }: Pick<DirectoryUnit, 'id' | 'path'>): Sql.Sql =>
  path.length === 1 ? Prisma.sql`TRUE` : Prisma.sql`d.sight @> ${[id]}::text[]`;

/**
 * Everything that a report needs. `progress` is told, between 0 and 1, after every page: reading takes almost all of the time.
 * Throws when there is no such unit.
 */
export async function readMaterials(
  database: Database,
  asked: ReportAsked,
  last: LastReport | null,
  progress: (done: number) => void,
): Promise<Materials> {
  const units = await createUnitDirectory(database).units([asked.unit]);
  const unit = units.get(asked.unit);
  if (!unit) throw new Error(`no unit ${asked.unit}`);
  const scope = scopeOfUnit(unit);
  const [set, rules] = await Promise.all([newestFigureSet(database), createRulesReader(database)()]);
  const common = { scope, set, calendar: calendarOf(rules.calendarYears), now: Date.now() };
  const length = asked.to.getTime() - asked.from.getTime();
  const compared = last ?? { from: new Date(asked.from.getTime() - length), to: asked.from };
  const total = await countLikely(database, scope, asked, compared);
  let read = 0;
  const onPage = (rows: readonly unknown[]) => progress(Math.min(0.9, (0.9 * (read += rows.length)) / total));
  const now = { ...common, ...{ from: asked.from, to: asked.to, onPage } };
  const before = { ...common, ...{ from: compared.from, to: compared.to, onPage } };
  const demands = await readOutcomes(database, now);
  const demandsBefore = await readOutcomes(database, before);
  const quality = await readQuality(database, demands, spanOf(now));
  const grades = new Map(quality.map(({ id, grade }) => [id, grade]));
  const unhappy = demands.filter(isUnhappy).map(({ id }) => id);
  const worth = demands.filter((demand) => worthATitle(demand, grades.get(demand.id))).map(({ id }) => id);
  const names = new Set([...units.values()].map(({ name }) => name));
  const parents = new Set([...units.values()].map(({ path }) => path.at(-2)));
  return {
    unit: { id: unit.id, name: unit.name },
    days: daysOf(asked),
    compared: { ...daysOf(compared), reportId: last?.id ?? null, title: last?.title ?? null },
    ...{ set, quality },
    now: { demands, span: spanOf(now) },
    before: { demands: demandsBefore, span: spanOf(before) },
    unitOf: (id) => units.get(id),
    hasUnitsUnder: (id) => parents.has(id),
    words: await readWords(database, unhappy, names),
    titles: await readTitles(database, worth),
    people: await readPeople(database, scope, spanOf(now)),
    parked: await readParked(database, scope, new Date()),
    improvements: await readImprovements(database, { unit: unit.id, since: last?.finishedAt ?? compared.from }, units),
  };
}

type Bounds = { from: Date; to: Date };

/** For the bar of progress only. */
async function countLikely(database: Database, scope: Sql.Sql, one: Bounds, other: Bounds): Promise<number> {
  const [row] = await database.search<{ count: number }>`
    SELECT count(*) FILTER (WHERE d.created_at < ${one.to} AND COALESCE(d.closed_at >= ${one.from}, TRUE))::int
      + count(*) FILTER (WHERE d.created_at < ${other.to} AND COALESCE(d.closed_at >= ${other.from}, TRUE))::int AS count
    FROM demand d WHERE ${scope}`;
  return Math.max(1, row!.count);
}

const AT_ONCE = 2_000;

async function inParts<Row>(ids: readonly string[], read: (part: string[]) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (let i = 0; i < ids.length; i += AT_ONCE) rows.push(...(await read(ids.slice(i, i + AT_ONCE))));
  return rows;
}

/** Words by demand: those that similar demands are found by, without the names of places. */
async function readWords(database: Database, ids: string[], names: ReadonlySet<string>) {
  const rows = await inParts(
    ids,
    (part) => database.search<{ id: string; tokens: string[]; text: string | null }>`
      SELECT d.id, COALESCE(f.tokens, '{}') AS tokens,
        CASE WHEN COALESCE(cardinality(f.tokens), 0) = 0 THEN d.title || E'\n' || d.body END AS text
      FROM demand d LEFT JOIN demand_search f ON f.demand_id = d.id WHERE d.id = ANY(${part}::uuid[])`,
  );
  const isPlain = plainWords(names);
  return new Map(rows.map(({ id, tokens, text }) => [id, (text === null ? tokens : tokensOf(text)).filter(isPlain)]));
}

/** Neither a concept, nor part of the name of a unit, nor somebody's number. Words come again and again: each is looked at once. */
function plainWords(names: ReadonlySet<string>): (word: string) => boolean {
  const [all, known] = [[...names], new Map<string, boolean>()];
  return (word) => {
    const isPlain =
      known.get(word) ?? (!isConcept(word) && !all.some((name) => name.includes(word)) && numbersIn(word).length === 0);
    known.set(word, isPlain);
    return isPlain;
  };
}

/** Without the numbers that people wrote into them: reports go to many, and as files. */
async function readTitles(database: Database, ids: string[]): Promise<Map<string, string>> {
  const rows = await inParts(
    ids,
    (part) => database.search<{ id: string; title: string }>`
      SELECT d.id, d.title FROM demand d WHERE d.id = ANY(${part}::uuid[])`,
  );
  return new Map(rows.map(({ id, title }) => [id, hideNumbers(title)]));
}

/** Demands of the same telephone number, by its index: the number itself is nowhere. */
async function readPeople(database: Database, scope: Sql.Sql, { from, to }: { from: number; to: number }) {
  return database.search<{ ids: string[]; numbers: string[] }>`
    SELECT array_agg(d.id::text ORDER BY d.created_at DESC) AS ids, array_agg(d.number ORDER BY d.created_at DESC) AS numbers
    FROM demand d WHERE ${scope} AND d.kind <> 'improvement' AND d.phone_index IS NOT NULL
      AND d.created_at >= ${new Date(from)} AND d.created_at < ${new Date(to)}
    GROUP BY d.phone_index HAVING count(*) >= 3 ORDER BY count(*) DESC LIMIT 100`;
}

async function readQuality(
  database: Database,
  demands: readonly CountedDemand[],
  { from, to }: { from: number; to: number },
): Promise<Materials['quality']> {
  const numbers = new Map(demands.map(({ id, number }) => [id, number]));
  const rows = await database.search<{ id: string; grade: number }>`
    SELECT c.demand_id AS id, (c.found->>'replyQuality')::int AS grade FROM callback_job c
    WHERE c.found->>'replyQuality' IS NOT NULL AND c.concluded_at >= ${new Date(from)} AND c.concluded_at < ${new Date(to)}
    ORDER BY c.concluded_at`;
  return rows.flatMap(({ id, grade }) => {
    const number = numbers.get(id);
    return number === undefined ? [] : [{ id, number, grade }];
  });
}
