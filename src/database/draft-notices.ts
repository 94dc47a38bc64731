import type { DraftAction } from '../domain/change-draft';
import { Prisma, type Database, type Transaction } from './client';
import type { ChangeDraft } from './drafts';

const rootAdministrators = Prisma.sql`
  SELECT DISTINCT u.id FROM staff_user u JOIN role_grant g ON g.user_id = u.id AND g.role = 'administrator'
  JOIN unit n ON n.id = g.unit_id AND n.parent_id IS NULL WHERE u.disabled_at IS NULL`;

/** Tells those who may approve a draft that it waits for them, and its author what became of it; in the transaction of the move. */
export async function tellOfDraft(transaction: Transaction, draft: ChangeDraft, action: DraftAction): Promise<void> {
  const { id, kind, target, revision, author, baseVersion } = draft;
  const about = { draft: id, draftKind: kind, target };
  if (action === 'submit')
    await transaction.$executeRaw`
      INSERT INTO notice (key, kind, user_id, at, data)
      SELECT ${`draft:${id}:${revision}:submitted:`} || a.id, 'draft_submitted', a.id, now(), ${JSON.stringify(about)}::jsonb
      FROM (${rootAdministrators}) a WHERE a.id <> ${author.id} ON CONFLICT (key) DO NOTHING`;
  if (action !== 'approve' && action !== 'refuse') return;
  const outcome = action === 'approve' ? { approve: true, version: baseVersion + 1 } : { approve: false };
  await transaction.$executeRaw`
    INSERT INTO notice (key, kind, user_id, at, data)
    VALUES (${`draft:${id}:${revision}:decided`}, 'draft_decided', ${author.id}, now(),
      ${JSON.stringify({ ...about, ...outcome })}::jsonb) ON CONFLICT (key) DO NOTHING`;
}

/** Tells the administrators of the root that a year has no calendar, once per `week`. Answers how many heard of it now. */
export async function tellCalendarMissing(
  database: Database,
  { year, week, at }: { year: number; week: number; at: Date },
): Promise<number> {
  const key = `calendar_missing:${year}:${week}:`;
  const waiting = await database.sql<{ id: string }>`
    SELECT a.id FROM (${rootAdministrators}) a WHERE NOT EXISTS (SELECT 1 FROM notice n WHERE n.key = ${key} || a.id)`;
  if (waiting.length === 0) return 0;
  const data = JSON.stringify({ year, provisional: await countProvisional(database) });
  const told = await database.sql<{ id: string }>`
    INSERT INTO notice (key, kind, user_id, at, data)
    SELECT ${key} || a.id, 'calendar_missing', a.id, ${at}, ${data}::jsonb
    FROM unnest(${waiting.map(({ id }) => id)}::text[]) AS a(id) ON CONFLICT (key) DO NOTHING RETURNING id::text`;
  return told.length;
}

/** Due times of open demands that wait for a calendar. */
async function countProvisional(database: Database): Promise<number> {
  const [row] = await database.sql<{ clocks: number }>`
    SELECT count(*)::int AS clocks FROM demand d, jsonb_array_elements(d.state->'clocks') AS c(clock)
    WHERE d.closed_at IS NULL AND c.clock->>'endedAt' IS NULL AND (c.clock->>'provisional')::boolean`;
  return row!.clocks;
}
