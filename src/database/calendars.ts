import { recordAudit } from './audit';
import { Prisma, type Database, type Transaction } from './client';
import type { CalendarYear } from '../domain/calendar';
import { ENDED_STAGES } from '../domain/vocabulary';
import { atLocal } from '../domain/working-time';

export interface PublishedYear extends CalendarYear {
  publishedAt: Date;
  /** The user name; null for what came with the service. */
  publishedBy: string | null;
}

interface YearRow {
  year: number;
  version: number;
  data: CalendarYear['days'];
  source: string;
  published_at: Date;
  published_by: string | null;
}

/** The newest version of each published year, or of one. */
export async function readCalendars(database: Database, year?: number): Promise<PublishedYear[]> {
  const which = year === undefined ? Prisma.empty : Prisma.sql`WHERE c.year = ${year}`;
  const rows = await database.sql<YearRow>`
    SELECT DISTINCT ON (c.year) c.year, c.version, c.data, c.source, c.published_at, u.username AS published_by
    FROM calendar_year c LEFT JOIN staff_user u ON u.id = c.published_by ${which} ORDER BY c.year, c.version DESC`;
  return rows.map(({ data, published_at, published_by, ...row }) => ({
    ...row,
    days: data,
    publishedAt: published_at,
    publishedBy: published_by,
  }));
}

export interface NewCalendar extends CalendarYear {
  /** The id of whoever publishes it. */
  by: string;
  /** The draft that it comes from. */
  draft?: string;
}

/**
 * Publishes a version of a year, audits what it was before, and runs `beside` before it is final: when that fails, nothing
 * has happened. Throws a unique violation when somebody else published that version meanwhile.
 */
export async function publishCalendar(
  database: Database,
  next: NewCalendar,
  before: CalendarYear | undefined,
  beside: () => Promise<void>,
): Promise<void> {
  await database.$transaction(
    async (transaction) => {
      await insertCalendar(transaction, next, before);
      await beside();
    },
    { timeout: 10_000 },
  );
}

/** The same in a transaction of the caller's, without anything beside it. */
export async function insertCalendar(
  transaction: Transaction,
  next: NewCalendar,
  before: CalendarYear | undefined,
): Promise<void> {
  const { year, version, source, days, by, draft } = next;
  await transaction.calendarYear.create({ data: { year, version, source, data: days, publishedBy: by } });
  const was = before ? { version: before.version, source: before.source, days: before.days } : null;
  const origin = draft ? { draft } : {};
  const detail = { year, ...origin, before: was, after: { version, source, days } } as Prisma.InputJsonObject;
  const target = `calendar/${year}.${version}`;
  await recordAudit(transaction, { user: by, action: 'calendar_published', target, detail });
}

/** That version of a year, or the newest one; undefined when it is not published. */
export async function readCalendarYear(
  database: Database | Transaction,
  year: number,
  version?: number,
): Promise<CalendarYear | undefined> {
  const row = await database.calendarYear.findFirst({ where: { year, version }, orderBy: { version: 'desc' } });
  if (!row) return undefined;
  return { year, version: row.version, source: row.source, days: row.data as CalendarYear['days'] };
}

const startOf = (year: number): Date => new Date(atLocal(year, 1, 1, 0));

/**
 * Open demands that a change of a year concerns: all that were filed before it ended, because clocks that they start later
 * may reach it too. `touched` are those with a due time now that lies in it or after it, or is provisional.
 */
export async function countConcerned(database: Database, year: number): Promise<{ told: number; touched: number }> {
  const [row] = await database.sql<{ told: number; touched: number }>`
    SELECT count(*)::int AS told, (count(*) FILTER (WHERE d.provisional OR d.next_due_at >= ${startOf(year)}))::int AS touched
    FROM demand d WHERE ${isConcerned(year)}`;
  return row!;
}

/** One page of them, by id. Times in epoch ms. */
export async function readConcerned(
  database: Database,
  year: number,
  page: { after: string | null; limit: number },
): Promise<{ id: string; createdAt: number }[]> {
  const beyond = page.after === null ? Prisma.sql`TRUE` : Prisma.sql`d.id > ${page.after}::uuid`;
  const rows = await database.sql<{ id: string; created_at: Date }>`
    SELECT d.id, d.created_at FROM demand d WHERE ${isConcerned(year)} AND ${beyond} ORDER BY d.id LIMIT ${page.limit}`;
  return rows.map(({ id, created_at }) => ({ id, createdAt: created_at.getTime() }));
}

export const isConcerned = (year: number): Prisma.Sql =>
  Prisma.sql`d.stage <> ALL(${[...ENDED_STAGES]}::text[]) AND d.created_at < ${startOf(year + 1)}`;
