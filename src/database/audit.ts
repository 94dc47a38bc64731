import { auditActionsAbout, type AuditAction } from '../domain/audit';
import { Prisma, type Database, type Sql, type Transaction } from './client';

export type AuditEntry = { user: string | null; action: AuditAction; target?: string; detail?: Prisma.InputJsonObject };

/** Adds a line to the append-only audit; inside the transaction of what it records, both happen or neither. */
export async function recordAudit(database: Database | Transaction, entry: AuditEntry): Promise<void> {
  const { user, action, target, detail } = entry;
  await database.audit.create({ data: { userId: user, action, target, detail }, select: { id: true } });
}

/** The same inside `database.transact`. */
export async function recordAuditIn(sql: Sql, { user, action, target, detail }: AuditEntry): Promise<void> {
  await sql`INSERT INTO audit (user_id, action, target, detail)
    VALUES (${user}, ${action}, ${target ?? null}, ${detail === undefined ? null : JSON.stringify(detail)}::jsonb)`;
}

export interface AuditLine {
  /** Decimal digits: it may not fit a number. */
  id: string;
  at: Date;
  username: string | null;
  name: string | null;
  action: string;
  /** As people know it: a user name, the id of a unit, the number of a demand. Null too when the reader may not see it. */
  target: string | null;
  target_name: string | null;
  detail: Record<string, unknown> | null;
}

export interface AuditSearch {
  /** Units whose lines are read: of people with a role there, and about units and people there. Null: all lines. */
  area: string[] | null;
  /** Which demands `d` the reader may see. */
  sight: Prisma.Sql;
  action?: AuditAction;
  user?: string;
  target?: string;
  from?: Date;
  to?: Date;
  /** Id before which to go on. */
  before?: string;
  limit: number;
}

/**
 * Newest first. A line shows what it is about only if the reader could see that, too: people of the area may have acted
 * elsewhere as well.
 */
export async function readAudit(database: Database, search: AuditSearch): Promise<AuditLine[]> {
  const { area, sight, limit } = search;
  const [aboutUser, aboutUnit, aboutDemand, aboutService] = (['user', 'unit', 'demand', 'service'] as const).map(
    isAbout,
  );
  const people = Prisma.sql`(SELECT g.user_id FROM role_grant g WHERE g.unit_id = ANY(${area}::text[]))`;
  const isInArea = area
    ? Prisma.sql`(${aboutUser} AND a.target IN ${people} OR ${aboutUnit} AND a.target = ANY(${area}::text[]))`
    : Prisma.sql`TRUE`;
  const isShown = area ? Prisma.sql`(${isInArea} OR ${aboutService} OR d.id IS NOT NULL)` : Prisma.sql`TRUE`;
  const isRead = area
    ? Prisma.sql`(a.user_id IN ${people} OR ${isInArea}) AND ${isOpenToRead(area, isInArea)}`
    : Prisma.sql`TRUE`;
  const conditions = [isRead, ...filtersOf(search, isShown)];
  return database.search<AuditLine>`
    SELECT a.id::text, a.at, u.username, u.name, a.action,
      CASE WHEN ${isShown} THEN COALESCE(t.username, a.target) END AS target,
      CASE WHEN ${isShown} THEN COALESCE(t.name, n.name, m.name, CASE WHEN a.target LIKE 'form/%' THEN (
        SELECT v.data->>'title' FROM form_version v WHERE 'form/' || v.form_code = a.target ORDER BY v.version DESC LIMIT 1
      ) END) END AS target_name,
      CASE WHEN ${isShown} THEN a.detail END AS detail
    FROM audit a
    LEFT JOIN staff_user u ON u.id = a.user_id
    LEFT JOIN staff_user t ON t.id = a.target AND ${aboutUser}
    LEFT JOIN unit n ON n.id = a.target AND ${aboutUnit}
    LEFT JOIN campaign m ON 'campaign/' || m.id::text = a.target
    LEFT JOIN demand d ON d.number = a.target AND ${aboutDemand} AND ${sight}
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY a.id DESC LIMIT ${limit}`;
}

/** What is done about spot checks is read only where the unit is that draws, and of a drawn case once its call is over. */
const isOpenToRead = (area: readonly string[], isInArea: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (a.action NOT LIKE 'spot\\_check%' OR ${isInArea})
  AND NOT EXISTS (SELECT 1 FROM callback_job c WHERE a.action = 'contact_revealed' AND c.id = a.detail->>'job'
    AND c.state IN ('scheduled', 'offered', 'claimed') AND NOT c.sight && ${[...area]}::text[])`;

const isAbout = (subject: Parameters<typeof auditActionsAbout>[0]): Prisma.Sql =>
  Prisma.sql`a.action = ANY(${auditActionsAbout(subject)}::text[])`;

/** Asking for a target finds only lines that would show it. */
function filtersOf({ action, user, target, from, to, before }: AuditSearch, isShown: Prisma.Sql): Prisma.Sql[] {
  const filters: Prisma.Sql[] = [];
  if (action) filters.push(Prisma.sql`a.action = ${action}`);
  if (user) filters.push(Prisma.sql`a.user_id = (SELECT id FROM staff_user WHERE username = ${user})`);
  if (target) {
    const ofUser = Prisma.sql`(SELECT id FROM staff_user WHERE username = ${target})`;
    filters.push(Prisma.sql`(a.target = ${target} OR a.target = ${ofUser}) AND ${isShown}`);
  }
  if (from) filters.push(Prisma.sql`a.at >= ${from}`);
  if (to) filters.push(Prisma.sql`a.at < ${to}`);
  if (before) filters.push(Prisma.sql`a.id < ${before}::bigint`);
  return filters;
}
