import { randomUUID } from 'node:crypto';
import {
  DRAFT_TRANSITIONS,
  EDITABLE_STATES,
  type DraftAction,
  type DraftKind,
  type DraftState,
} from '../domain/change-draft';
import { recordAudit, recordAuditIn } from './audit';
import { Prisma, type Database, type Sql, type Transaction } from './client';

/** How far the open demands have been told of what was published. */
export interface Progress {
  told: number;
  /** How many there were to tell when it was published. */
  of: number;
  finishedAt: string | null;
}

export interface Person {
  id: string;
  username: string;
  name: string;
}

export interface ChangeDraft {
  id: string;
  kind: DraftKind;
  /** The year of a calendar; null for the others. */
  target: string | null;
  baseVersion: number;
  data: unknown;
  note: string;
  state: DraftState;
  revision: number;
  appliesToRunning: boolean;
  author: Person;
  createdAt: Date;
  updatedAt: Date;
  submittedAt: Date | null;
  reviewer: Person | null;
  reviewedAt: Date | null;
  reviewNote: string | null;
  /** The version it became. */
  version: number | null;
  progress: Progress | null;
}

/** The column holds what is proposed and, once it is published, how far it has been told. */
interface Content {
  proposed: unknown;
  progress?: Progress;
}

type Row = Omit<ChangeDraft, 'data' | 'progress'> & { content: Content };

const columns = Prisma.sql`
  SELECT d.id, d.kind, d.target, d.base_version AS "baseVersion", d.data AS content, d.note, d.state, d.revision,
    d.applies_to_running AS "appliesToRunning", d.created_at AS "createdAt", d.updated_at AS "updatedAt",
    d.submitted_at AS "submittedAt", d.reviewed_at AS "reviewedAt", d.review_note AS "reviewNote", d.version,
    json_build_object('id', a.id, 'username', a.username, 'name', a.name) AS author,
    CASE WHEN r.id IS NOT NULL THEN json_build_object('id', r.id, 'username', r.username, 'name', r.name) END AS reviewer
  FROM change_draft d JOIN staff_user a ON a.id = d.author_id LEFT JOIN staff_user r ON r.id = d.reviewer_id`;

const draftOf = ({ content, ...row }: Row): ChangeDraft => ({
  ...row,
  data: content.proposed,
  progress: content.progress ?? null,
});

export async function readDraft(database: Database, id: string): Promise<ChangeDraft | null> {
  const [row] = await database.sql<Row>`${columns} WHERE d.id = ${id}::uuid`;
  return row ? draftOf(row) : null;
}

export interface DraftSearch {
  kind?: DraftKind;
  state?: DraftState;
  before?: { updatedAt: string; id: string };
  limit: number;
}

/** Those changed last come first. */
export async function findDrafts(database: Database, search: DraftSearch): Promise<ChangeDraft[]> {
  const { kind, state, before, limit } = search;
  const conditions = [
    Prisma.sql`TRUE`,
    ...(kind ? [Prisma.sql`d.kind = ${kind}`] : []),
    ...(state ? [Prisma.sql`d.state = ${state}`] : []),
    ...(before ? [Prisma.sql`(d.updated_at, d.id) < (${before.updatedAt}::timestamptz, ${before.id}::uuid)`] : []),
  ];
  const rows = await database.sql<Row>`
    ${columns} WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY d.updated_at DESC, d.id DESC LIMIT ${limit}`;
  return rows.map(draftOf);
}

export interface NewDraft {
  kind: DraftKind;
  target: string | null;
  baseVersion: number;
  data: unknown;
  note: string;
  appliesToRunning: boolean;
  author: string;
}

