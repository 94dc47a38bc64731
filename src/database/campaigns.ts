import type { CampaignKind } from '../domain/campaign';
import { MILESTONE_NAMES, type Milestone } from '../domain/milestone';
import { recordAuditIn } from './audit';
import { Prisma, type Database, type Sql } from './client';
import { isOfCampaign, MILESTONE_CONDITIONS } from './milestones';
import { isInLine } from './units-in-line';

export interface CampaignChange {
  kind: CampaignKind;
  name: string;
  host: string;
  location: string;
  channel: string;
  formCode: string | null;
  startsAt: Date;
  endsAt: Date;
}

export interface Campaign extends CampaignChange {
  id: string;
  code: string;
  unitId: string;
  closedAt: Date | null;
  createdBy: { username: string; name: string };
}

export type NewCampaign = Omit<Campaign, 'closedAt' | 'createdBy'> & { createdBy: string };

const selection = Prisma.sql`
  SELECT c.id, c.code, c.kind, c.name, c.unit_id AS "unitId", c.host, c.location, c.channel, c.form_code AS "formCode",
    c.starts_at AS "startsAt", c.ends_at AS "endsAt", c.closed_at AS "closedAt",
    json_build_object('username', u.username, 'name', u.name) AS "createdBy"
  FROM campaign c JOIN unit n ON n.id = c.unit_id JOIN staff_user u ON u.id = c.created_by`;

/** The campaign if it is of one of these units, or of one above or below. */
export async function readCampaign(database: Database, id: string, units: readonly string[]): Promise<Campaign | null> {
  const [row] = await database.sql<Campaign>`${selection} WHERE c.id = ${id}::uuid AND ${isInLine(units)}`;
  return row ?? null;
}

/** For whoever holds its QR code. */
export async function readCampaignByCode(database: Database, code: string): Promise<Campaign | null> {
  const [row] = await database.sql<Campaign>`${selection} WHERE c.code = ${code}`;
  return row ?? null;
}

export interface CampaignSearch {
  units: readonly string[];
  /** That unit or anything below it. */
  unit?: string;
  isClosed?: boolean;
  after?: [string, string];
  limit: number;
}

/** The latest first; one row more than `limit`. */
export async function readCampaigns(database: Database, search: CampaignSearch): Promise<Campaign[]> {
  const { units, unit, isClosed, after, limit } = search;
  const wanted = [isInLine(units)];
  if (unit !== undefined) wanted.push(Prisma.sql`n.path @> ${[unit]}::text[]`);
  if (isClosed !== undefined) wanted.push(Prisma.sql`(c.closed_at IS NOT NULL) = ${isClosed}`);
  if (after) wanted.push(Prisma.sql`(c.starts_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return database.sql<Campaign>`
    ${selection} WHERE ${Prisma.join(wanted, ' AND ')} ORDER BY c.starts_at DESC, c.id DESC LIMIT ${limit + 1}`;
}

export async function createCampaign(sql: Sql, campaign: NewCampaign): Promise<void> {
  const { id, code, unitId, createdBy, ...c } = campaign;
  await sql`INSERT INTO campaign (id, code, kind, name, unit_id, host, location, channel, form_code, starts_at, ends_at, created_by)
    VALUES (${id}::uuid, ${code}, ${c.kind}, ${c.name}, ${unitId}, ${c.host}, ${c.location}, ${c.channel}, ${c.formCode},
      ${c.startsAt}, ${c.endsAt}, ${createdBy})`;
  const detail = { name: c.name, unit: unitId };
  await recordAuditIn(sql, { user: createdBy, action: 'campaign_created', target: `campaign/${id}`, detail });
}

/** False when it has been closed. */
export async function changeCampaign(database: Database, id: string, c: CampaignChange, by: string): Promise<boolean> {
  return database.transact(async (sql) => {
    const changed = await sql`
      UPDATE campaign SET kind = ${c.kind}, name = ${c.name}, host = ${c.host}, location = ${c.location}, channel = ${c.channel},
        form_code = ${c.formCode}, starts_at = ${c.startsAt}, ends_at = ${c.endsAt}
      WHERE id = ${id}::uuid AND closed_at IS NULL RETURNING id`;
    if (changed.length === 0) return false;
    const detail = { ...c, startsAt: c.startsAt.toISOString(), endsAt: c.endsAt.toISOString() };
    await recordAuditIn(sql, { user: by, action: 'campaign_changed', target: `campaign/${id}`, detail });
    return true;
  });
}

/** False when it had been closed before. */
export async function closeCampaign(database: Database, id: string, by: string): Promise<boolean> {
  return database.transact(async (sql) => {
    const closed = await sql`
      UPDATE campaign SET closed_at = now() WHERE id = ${id}::uuid AND closed_at IS NULL RETURNING id`;
    if (closed.length === 0) return false;
    await recordAuditIn(sql, { user: by, action: 'campaign_closed', target: `campaign/${id}` });
    return true;
  });
}

export type CategoryResult = { category: string } & Record<Milestone, number>;

/** What became of the demands of a campaign that `sight` (a condition on a demand `d`) lets be seen, by category. */
export async function readCampaignResult(database: Database, id: string, sight: Prisma.Sql): Promise<CategoryResult[]> {
  const counts = MILESTONE_NAMES.map(
    (name) => Prisma.sql`count(*) FILTER (WHERE ${MILESTONE_CONDITIONS[name]})::int AS ${Prisma.raw(name)}`,
  );
  return database.search<CategoryResult>`
    SELECT d.category, ${Prisma.join(counts)} FROM demand d WHERE ${isOfCampaign(id)} AND ${sight}
    GROUP BY d.category ORDER BY count(*) DESC, d.category`;
}
