import type { Logger } from 'pino';
import { USABLE_HOURS } from '../src/database/attachments';
import type { Database } from '../src/database/client';
import { removeStored } from '../src/media/receive';
import type { Storage } from '../src/storage/port';

const BATCH = 200;
/** An hour more than uploads can be used: whoever was just using one has long finished. */
const KEPT_HOURS = USABLE_HOURS + 1;

interface Upload {
  id: string;
  storage_key: string;
  preview_key: string | null;
}

/**
 * Removes uploads that no demand took, whoever sent them: first the file, then its row. A row is all that knows of a file,
 * so a file must never be left without one. Whoever dies in between leaves a row without a file, which no demand can take
 * any more and the next night removes.
 */
export function createUploadCleanUp(database: Database, storage: Storage, log: Logger): () => Promise<number> {
  const leftOver = (after: string) => database.sql<Upload>`
    SELECT id, storage_key, preview_key FROM attachment
    WHERE demand_id IS NULL AND created_at < now() - make_interval(hours => ${KEPT_HOURS}::int) AND id > ${after}::uuid
    ORDER BY id LIMIT ${BATCH}`;

  /** Null when its file could not be removed: one bad file must not keep the others. */
  async function removeFile({ id, storage_key: storageKey, preview_key: previewKey }: Upload): Promise<string | null> {
    try {
      await removeStored(storage, { storageKey, previewKey });
      return id;
    } catch (error) {
      log.error({ attachment: id, error: String(error) }, 'upload not removed, the next night tries again');
      return null;
    }
  }

  return async () => {
    let removed = 0;
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const uploads = await leftOver(after);
      const gone = (await Promise.all(uploads.map(removeFile))).filter((id) => id !== null);
      await database.attachment.deleteMany({ where: { id: { in: gone }, demandId: null } });
      removed += gone.length;
      if (uploads.length < BATCH) return removed;
      after = uploads[uploads.length - 1]!.id;
    }
  };
}
