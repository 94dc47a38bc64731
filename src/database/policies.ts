import type { Policy } from '../domain/policy';
import { ENDED_STAGES } from '../domain/vocabulary';
import { recordAudit } from './audit';
import { Prisma, type Database, type Transaction } from './client';

export interface PublishedPolicy {
  policy: Policy;
  note: string;
  publishedAt: Date;
  /** The user name; null for the first one, which came with the service. */
  publishedBy: string | null;
}

interface PolicyRow {
  version: number;
  data: Omit<Policy, 'version'>;
  note: string;
  published_at: Date;
  published_by: string | null;
}

const published = ({ version, data, note, published_at, published_by }: PolicyRow): PublishedPolicy => ({
  policy: { ...data, version },
  note,
  publishedAt: published_at,
  publishedBy: published_by,
});

const columns = Prisma.sql`
  SELECT p.version, p.data, p.note, p.published_at, u.username AS published_by
  FROM policy p LEFT JOIN staff_user u ON u.id = p.published_by`;

/** Newest first. */
export async function readPolicies(
  database: Database,
  page: { before?: number; limit: number },
): Promise<PublishedPolicy[]> {
  const rows = await database.sql<PolicyRow>`
    ${columns} WHERE p.version < ${page.before ?? 2_147_483_647} ORDER BY p.version DESC LIMIT ${page.limit}`;
  return rows.map(published);
}

/** That version, or the newest one. */
export async function readPolicy(database: Database, version?: number): Promise<PublishedPolicy | null> {
  const which = version === undefined ? Prisma.empty : Prisma.sql`WHERE p.version = ${version}`;
  const [row] = await database.sql<PolicyRow>`${columns} ${which} ORDER BY p.version DESC LIMIT 1`;
  return row ? published(row) : null;
}

export interface NewPolicy {
  data: Omit<Policy, 'version'>;
  note: string;
  /** The id of whoever publishes it. */
  by: string;
  /** The draft that it comes from. */
  draft?: string;
}

/**
 * Publishes the next version after `base` and audits what it was before. Throws a unique violation when another one was
 * published meanwhile.
 */
export async function publishPolicy(database: Database, base: PublishedPolicy, next: NewPolicy): Promise<void> {
  await database.$transaction((transaction) => insertPolicy(transaction, base.policy, next));
}

/** The same in a transaction of the caller's. */
export async function insertPolicy(transaction: Transaction, base: Policy, next: NewPolicy): Promise<void> {
  const { data, note, by, draft } = next;
  const version = base.version + 1;
  await transaction.policy.create({ data: { version, data: json(data), note, publishedBy: by } });
  const origin = draft ? { draft } : {};
  const detail = { version, note, ...origin, before: json(base), after: json({ ...data, version }) };
  await recordAudit(transaction, { user: by, action: 'policy_published', target: `policy/${version}`, detail });
}

/** The newest version on a connection with a transaction open. */
export async function newestPolicy(database: Database | Transaction): Promise<Policy> {
  const { version, data } = await database.policy.findFirstOrThrow({ orderBy: { version: 'desc' } });
  return { ...(data as unknown as Policy), version };
}

/** Open demands that were filed under an older version and have not gone over to this one. */
const isBehind = (version: number): Prisma.Sql =>
  Prisma.sql`d.stage <> ALL(${[...ENDED_STAGES]}::text[]) AND d.policy_version < ${version}`;

export async function countBehind(database: Database, version: number): Promise<number> {
  const [row] = await database.sql<{ behind: number }>`
    SELECT count(*)::int AS behind FROM demand d WHERE ${isBehind(version)}`;
  return row!.behind;
}

/** One page of their ids. */
export async function readBehind(
  database: Database,
  version: number,
  page: { after: string | null; limit: number },
): Promise<string[]> {
  const beyond = page.after === null ? Prisma.sql`TRUE` : Prisma.sql`d.id > ${page.after}::uuid`;
  const rows = await database.sql<{ id: string }>`
    SELECT d.id FROM demand d WHERE ${isBehind(version)} AND ${beyond} ORDER BY d.id LIMIT ${page.limit}`;
  return rows.map(({ id }) => id);
}

/** The newest version that open demands were told to go over to; 0 when there was none. */
export async function newestForRunning(database: Database): Promise<number> {
  const [row] = await database.sql<{ version: number }>`
    SELECT COALESCE(max(version), 0)::int AS version FROM change_draft
    WHERE kind = 'policy' AND state = 'published' AND applies_to_running`;
  return row!.version;
}

const json = (value: object) => value as unknown as Prisma.InputJsonObject;