export async function insertDraft(sql: Sql, draft: NewDraft): Promise<string> {
  const id = randomUUID();
  const content = JSON.stringify({ proposed: draft.data } satisfies Content);
  await sql`INSERT INTO change_draft (id, kind, target, base_version, data, note, state, applies_to_running, author_id)
    VALUES (${id}::uuid, ${draft.kind}, ${draft.target}, ${draft.baseVersion}, ${content}::jsonb, ${draft.note}, 'draft',
      ${draft.appliesToRunning}, ${draft.author})`;
  const detail = { kind: draft.kind, target: draft.target, baseVersion: draft.baseVersion, note: draft.note };
  await recordAuditIn(sql, { user: draft.author, action: 'draft_created', target: `draft/${id}`, detail });
  return id;
}

export interface DraftEdit {
  revision: number;
  baseVersion: number;
  data: unknown;
  note: string;
  appliesToRunning: boolean;
}

/** Takes the draft back to its author's desk with a new content. False when somebody changed it meanwhile. */
export async function editDraft(database: Database, draft: ChangeDraft, edit: DraftEdit): Promise<boolean> {
  return database.transact(async (sql) => {
    const content = JSON.stringify({ proposed: edit.data } satisfies Content);
    const changed = await sql`
      UPDATE change_draft SET data = ${content}::jsonb, note = ${edit.note}, base_version = ${edit.baseVersion},
        applies_to_running = ${edit.appliesToRunning}, revision = revision + 1, state = 'draft', updated_at = now(),
        submitted_at = NULL, reviewer_id = NULL, reviewed_at = NULL, review_note = NULL
      WHERE id = ${draft.id}::uuid AND revision = ${edit.revision} AND state = ANY(${[...EDITABLE_STATES]}::text[])
      RETURNING id`;
    if (changed.length === 0) return false;
    const detail = { kind: draft.kind, revision: edit.revision + 1, baseVersion: edit.baseVersion, note: edit.note };
    await recordAuditIn(sql, { user: draft.author.id, action: 'draft_changed', target: `draft/${draft.id}`, detail });
    return true;
  });
}

const AUDITED = {
  submit: 'draft_submitted',
  approve: 'draft_approved',
  refuse: 'draft_refused',
  withdraw: 'draft_withdrawn',
} as const;

export interface DraftMove {
  action: DraftAction;
  by: string;
  note: string | null;
  /** What a published draft became. */
  version?: number;
}

/** Moves a draft on as it was read. False when somebody changed or moved it meanwhile: so it happens once. */
export async function moveDraft(transaction: Transaction, draft: ChangeDraft, move: DraftMove): Promise<boolean> {
  const { action, by, note, version = null } = move;
  const { from, to } = DRAFT_TRANSITIONS[action];
  const isReview = action === 'approve' || action === 'refuse';
  const review = isReview
    ? Prisma.sql`, reviewer_id = ${by}, reviewed_at = now(), review_note = ${note}, version = ${version}`
    : Prisma.empty;
  const submission = action === 'submit' ? Prisma.sql`, submitted_at = now()` : Prisma.empty;
  const moved = await transaction.$executeRaw`
    UPDATE change_draft SET state = ${to}, updated_at = now() ${submission} ${review}
    WHERE id = ${draft.id}::uuid AND revision = ${draft.revision} AND state = ANY(${[...from]}::text[])`;
  if (moved === 0) return false;
  const detail = {
    kind: draft.kind,
    target: draft.target,
    revision: draft.revision,
    note,
    version,
    author: draft.author.id,
  };
  await recordAudit(transaction, { user: by, action: AUDITED[action], target: `draft/${draft.id}`, detail });
  return true;
}

/** A version that was published; `target` is the year of a calendar. */
export interface PublishedChange {
  kind: DraftKind;
  target: string | null;
  version: number;
}

/** Where telling the open demands stands, on the draft that became that version, when there was one. */
export async function saveProgress(database: Database, change: PublishedChange, progress: Progress): Promise<void> {
  await database.sql`
    UPDATE change_draft SET data = jsonb_set(data, '{progress}', ${JSON.stringify(progress)}::jsonb)
    WHERE kind = ${change.kind} AND target IS NOT DISTINCT FROM ${change.target} AND version = ${change.version}`;
}
