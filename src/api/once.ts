import type { Database, Sql } from '../database/client';
import { isUniqueViolation } from '../database/violations';
import { Problem } from './errors';
import type { RequestKey } from './request-key';

/** Keeps an answer, in the transaction of what it answers. */
export type Remember<Answer> = (sql: Sql, answer: Answer) => Promise<void>;

/**
 * The same key and body again get the same answer; the same key with another body is refused. `make` must
 * remember its answer.
 */
export async function once<Answer extends object>(
  database: Database,
  owner: string,
  key: RequestKey | null,
  make: (remember: Remember<Answer>) => Promise<Answer>,
): Promise<Answer> {
  if (!key) return make(async () => {});
  const kept = await recall<Answer>(database, owner, key);
  if (kept) return kept;
  try {
    return await make(async (sql, answer) => {
      const bodyHash = Buffer.from(key.bodyHash, 'hex');
      await sql`INSERT INTO idempotent_answer (user_id, key, body_hash, answer)
        VALUES (${owner}, ${key.updateId}, ${bodyHash}, ${JSON.stringify(answer)}::jsonb)`;
    });
  } catch (error) {
    // The same request came in twice at once: the other one was first.
    const first = isUniqueViolation(error) ? await recall<Answer>(database, owner, key) : null;
    if (first) return first;
    throw error;
  }
}

async function recall<Answer>(database: Database, owner: string, key: RequestKey): Promise<Answer | null> {
  const row = await database.idempotentAnswer.findUnique({
    where: { userId_key: { userId: owner, key: key.updateId } },
  });
  if (!row) return null;
  if (Buffer.from(row.bodyHash).toString('hex') !== key.bodyHash)
    throw new Problem('idempotency_conflict', '这个 Idempotency-Key 已用于内容不同的请求，请换一个新的键。');
  return row.answer as Answer;
}
