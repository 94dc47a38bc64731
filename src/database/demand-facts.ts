import type { AdditionFacts, AppealFacts, CallFacts, DemandFacts } from '../domain/outcomes';
import type { Demand } from '../domain/demand';
import { FACTS_FORM, mayBeReturned, packFacts, unpackFacts, type PackedFacts } from '../domain/packed-facts';
import type { Kind, Level } from '../domain/vocabulary';
import { Prisma, type Database } from './client';
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

const { sql } = Prisma;

export interface FactsSearch {
  /** Condition on a demand `d`. */
  scope: Prisma.Sql;
  from: Date;
  to: Date;
  /** Condition on a demand `d` that rules out what need not be looked at. What is told beside its state is looked at all the same. */
  likely?: Prisma.Sql;
}

/** One page is small enough that unpacking it blocks nobody for long. */
const PAGE = 2_000;
const ID = 36;
const DAY = 86_400_000;

/** Whether the facts of a demand `d` are those of its state: not before they were first written, nor in a form of other code. */
export const isPacked = sql`COALESCE(starts_with(d.facts, ${`[${FACTS_FORM},`} || d.version || ','), FALSE)`;

/** Every filed demand that something may have come of in the period, page by page, by id. */
export async function* readFacts(database: Database, search: FactsSearch): AsyncGenerator<FactsRow[]> {
  const beside = await readBeside(database, search.from);
  const ids = await readIds(database, search, beside);
  const step = PAGE * (ID + 1);
  const pageAt = (start: number) => readPage(database, ids.slice(start, start + step - 1));
  let next = pageAt(0);
  for (let start = 0; start < ids.length; start += step) {
    const page = await next;
    // The database reads the next page while this one is counted. Should that fail, it is told when the page is wanted.
    next = pageAt(start + step);
    next.catch(() => undefined);
    if (page.length > 0) yield page.map((row) => withBeside(row, beside));
  }
}

/** As one text, with a comma between each two: tens of thousands of rows take longer to read than to find (measured). */
async function readIds(database: Database, { scope, from, to, likely }: FactsSearch, beside: Beside): Promise<string> {
  const isIn = ({ at }: { at: number }) => at >= from.getTime() && at < to.getTime();
  const all = [...beside.calls, ...beside.appeals, ...beside.additions];
  const told = all.filter(([, each]) => each.some(isIn)).map(([id]) => id);
  const narrowed = likely ? sql`AND (${likely} OR d.id = ANY(${all.map(([id]) => id)}::uuid[]))` : Prisma.empty;
  const [row] = await database.search<{ ids: string | null }>`
    SELECT string_agg(d.id::text, ',' ORDER BY d.id) AS ids FROM demand d
    WHERE ${scope} AND d.kind <> 'improvement' ${narrowed}
      AND (d.created_at < ${to} AND (${isOpen} OR d.closed_at >= ${from}) OR d.id = ANY(${told}::uuid[]))`;
  return row?.ids ?? '';
}

type PackedRow = [id: string, number: string, channel: string, packed: PackedFacts | null];

async function readPage(database: Database, ids: string): Promise<FactsRow[]> {
  if (ids === '') return [];
  const [found] = await database.search<{ page: string | null }>`
    SELECT string_agg('["' || d.id || '","' || d.number || '",' || to_json(d.channel) || ',' ||
      CASE WHEN ${isPacked} THEN d.facts ELSE 'null' END || ']', ',' ORDER BY d.id) AS page
    FROM demand d WHERE d.id = ANY(string_to_array(${ids}, ',')::uuid[])`;
  const rows = JSON.parse(`[${found?.page ?? ''}]`) as PackedRow[];
  const states = await readStates(
    database,
    rows.filter(([, , , packed]) => packed === null).map(([id]) => id),
  );
  const page: FactsRow[] = [];
  const returned = new Map<string, FactsRow>();
  for (const [id, number, channel, written] of rows) {
    const packed = written ?? states.get(id);
    if (!packed) continue;
    const row = rowOf(id, number, channel, packed);
    page.push(row);
    if (mayBeReturned(packed)) returned.set(id, row);
  }
  const returns = await readReturns(database, [...returned.keys()]);
  for (const [id, each] of returns) returned.get(id)!.facts.returns = each;
  return page;
}

// Spelt out, as `unpackFacts` is: spreading takes several times as long (measured), and tens of thousands are counted at once.
function rowOf(id: string, number: string, channel: string, packed: PackedFacts): FactsRow {
  const [, , kind, category, level, place, lead, , , createdAt] = packed;
  return { id, number, kind, category, channel, level, place, lead, createdAt, facts: unpackFacts(packed) };
}

/** Of rows whose facts are not those of their state. A night packs them (activities/pack-facts.ts). */
async function readStates(database: Database, ids: readonly string[]): Promise<Map<string, PackedFacts>> {
  if (ids.length === 0) return new Map();
  const rows = await database.search<{ id: string; state: Demand }>`
    SELECT d.id, d.state FROM demand d WHERE d.id = ANY(${[...ids]}::uuid[])`;
  return new Map(rows.map(({ id, state }) => [id, packFacts(state)]));
}

/** Demands whose facts are not those of their state, by id. */
export const readUnpacked = (
  database: Database,
  after: string,
  limit: number,
): Promise<{ id: string; state: Demand }[]> =>
  database.search`
    SELECT d.id, d.state FROM demand d WHERE d.id > ${after}::uuid AND NOT ${isPacked} ORDER BY d.id LIMIT ${limit}`;

/** What a transition has written meanwhile stays. */
export async function writeFacts(database: Database, states: readonly Demand[]): Promise<void> {
  const rows = states.map((state) => ({
    id: state.id,
    version: state.version,
    facts: JSON.stringify(packFacts(state)),
  }));
  await database.search`
    UPDATE demand d SET facts = p.facts FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS p(id uuid, version int, facts text)
    WHERE d.id = p.id AND d.version = p.version`;
}

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

/** When units returned the demands. */
async function readReturns(database: Database, ids: readonly string[]): Promise<Map<string, DemandFacts['returns']>> {
  if (ids.length === 0) return new Map();
  const returns = await database.search<{ demand: string; at: Date; unit: string | null }>`
    SELECT demand_id AS demand, at, unit_id AS unit FROM demand_event
    WHERE demand_id = ANY(${[...ids]}::uuid[]) AND type = 'returned' ORDER BY at`;
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

function withBeside(row: FactsRow, { calls, appeals, additions }: Beside): FactsRow {
  const [own, ruled, added] = [calls.get(row.id), appeals.get(row.id), additions.get(row.id)];
  if (!own && !ruled && !added) return row;
  return { ...row, facts: { ...row.facts, calls: own ?? [], appeals: ruled ?? [], additions: added ?? [] } };
}
