import { Prisma, type Database } from './client';
import { recordAudit } from './audit';

export interface SavedView {
  id: string;
  ownerId: string;
  /** Set when it is shared in that unit. */
  unitId: string | null;
  name: string;
  queue: string;
  search: Record<string, string>;
}

/** Whether it is somebody else's, when it was saved, and its id: what the list is sorted by. */
export type SavedViewCursor = [isForeign: boolean, createdAt: string, id: string];
export type ListedView = SavedView & { isForeign: boolean; createdAt: Date };

/** Of one owner. */
export const MOST_VIEWS = 50;

const columns = Prisma.sql`id, owner_id AS "ownerId", unit_id AS "unitId", name, queue, search`;

/** The owner's own first, then what is shared in the units; each the oldest first. Reads one row more than `limit`. */
export function readSavedViews(
  database: Database,
  { owner, units, after, limit }: { owner: string; units: readonly string[]; after?: SavedViewCursor; limit: number },
): Promise<ListedView[]> {
  const next = after
    ? Prisma.sql`AND (owner_id <> ${owner}, created_at, id) > (${after[0]}, ${after[1]}::timestamptz, ${after[2]}::uuid)`
    : Prisma.empty;
  return database.sql<ListedView>`
    SELECT ${columns}, owner_id <> ${owner} AS "isForeign", created_at AS "createdAt" FROM saved_view
    WHERE (owner_id = ${owner} OR unit_id = ANY(${[...units]}::text[])) ${next}
    ORDER BY owner_id <> ${owner}, created_at, id LIMIT ${limit + 1}`;
}

export async function findSavedView(database: Database, id: string): Promise<SavedView | null> {
  const [row] = await database.sql<SavedView>`SELECT ${columns} FROM saved_view WHERE id = ${id}::uuid`;
  return row ?? null;
}

/** Adds it, or puts it in place of the one with its id. Answers what became of it. */
export async function saveView(
  database: Database,
  view: SavedView,
  isNew: boolean,
): Promise<'saved' | 'name_taken' | 'too_many' | 'gone'> {
  const { id, ownerId, unitId, name, queue } = view;
  const search = JSON.stringify(view.search);
  return database.transact(async (sql) => {
    // No unique index keeps two of one name apart, so one owner's views are saved one after the other.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`saved_view ${ownerId}`}, 0))`;
    const others = await sql<{ name: string }>`
      SELECT name FROM saved_view WHERE owner_id = ${ownerId} AND id <> ${id}::uuid`;
    if (others.some((other) => other.name === name)) return 'name_taken';
    if (others.length >= MOST_VIEWS) return 'too_many';
    const saved = isNew
      ? await sql`INSERT INTO saved_view (id, owner_id, unit_id, name, queue, search)
          VALUES (${id}::uuid, ${ownerId}, ${unitId}, ${name}, ${queue}, ${search}::jsonb) RETURNING id`
      : await sql`UPDATE saved_view SET unit_id = ${unitId}, name = ${name}, queue = ${queue}, search = ${search}::jsonb
          WHERE id = ${id}::uuid AND owner_id = ${ownerId} RETURNING id`;
    return saved.length > 0 ? 'saved' : 'gone';
  });
}

/** Audited when somebody deletes what another shared. */
export async function deleteView(database: Database, view: SavedView, by: string): Promise<void> {
  const { id, ownerId, unitId, name } = view;
  await database.$transaction(async (transaction) => {
    const { count } = await transaction.savedView.deleteMany({ where: { id } });
    if (count === 0 || ownerId === by) return;
    const detail = { name, owner: ownerId };
    await recordAudit(transaction, { user: by, action: 'shared_view_deleted', target: unitId ?? undefined, detail });
  });
}
