import type { RuleSet } from '../domain/routing';
import { ruleSetOf } from '../domain/stored-rules';
import { recordAudit } from './audit';
import { Prisma, type Database, type Transaction } from './client';

export interface PublishedRuleSet {
  rules: RuleSet;
  note: string;
  publishedAt: Date;
  /** The user name; null for the first one, which came with the service. */
  publishedBy: string | null;
}

interface RuleSetRow {
  version: number;
  data: unknown;
  note: string;
  published_at: Date;
  published_by: string | null;
}

const published = ({ version, data, note, published_at, published_by }: RuleSetRow): PublishedRuleSet => ({
  rules: ruleSetOf(version, data),
  note,
  publishedAt: published_at,
  publishedBy: published_by,
});

const columns = Prisma.sql`
  SELECT r.version, r.data, r.note, r.published_at, u.username AS published_by
  FROM rule_set r LEFT JOIN staff_user u ON u.id = r.published_by`;

/** Newest first. */
export async function readRuleSets(
  database: Database,
  page: { before?: number; limit: number },
): Promise<PublishedRuleSet[]> {
  const rows = await database.sql<RuleSetRow>`
    ${columns} WHERE r.version < ${page.before ?? 2_147_483_647} ORDER BY r.version DESC LIMIT ${page.limit}`;
  return rows.map(published);
}

/** That version, or the newest one. */
export async function readRuleSet(database: Database, version?: number): Promise<PublishedRuleSet | null> {
  const which = version === undefined ? Prisma.empty : Prisma.sql`WHERE r.version = ${version}`;
  const [row] = await database.sql<RuleSetRow>`${columns} ${which} ORDER BY r.version DESC LIMIT 1`;
  return row ? published(row) : null;
}

/** The newest version, also within a transaction. Without any there are no rules and everything falls back. */
export async function newestRules(database: Database | Transaction): Promise<RuleSet> {
  const newest = await database.ruleSet.findFirst({ orderBy: { version: 'desc' } });
  return ruleSetOf(newest?.version ?? 0, newest?.data ?? {});
}

export interface NewRuleSet {
  rules: Omit<RuleSet, 'version'>;
  note: string;
  /** The id of whoever publishes it. */
  by: string;
  /** The draft that it comes from. */
  draft: string;
}

/** Publishes the version after `base` and audits it. Throws a unique violation when another was published meanwhile. */
export async function insertRuleSet(transaction: Transaction, base: RuleSet, next: NewRuleSet): Promise<void> {
  const { rules, note, by, draft } = next;
  const version = base.version + 1;
  await transaction.ruleSet.create({ data: { version, data: json(rules), note, publishedBy: by } });
  const detail = { version, note, draft, before: json(base), after: json({ ...rules, version }) };
  await recordAudit(transaction, { user: by, action: 'rules_published', target: `rules/${version}`, detail });
}

const json = (value: object) => value as unknown as Prisma.InputJsonObject;
