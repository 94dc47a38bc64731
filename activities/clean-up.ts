import type { Logger } from 'pino';
import { Prisma, type Database } from '../src/database/client';
import type { Storage } from '../src/storage/port';
import { cutTexts } from './cut-texts';
import { cleanImports } from './import-clean-up';
import { packOldFacts } from './pack-facts';
import { createUploadCleanUp } from './upload-clean-up';

const BATCH = 1_000;

/** Words whose action was refused after they were stored. Only recent ones are looked at: the others were, in nights before. */
const orphanedWords = Prisma.sql`
  DELETE FROM words WHERE id IN (
    SELECT w.id FROM words w
    WHERE w.created_at < now() - interval '1 day' AND w.created_at > now() - interval '30 days'
      AND NOT EXISTS (SELECT 1 FROM demand_event e WHERE e.demand_id = w.demand_id AND e.words_id = w.id)
      AND NOT EXISTS (SELECT 1 FROM callback_job c WHERE c.demand_id = w.demand_id AND (c.words_id = w.id
        OR c.attempts @> jsonb_build_array(jsonb_build_object('wordsId', w.id::text))
        OR c.found->'history' @> jsonb_build_array(jsonb_build_object('wordsId', w.id::text))))
      AND NOT EXISTS (SELECT 1 FROM rating_addition r WHERE r.demand_id = w.demand_id AND r.words_id = w.id)
      AND NOT EXISTS (SELECT 1 FROM appeal a WHERE a.demand_id = w.demand_id AND w.id IN (a.words_id, a.ruling_words_id))
      AND NOT EXISTS (SELECT 1 FROM demand_promise p WHERE p.demand_id = w.demand_id AND (p.words_id = w.id
        OR p.reports @> jsonb_build_array(jsonb_build_object('wordsId', w.id::text))))
    LIMIT ${BATCH})`;
const endedSessions = Prisma.sql`
  DELETE FROM session WHERE token_hash IN (
    SELECT token_hash FROM session WHERE expires_at < now() OR revoked_at < now() LIMIT ${BATCH})`;
const oldAnswers = Prisma.sql`
  DELETE FROM idempotent_answer WHERE (user_id, key) IN (
    SELECT user_id, key FROM idempotent_answer WHERE created_at < now() - interval '30 days' LIMIT ${BATCH})`;

const oldAttempts = Prisma.sql`
  DELETE FROM message_attempt WHERE (message_id, attempt) IN (
    SELECT message_id, attempt FROM message_attempt WHERE at < now() - interval '180 days' LIMIT ${BATCH})`;

export function createCleanUp(database: Database, storage: Storage, log: Logger) {
  const removeUploads = createUploadCleanUp(database, storage, log);

  /** In batches, so that no statement holds much or takes long. */
  async function remove(statement: Prisma.Sql): Promise<number> {
    let removed = 0;
    let last: number;
    do removed += last = await database.$executeRaw(statement);
    while (last === BATCH);
    return removed;
  }

  return {
    async cleanUp() {
      const words = await remove(orphanedWords);
      const sessions = await remove(endedSessions);
      const answers = await remove(oldAnswers);
      const attempts = await remove(oldAttempts);
      const uploads = await removeUploads();
      const cut = await cutTexts(database, log);
      const packed = await packOldFacts(database, log);
      const imports = await cleanImports(database, remove);
      const removed = { words, sessions, answers, attempts, uploads, cut, packed, imports };
      log.info(removed, 'nightly clean-up');
      return removed;
    },
  };
}
