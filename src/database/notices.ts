import type { NoticeKind } from '../domain/notice';
import type { ClockName } from '../domain/vocabulary';
import { Prisma, type Database } from './client';

/** Who reads: a person, with the roles by which notices reach them. */
export interface Addressee {
  user: string;
  grants: readonly { role: string; unit: string }[];
  /** Absent people for whom they stand in: what is addressed to those from `since` on reaches them, too. */
  absent?: readonly { user: string; grants: readonly { role: string; unit: string }[]; since: Date }[];
}

export interface NoticeRow {
  /** Decimal digits: it may not fit a number. */
  id: string;
  kind: NoticeKind;
  clock: ClockName | null;
  role: string | null;
  unit_id: string | null;
  user_id: string | null;
  at: Date;
  late_by: number;
  data: Record<string, unknown> | null;
  number: string | null;
  title: string | null;
  read: boolean;
}

export interface NoticeSearch {
  unread?: boolean;
  kind?: NoticeKind;
  /** Ids beyond which, not counting themselves, notices are left out. */
  before?: string;
  after?: string;
  limit: number;
}

const columns = Prisma.sql`n.id, n.demand_id, n.kind, n.clock, n.role, n.unit_id, n.user_id, n.at, n.late_by, n.data`;

/** The open phone job `c` of a spot check, as long as its handling unit must not learn of it; only the district has nobody above. */
const isSecretJob = Prisma.sql`c.kind = 'spot_check' AND c.state IN ('scheduled', 'offered', 'claimed')
  AND c.lead_unit_id <> c.sight[1]`;

/**
 * Notices to the person or to a role that the person has in that unit, newest first. Each of the caller's few addresses is
 * read backwards in its own index, so that the length of the whole table does not matter.
 */
function addressedTo(addressee: Addressee, { unread, kind, before, after, limit }: NoticeSearch): Prisma.Sql {
  const { user, grants, absent = [] } = addressee;
  const own = [...new Set([...grants, ...absent.flatMap((each) => [...each.grants])].map(({ unit }) => unit))];
  const filters = [
    Prisma.sql`NOT EXISTS (SELECT FROM callback_job c WHERE n.kind = 'callback_due' AND c.id = n.data->>'job'
      AND ${isSecretJob} AND c.lead_unit_id = ANY(${own}::text[]))`,
  ];
  if (before) filters.push(Prisma.sql`n.id < ${before}::bigint`);
  if (after) filters.push(Prisma.sql`n.id > ${after}::bigint`);
  if (kind) filters.push(Prisma.sql`n.kind = ${kind}`);
  if (unread)
    filters.push(Prisma.sql`n.id > (SELECT notices_read_up_to FROM staff_user WHERE id = ${user})
      AND NOT EXISTS (SELECT 1 FROM notice_read r WHERE r.notice_id = n.id AND r.user_id = ${user})`);
  const newest = Prisma.sql`${Prisma.join(filters, ' AND ')} ORDER BY n.id DESC LIMIT ${limit}`;
  const units = grants.map((grant) => grant.unit);
  const roles = grants.map((grant) => grant.role);
  return Prisma.sql`
    SELECT * FROM (
      (SELECT ${columns} FROM notice n WHERE n.user_id = ${user} AND ${newest})
      UNION ALL
      SELECT mine.* FROM unnest(${units}::text[], ${roles}::text[]) AS g(unit, role) CROSS JOIN LATERAL (
        SELECT ${columns} FROM notice n
        WHERE n.unit_id = g.unit AND n.role = g.role AND n.user_id IS NULL AND ${newest}) mine
      ${ofAbsent(addressee, newest)}
    ) n ORDER BY id DESC LIMIT ${limit}`;
}

/** What of the absent people's is not the addressee's own anyway. */
function ofAbsent({ user, grants, absent = [] }: Addressee, newest: Prisma.Sql): Prisma.Sql {
  if (absent.length === 0) return Prisma.empty;
  const isOwn = (grant: { role: string; unit: string }) =>
    grants.some(({ role, unit }) => role === grant.role && unit === grant.unit);
  const people = absent.map((each) => each.user).filter((each) => each !== user);
  const seats = absent.flatMap((each) => each.grants.map((grant) => ({ ...grant, since: each.since })));
  const others = seats.filter(
    (seat, i) => !isOwn(seat) && seats.findIndex(({ role, unit }) => role === seat.role && unit === seat.unit) === i,
  );
  const times = (all: readonly { since: Date }[]) => all.map(({ since }) => since.toISOString());
  return Prisma.sql`UNION ALL
      SELECT theirs.* FROM unnest(${people}::text[], ${times(absent)}::timestamptz[]) AS p(id, since) CROSS JOIN LATERAL (
        SELECT ${columns} FROM notice n WHERE n.user_id = p.id AND n.at >= p.since AND ${newest}) theirs
      UNION ALL
      SELECT theirs.* FROM unnest(${others.map(({ unit }) => unit)}::text[], ${others.map(({ role }) => role)}::text[],
        ${times(others)}::timestamptz[]) AS g(unit, role, since) CROSS JOIN LATERAL (
        SELECT ${columns} FROM notice n
        WHERE n.unit_id = g.unit AND n.role = g.role AND n.user_id IS NULL AND n.at >= g.since AND ${newest}) theirs`;
}

