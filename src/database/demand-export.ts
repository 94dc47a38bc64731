import type { Clock } from '../domain/clock';
import type { Kind, Level, Result, Stage, Urgency } from '../domain/vocabulary';
import { Prisma, type Sql } from './client';
import { ORDERS, searchConditions, type DemandSearch } from './demand-search';

export type ExportSearch = Omit<DemandSearch, 'limit' | 'after' | 'total'>;

/** What an export tells of a demand: no contact, nobody's name. */
export interface ExportedDemand {
  number: string;
  kind: Kind;
  title: string;
  category: string;
  stage: Stage;
  level: Level;
  urgency: Urgency;
  channel: string;
  place: string;
  lead: string | null;
  co: string[];
  replying: string | null;
  created_at: Date;
  closed_at: Date | null;
  result: Result | null;
  rating: number | null;
  round: number;
  supervised: boolean;
  is_late: boolean;
  was_late: boolean;
  /** The clock of handling as it first began. */
  handle: Pick<Clock, 'scope' | 'startedAt' | 'budget' | 'changes'> | null;
}

/** So few that they are gone before the collector would move them to the old generation. */
const PAGE = 200;

export type UnitNames = ReadonlyMap<string, string>;

export async function readUnitNames(sql: Sql): Promise<UnitNames> {
  const units = await sql<{ id: string; name: string }>`SELECT id, name FROM unit`;
  return new Map(units.map(({ id, name }) => [id, name]));
}

/** Counts to one more than `most`. */
export async function countDemands(sql: Sql, search: ExportSearch, most: number): Promise<number> {
  const where = Prisma.join(searchConditions(search), ' AND ');
  const [counted] = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM (SELECT 1 FROM demand d WHERE ${where} LIMIT ${most + 1}) counted`;
  return counted!.total;
}

/** All demands of a search in its order, a page in memory at a time. `sql` is that of a snapshot. */
export async function* readExported(sql: Sql, search: ExportSearch): AsyncGenerator<ExportedDemand> {
  const where = Prisma.join(searchConditions(search), ' AND ');
  // The state is long and unpacked once, by the subquery.
  await sql`DECLARE exported NO SCROLL CURSOR FOR
    SELECT d.number, d.kind, d.title, d.category, d.stage, d.level, d.urgency, d.channel, d.unit_id AS place,
      d.lead_unit_id AS lead, d.co_unit_ids AS co, d.replying_unit_id AS replying, d.created_at, d.closed_at, d.result,
      d.rating, d.round, d.supervised, d.overdue_since IS NOT NULL AS is_late,
      jsonb_path_exists(c.clocks, '$[*] ? (@.state == "breached" && @.name != "rate")') AS was_late,
      jsonb_path_query_first(c.clocks, '$[*] ? (@.name == "handle")') - '{segments,rungs}'::text[] AS handle
    FROM demand d CROSS JOIN LATERAL (SELECT d.state->'clocks' AS clocks OFFSET 0) c
    WHERE ${where} ORDER BY ${ORDERS[search.sort].order}`;
  for (;;) {
    const rows = await sql<ExportedDemand>`FETCH ${Prisma.raw(String(PAGE))} FROM exported`;
    yield* rows;
    if (rows.length < PAGE) return;
  }
}
