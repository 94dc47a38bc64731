import type { SignedIn } from '../api/actor';
import type { Database } from './client';

export type AttachmentFile = { id: string; name: string; mediaType: string; size: number; storageKey: string };

/**
 * The attachment, if the caller may read it: who uploaded it, and every unit in whose sight its demand is.
 * Undefined for one that is not there and for one out of sight alike.
 */
export async function readAttachment(
  database: Database,
  actor: SignedIn,
  id: string,
): Promise<AttachmentFile | undefined> {
  const [row] = await database.$queryRaw<AttachmentFile[]>`
    SELECT a.id, a.name, a.media_type AS "mediaType", a.size, a.storage_key AS "storageKey"
    FROM attachment a LEFT JOIN demand d ON d.id = a.demand_id
    WHERE a.id = ${id}::uuid AND (a.uploaded_by = ${actor.user} OR d.sight && ${actor.units}::text[])`;
  return row;
}
