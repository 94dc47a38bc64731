import type { AdditionFacts, AppealFacts, CallFacts, ClockFacts, DemandFacts, RoundFacts } from '../domain/outcomes';
import type { Kind, Level, Stage } from '../domain/vocabulary';
import type { Segment } from '../domain/clock';
import { Prisma, type Database } from './client';
import type { KeptFacts } from './kept-facts';
import { isOpen } from './open-stages';

/** A demand of a period with what its figures are counted from, and by what they may be grouped. */
export interface FactsRow {
  id: string;
  number: string;
  kind: Kind;
  category: string;
  channel: string;
  level: Level;
  place: string;
  lead: string | null;
  createdAt: number;
  facts: DemandFacts;
}

interface Row {
  id: string;
  version: number;
  number: string;
  kind: Kind;
  category: string;
  channel: string;
  level: Level;
  unit_id: string;
  lead_unit_id: string | null;
  stage: Stage;
  round: number;
  created_at: Date;
  closed_at: Date | null;
  merged: boolean;
  split: boolean;
  returns: number;
  rounds: RoundFacts[];
  clocks: PackedClock[] | null;
}

type PackedClock = [
  name: ClockFacts['name'],
  round: number,
  state: ClockFacts['state'],
  startedAt: number,
  dueAt: number,
  endedAt: number | null,
  scope: ClockFacts['scope'],
  amount: number,
  unit: string | null,
  id: string,
  segments: Segment[] | null,
];

const { sql } = Prisma;

export interface FactsSearch {
  /** Condition on a demand `d`. */
  scope: Prisma.Sql;
  from: Date;
  to: Date;
  /** What was unpacked before, where the process keeps it. */
  kept?: KeptFacts;
}

/** One page is small enough that reading it blocks nobody for long. */
const PAGE = 2_000;
const DAY = 86_400_000;

/**
 * Every filed demand that something may have come of in the period, page by page. States are unpacked to arrays of what is needed,
 * in the database: that is a seventh of what would travel otherwise (measured). What is kept is not unpacked again.
 */
export async function* readFacts(database: Database, search: FactsSearch): AsyncGenerator<FactsRow[]> {
  const { scope, from, to, kept } = search;
  const beside = await readBeside(database, from);
  const isIn = ({ at }: { at: number }) => at >= from.getTime() && at < to.getTime();
  const others = [...beside.calls, ...beside.appeals, ...beside.additions]
    .filter(([, all]) => all.some(isIn))
    .map(([id]) => id);
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const heads = await database.search<{ id: string; version: number }>`
      SELECT d.id, d.version FROM demand d
      WHERE ${scope} AND d.kind <> 'improvement' AND d.id > ${after}::uuid
        AND (d.created_at < ${to} AND (${isOpen} OR d.closed_at >= ${from}) OR d.id = ANY(${others}::uuid[]))
      ORDER BY d.id LIMIT ${PAGE}`;
    const rows = new Map(heads.map(({ id, version }) => [id, kept?.get(id, version)]));
    const missing = heads.filter(({ id }) => !rows.get(id)).map(({ id }) => id);
    const found = await unpack(database, missing);
    const returns = await readReturns(database, found);
    for (const row of found) {
      const unpacked = rowOf(row, returns.get(row.id) ?? []);
      kept?.keep(row.version, unpacked);
      rows.set(row.id, unpacked);
    }
    const page = [...rows.values()].filter((row) => row !== undefined);
    if (page.length > 0) yield page.map((row) => withBeside(row, beside));
    if (heads.length < PAGE) return;
    after = heads.at(-1)!.id;
  }
}

async function unpack(database: Database, ids: readonly string[]): Promise<Row[]> {
  if (ids.length === 0) return [];
  return database.search<Row>`
    SELECT d.id, d.version, d.number, d.kind, d.category, d.channel, d.level, d.unit_id, d.lead_unit_id, d.stage, d.round,
      d.created_at, d.closed_at, d.state->>'mergedInto' IS NOT NULL AS merged,
      jsonb_array_length(d.state->'parts') > 0 AS split, (d.state->>'returns')::int AS returns, d.state->'rounds' AS rounds,
      (${packed}) AS clocks
    FROM (
      SELECT d.id, d.version, d.number, d.kind, d.category, d.channel, d.level, d.unit_id, d.lead_unit_id, d.stage, d.round,
        d.created_at, d.closed_at, d.state || '{}'::jsonb AS state
      FROM demand d WHERE d.id = ANY(${[...ids]}::uuid[]) OFFSET 0) d`;
}

const packed = sql`
  SELECT jsonb_agg(jsonb_build_array(c->'name', c->'round', c->'state', c->'startedAt', c->'dueAt', c->'endedAt', c->'scope',
    (c->>'budget')::bigint + (c->>'extension')::bigint, c->'segments'->-1->'unit', c->'id',
    CASE WHEN c->>'name' = 'handle' AND c->>'state' IN ('breached', 'running') THEN c->'segments' END))
  FROM jsonb_array_elements(d.state->'clocks') c WHERE c->>'name' IN ('accept', 'contact', 'handle', 'rate')`;

