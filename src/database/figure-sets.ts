import { defaultFigureSet, RESOLVING_BEFORE, type FigureSet } from '../domain/figure-set';
import { recordAudit } from './audit';
import type { Database, Prisma, Transaction } from './client';

export interface PublishedFigureSet {
  set: FigureSet;
  note: string;
  publishedAt: Date;
  /** The user name; null for what came with the service. */
  publishedBy: string | null;
}

const setOf = (version: number, data: unknown): FigureSet => ({
  ...{ ...defaultFigureSet, resolving: RESOLVING_BEFORE },
  ...(data as Omit<FigureSet, 'version'>),
  version,
});

/** The newest version, also within a transaction. Before any was published the one that comes with the service holds. */
export async function newestFigureSet(database: Database | Transaction): Promise<FigureSet> {
  const row = await database.figureSet.findFirst({ orderBy: { version: 'desc' } });
  return row ? setOf(row.version, row.data) : defaultFigureSet;
}

export async function readFigureSet(database: Database, version: number): Promise<FigureSet | null> {
  const row = await database.figureSet.findUnique({ where: { version } });
  if (row) return setOf(row.version, row.data);
  return version === defaultFigureSet.version ? defaultFigureSet : null;
}

/** Newest first; the one that came with the service is the last. */
export async function readFigureSets(
  database: Database,
  { before, limit }: { before?: number; limit: number },
): Promise<PublishedFigureSet[]> {
  const rows = await database.$queryRaw<
    { version: number; data: unknown; note: string; published_at: Date; username: string | null }[]
  >`
    SELECT f.version, f.data, f.note, f.published_at, u.username
    FROM figure_set f LEFT JOIN staff_user u ON u.id = f.published_by
    WHERE f.version < ${before ?? 2_147_483_647} ORDER BY f.version DESC LIMIT ${limit}`;
  return rows.map(({ version, data, note, published_at, username }) => ({
    ...{ set: setOf(version, data), note, publishedAt: published_at, publishedBy: username },
  }));
}

export interface NewFigureSet {
  set: Omit<FigureSet, 'version'>;
  version: number;
  note: string;
  /** The id of whoever publishes it. */
  by: string;
  /** The draft that it comes from. */
  draft: string;
}

/** Throws a unique violation when another was published meanwhile. */
export async function insertFigureSet(transaction: Transaction, before: FigureSet, next: NewFigureSet): Promise<void> {
  const { set, version, note, by, draft } = next;
  await transaction.figureSet.create({ data: { version, data: json(set), note, publishedBy: by } });
  const detail = { version, note, draft, before: json(before), after: json({ ...set, version }) };
  await recordAudit(transaction, { user: by, action: 'figures_published', target: `figures/${version}`, detail });
}

const json = (value: object) => value as unknown as Prisma.InputJsonObject;
