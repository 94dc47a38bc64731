import { demandSelection, type FoundDemand } from './demands';
import { characterPairs } from '../domain/character-pairs';
import { listConditions, type ListConditions } from './list-conditions';
import { Prisma, type Database } from './client';

export const SORTS = ['-createdAt', 'createdAt', 'dueAt'] as const;
export type Sort = (typeof SORTS)[number];

/** What lists and queues are narrowed by. `unit` is one that it concerns, or one above that. */
export interface DemandFilter {
  level?: string;
  unit?: string;
  kind?: string;
  category?: string;
  urgency?: string;
  risk?: string;
  supervised?: boolean;
  q?: string;
}

export interface DemandSearch extends DemandFilter {
  sight: Prisma.Sql;
  listed?: ListConditions;
  stage?: string;
  overdue?: boolean;
  sort: Sort;
  /** Sort key and id of the last demand seen. */
  after?: [string, string];
  limit: number;
  total?: boolean;
}

/** Counting stops here: nobody reads a longer list to its end, and counting all of it would take longer than the page. */
export const MOST_COUNTED = 10_000;

export type SearchedDemand = FoundDemand & { sort_key: string };

// Each order has an index; the id breaks ties, so that a page never repeats or skips a demand.
export const ORDERS: Record<Sort, { key: Prisma.Sql; order: Prisma.Sql; beyond: Prisma.Sql }> = {
  '-createdAt': {
    key: Prisma.sql`d.created_at`,
    order: Prisma.sql`d.created_at DESC, d.id DESC`,
    beyond: Prisma.sql`<`,
  },
  createdAt: { key: Prisma.sql`d.created_at`, order: Prisma.sql`d.created_at, d.id`, beyond: Prisma.sql`>` },
  dueAt: { key: Prisma.sql`d.next_due_at`, order: Prisma.sql`d.next_due_at, d.id`, beyond: Prisma.sql`>` },
};

/** Demands that are looked through in the order of the list, before all that fit are gathered. */
export const LOOKED_THROUGH = 5_000;

/** Reads one row more than `limit`, which says that there is a next page. */
export async function searchDemands(
  database: Database,
  search: DemandSearch,
): Promise<{ rows: SearchedDemand[]; total?: number }> {
  const where = Prisma.join(searchConditions(search), ' AND ');
  const sorted = inOrder(await readPage(database, search, where), search.sort);
  if (!search.total) return { rows: sorted };
  const [counted] = await database.search<{ total: number }>`
    SELECT count(*)::int AS total FROM (
      SELECT 1 FROM demand d WHERE ${where} LIMIT ${MOST_COUNTED}) counted`;
  return { rows: sorted, total: counted!.total };
}

async function readPage(database: Database, search: DemandSearch, where: Prisma.Sql): Promise<SearchedDemand[]> {
  const { key, order, beyond } = ORDERS[search.sort];
  const rest = search.after
    ? Prisma.sql`(${key}, d.id) ${beyond} (${search.after[0]}::timestamptz, ${search.after[1]}::uuid)`
    : Prisma.sql`TRUE`;
  // Ids first: joining and reading the state only for the page keeps deep filters cheap.
  const pageOf = (demands: Prisma.Sql) => database.search<SearchedDemand>`
    WITH page AS (
      SELECT d.id, ${key} AS at FROM ${demands} d WHERE ${where} AND ${rest} ORDER BY ${order} LIMIT ${search.limit + 1}
    )
    SELECT s.*, to_char(page.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS sort_key
    FROM page JOIN (${demandSelection}) s ON s.id = page.id`;
  if (!isOfColumns(search)) return pageOf(Prisma.sql`demand`);
  // The planner takes what is seen for independent of level, kind and so on. Where hardly anything fits, it would read the whole
  // table in the order of the list (measured: 117 ms instead of 30); without an order it gathers what is seen.
  const first = await pageOf(
    Prisma.sql`(SELECT * FROM demand d WHERE ${rest} ORDER BY ${order} LIMIT ${LOOKED_THROUGH})`,
  );
  if (first.length > search.limit) return first;
  return pageOf(Prisma.sql`(SELECT * FROM demand d WHERE ${where} AND ${rest} OFFSET 0)`);
}

/** Whether it is narrowed by columns without an index, and by nothing else than these, sight and stage. */
function isOfColumns({ level, kind, category, urgency, risk, supervised, q, listed, sort }: DemandSearch): boolean {
  const columns = [level, kind, category, urgency, risk, supervised];
  return (
    columns.some((value) => value !== undefined) && !q && sort !== 'dueAt' && listConditions(listed ?? {}).length === 0
  );
}

function inOrder(rows: SearchedDemand[], sort: Sort): SearchedDemand[] {
  const direction = sort.startsWith('-') ? -1 : 1;
  const keyOf = (row: SearchedDemand) => `${row.sort_key} ${row.id}`;
  return rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -direction : direction));
}

export function searchConditions(search: Omit<DemandSearch, 'limit'>): Prisma.Sql[] {
  const { sight, listed, stage, overdue, sort } = search;
  const all: Prisma.Sql[] = [sight, ...filterConditions(search), ...listConditions(listed ?? {})];
  if (stage) all.push(Prisma.sql`d.stage = ${stage}`);
  if (overdue !== undefined)
    all.push(overdue ? Prisma.sql`d.overdue_since IS NOT NULL` : Prisma.sql`d.overdue_since IS NULL`);
  if (sort === 'dueAt') all.push(Prisma.sql`d.next_due_at IS NOT NULL`);
  return all;
}

/** Conditions on a demand `d`; none when nothing is filtered. They narrow what may be seen and never widen it. */
export function filterConditions({ level, unit, kind, category, urgency, risk, supervised, q }: DemandFilter) {
  const all: Prisma.Sql[] = [];
  if (level) all.push(Prisma.sql`d.level = ${level}`);
  if (unit) all.push(Prisma.sql`d.sight @> ${[unit]}::text[]`);
  if (kind) all.push(Prisma.sql`d.kind = ${kind}`);
  if (category) all.push(Prisma.sql`d.category = ${category}`);
  if (urgency) all.push(Prisma.sql`d.urgency = ${urgency}`);
  if (risk) all.push(Prisma.sql`d.risk = ${risk}`);
  if (supervised !== undefined) all.push(Prisma.sql`d.supervised = ${supervised}`);
  if (q) all.push(matching(q));
  return all;
}

/**
 * A number is looked up as such, also when only its beginning is known. Words are found by their pairs of characters, which
 * are indexed; longer ones are then compared as they stand, with % and _ taken literally.
 */
function matching(q: string): Prisma.Sql {
  if (/^SQ\d{4,}$/i.test(q)) return Prisma.sql`d.number LIKE ${`${q.toUpperCase()}%`}`;
  const pairs = characterPairs(q);
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
  // COALESCE hides the comparison from the planner, which takes any ILIKE for rare and then sorts thousands of rows.
  const literally = Prisma.sql`COALESCE((d.title || ' ' || d.body) ILIKE ${pattern}, FALSE)`;
  if (pairs.length === 0) return literally;
  const candidates = Prisma.sql`EXISTS (SELECT 1 FROM demand_search f WHERE f.demand_id = d.id AND f.pairs @> ${pairs}::text[])`;
  return [...q].length === 2 ? candidates : Prisma.sql`${candidates} AND ${literally}`;
}
