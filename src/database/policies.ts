import type { Policy } from '../domain/policy';
import { recordAudit } from './audit';
import { Prisma, type Database } from './client';

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

/**
 * Publishes the next version after `base` and audits what it was before. Throws a unique violation when another one was
 * published meanwhile.
 */
export async function publishPolicy(
  database: Database,
  base: PublishedPolicy,
  next: { data: Omit<Policy, 'version'>; note: string; by: string },
): Promise<void> {
  const { data, note, by } = next;
  const version = base.policy.version + 1;
  await database.$transaction(async (transaction) => {
    await transaction.policy.create({ data: { version, data: json(data), note, publishedBy: by } });
    const detail = { version, note, before: json(base.policy), after: json({ ...data, version }) };
    await recordAudit(transaction, { user: by, action: 'policy_published', target: `policy/${version}`, detail });
  });
}

const json = (value: object) => value as unknown as Prisma.InputJsonObject;