/** One page, newest first. Reads one row more than `limit`. The demand is named only while the caller may see it. */
export async function readNotices(
  database: Database,
  addressee: Addressee,
  sight: Prisma.Sql,
  search: NoticeSearch,
): Promise<NoticeRow[]> {
  const page = addressedTo(addressee, { ...search, limit: search.limit + 1 });
  return database.sql<NoticeRow>`
    WITH page AS (${page})
    SELECT n.id::text, n.kind, n.clock, n.role, n.unit_id, n.user_id, n.at, n.late_by, n.data, d.number, d.title,
      n.id <= u.notices_read_up_to OR EXISTS (
        SELECT 1 FROM notice_read r WHERE r.notice_id = n.id AND r.user_id = u.id) AS read
    FROM page n JOIN staff_user u ON u.id = ${addressee.user} LEFT JOIN demand d ON d.id = n.demand_id AND ${sight}
    ORDER BY n.id DESC`;
}

/** How many are unread; counting ends at `most`. */
export async function countUnread(database: Database, addressee: Addressee, most: number): Promise<number> {
  const unread = addressedTo(addressee, { unread: true, limit: most });
  const [row] = await database.sql<{ unread: number }>`SELECT count(*)::int AS unread FROM (${unread}) n`;
  return row!.unread;
}

/** Marks these as read by the person; ids of notices to others are left alone. */
export async function markRead(database: Database, addressee: Addressee, ids: readonly string[]): Promise<void> {
  const { user, absent = [] } = addressee;
  const grants = [...addressee.grants, ...absent.flatMap((each) => each.grants)];
  const units = grants.map((grant) => grant.unit);
  const roles = grants.map((grant) => grant.role);
  const people = [user, ...absent.map((each) => each.user)];
  await database.sql`
    INSERT INTO notice_read (notice_id, user_id)
    SELECT n.id, ${user} FROM notice n WHERE n.id = ANY(${[...ids]}::bigint[]) AND (n.user_id = ANY(${people}::text[])
      OR n.user_id IS NULL AND (n.unit_id, n.role) IN (SELECT * FROM unnest(${units}::text[], ${roles}::text[])))
    ON CONFLICT DO NOTHING`;
}

/** Marks all up to that one as read, never more than there are. What was marked one by one below it is forgotten. */
export async function markReadUpTo(database: Database, user: string, upTo: string): Promise<void> {
  await database.sql`
    WITH covered AS (
      DELETE FROM notice_read WHERE user_id = ${user} AND notice_id <= ${upTo}::bigint
    )
    UPDATE staff_user SET notices_read_up_to = GREATEST(notices_read_up_to,
      LEAST(${upTo}::bigint, (SELECT COALESCE(max(id), 0) FROM notice)))
    WHERE id = ${user}`;
}

/** `kept_from`: the handling unit that must not learn of it, because the call of a spot check is not over. */
export type AnnouncedNotice = Omit<NoticeRow, 'read'> & { sight: string[]; kept_from: string | null };

/** What the server passes on to whoever listens: the notices of these ids, or all after one of them; oldest first. */
export async function readAnnounced(
  database: Database,
  which: { ids: readonly string[] } | { after: string; limit: number },
): Promise<AnnouncedNotice[]> {
  const condition =
    'ids' in which
      ? Prisma.sql`n.id = ANY(${[...which.ids]}::bigint[]) ORDER BY n.id`
      : Prisma.sql`n.id > ${which.after}::bigint ORDER BY n.id LIMIT ${which.limit}`;
  return database.sql<AnnouncedNotice>`
    SELECT n.id::text, n.kind, n.clock, n.role, n.unit_id, n.user_id, n.at, n.late_by, n.data, d.number, d.title,
      COALESCE(c.sight, d.sight, ARRAY[n.unit_id]) AS sight,
      CASE WHEN ${isSecretJob} THEN c.lead_unit_id END AS kept_from
    FROM notice n LEFT JOIN demand d ON d.id = n.demand_id
      LEFT JOIN callback_job c ON n.kind = 'callback_due' AND c.id = n.data->>'job' AND c.kind = 'spot_check'
    WHERE ${condition}`;
}

export async function newestNotice(database: Database): Promise<string> {
  const [row] = await database.sql<{ id: string }>`SELECT COALESCE(max(id), 0)::text AS id FROM notice`;
  return row!.id;
}