interface Beside {
  calls: Map<string, CallFacts[]>;
  appeals: Map<string, AppealFacts[]>;
  additions: Map<string, AdditionFacts[]>;
}

/** What stands beside the demands: phone jobs that ended, rulings on appeals, and 追评. Few of each, by time. */
async function readBeside(database: Database, from: Date): Promise<Beside> {
  // A round ends with its call, and may be checked long after: so what was said of it may come before the period and after it.
  const callsFrom = new Date(from.getTime() - DAY);
  const [calls, appeals, additions] = await Promise.all([
    database.search<Omit<CallFacts, 'at'> & { demand: string; at: Date }>`
      SELECT demand_id AS demand, kind, round, lead_unit_id AS unit, result, grade, (found->>'solved')::boolean AS solved,
        concluded_at AS at
      FROM callback_job WHERE concluded_at >= ${callsFrom}
        AND result IN ('satisfied', 'dissatisfied', 'unreasonable', 'refused', 'unreachable') ORDER BY concluded_at`,
    database.search<Omit<AppealFacts, 'at'> & { demand: string; at: Date }>`
      SELECT a.demand_id AS demand, a.kind, a.round, a.clock_id AS "clockId", a.unit_id AS unit, a.state = 'upheld' AS upheld,
        a.ruled_at AS at
      FROM appeal a WHERE a.state IN ('upheld', 'refused')`,
    database.search<Omit<AdditionFacts, 'at'> & { demand: string; at: Date }>`
      SELECT a.demand_id AS demand, a.round, a.grade, a.at FROM rating_addition a WHERE a.at >= ${from}`,
  ]);
  return { calls: byDemand(calls), appeals: byDemand(appeals), additions: byDemand(additions) };
}

/** When units returned the demands. Only one that was returned lately or handed out again can have been. */
async function readReturns(database: Database, rows: readonly Row[]): Promise<Map<string, DemandFacts['returns']>> {
  const isLikely = ({ returns, clocks }: Row) =>
    returns > 0 || (clocks ?? []).filter(([name]) => name === 'accept').length > 1;
  const ids = rows.filter(isLikely).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const returns = await database.search<{ demand: string; at: Date; unit: string | null }>`
    SELECT demand_id AS demand, at, unit_id AS unit FROM demand_event
    WHERE demand_id = ANY(${ids}::uuid[]) AND type = 'returned' ORDER BY at`;
  return byDemand(returns);
}

function byDemand<Row extends { demand: string; at: Date }>(rows: readonly Row[]) {
  const found = new Map<string, (Omit<Row, 'demand' | 'at'> & { at: number })[]>();
  for (const { demand, at, ...row } of rows) {
    const known = found.get(demand);
    const next = { ...row, at: at.getTime() };
    if (known) known.push(next);
    else found.set(demand, [next]);
  }
  return found;
}

function rowOf(row: Row, returns: DemandFacts['returns']): FactsRow {
  const { id, number, kind, category, channel, level } = row;
  return {
    ...{ id, number, kind, category, channel, level },
    ...{ place: row.unit_id, lead: row.lead_unit_id, createdAt: row.created_at.getTime() },
    facts: {
      ...{ kind, stage: row.stage, round: row.round, closedAt: row.closed_at?.getTime() ?? null },
      ...{ isMerged: row.merged, isSplit: row.split, filedAt: row.created_at.getTime() },
      ...{
        rounds: row.rounds.map(roundOf),
        clocks: (row.clocks ?? []).map((clock) => clockOf(clock, row.lead_unit_id)),
      },
      ...{ calls: [], appeals: [], additions: [], returns },
    },
  };
}

function withBeside(row: FactsRow, { calls, appeals, additions }: Beside): FactsRow {
  const [own, ruled, added] = [calls.get(row.id), appeals.get(row.id), additions.get(row.id)];
  if (!own && !ruled && !added) return row;
  return { ...row, facts: { ...row.facts, calls: own ?? [], appeals: ruled ?? [], additions: added ?? [] } };
}

function roundOf(given: RoundFacts): RoundFacts {
  const { round, lead, result, rating, ratedBy, callback, endedAt, reasons, dimensions } = given;
  return { round, lead, result, rating, ratedBy, callback, endedAt, reasons, dimensions };
}

/** While it lies with the reporter, the lead unit has to answer for it. */
function clockOf(clock: PackedClock, lead: string | null): ClockFacts {
  const [name, round, state, startedAt, dueAt, endedAt, scope, amount, unit, id, segments] = clock;
  return { name, round, state, startedAt, dueAt, endedAt, scope, amount, unit: unit ?? lead, id, segments };
}
