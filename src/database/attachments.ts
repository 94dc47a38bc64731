import type { SignedIn } from '../api/actor';
import { type Database, Prisma, type Sql } from './client';

export type AttachmentFile = {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: Uint8Array;
  storageKey: string;
  /** A small picture of it, where there is one. */
  previewKey: string | null;
  width: number | null;
  height: number | null;
  seconds: number | null;
};

/** Of a row `a` of attachment. */
export const attachmentColumns = Prisma.sql`a.id, a.name, a.media_type AS "mediaType", a.size, a.sha256,
  a.storage_key AS "storageKey", a.preview_key AS "previewKey", a.width, a.height, a.seconds`;

/** An attachment that is named is not there (any more), was uploaded by somebody else, or belongs to another demand. */
export class AttachmentNotOwnError extends Error {
  override name = 'AttachmentNotOwnError';
}

export type AttachmentLink = { ids: readonly string[]; demandId: string; uploadedBy: string | null };

/** How long an upload waits for a demand. Later it cannot be used, so that the nightly clean-up never meets one in use. */
export const USABLE_HOURS = 24;

/**
 * Makes uploads part of a demand; doing so again changes nothing. Throws `AttachmentNotOwnError` for an upload of
 * somebody else: whoever could name it here could read it through the demand. A reporter's uploads are nobody's (null). What
 * staff sent to this demand before, its other staff may name again: a replier the handler's pictures.
 */
export async function linkAttachments(sql: Sql, link: AttachmentLink): Promise<void> {
  const { ids, demandId, uploadedBy } = link;
  if (ids.length === 0) return;
  const linked = await sql`
    UPDATE attachment SET demand_id = ${demandId}::uuid
    WHERE id = ANY(${[...ids]}::uuid[]) AND (
      demand_id = ${demandId}::uuid AND (uploaded_by IS NULL) = (${uploadedBy}::text IS NULL)
      OR demand_id IS NULL AND uploaded_by IS NOT DISTINCT FROM ${uploadedBy}
        AND created_at > now() - make_interval(hours => ${USABLE_HOURS}::int)) RETURNING id`;
  if (linked.length !== new Set(ids).size) throw new AttachmentNotOwnError();
}

/** Of an attachment `a` of a demand `d`: what its reporter sent, or who filed it for them. */
export const cameWithLetter = Prisma.sql`(a.uploaded_by IS NULL OR a.uploaded_by = d.collected_by)`;

/**
 * The attachment, if the caller may read it: who uploaded it, and every unit in whose sight its demand is, or a part of it that
 * the letter came with.
 * Undefined for one that is not there and for one out of sight alike.
 */
export async function readAttachment(
  database: Database,
  actor: SignedIn,
  id: string,
): Promise<AttachmentFile | undefined> {
  const [row] = await database.$queryRaw<AttachmentFile[]>`
    SELECT ${attachmentColumns}
    FROM attachment a LEFT JOIN demand d ON d.id = a.demand_id
    WHERE a.id = ${id}::uuid AND (a.uploaded_by = ${actor.user} OR d.sight && ${actor.units}::text[]
      OR ${cameWithLetter} AND EXISTS (
        SELECT 1 FROM jsonb_array_elements(d.state->'parts') p JOIN demand part ON part.id = (p->>'id')::uuid
        WHERE part.sight && ${actor.units}::text[]))`;
  return row;
}
