import type { CallbackEnding } from '../domain/callback';
import type { Grade } from '../domain/vocabulary';
import type { Database, Sql } from './client';

/** 追评 of one round, with what was written. */
export interface AdditionRow {
  round: number;
  grade: Grade | null;
  at: Date;
  job_id: string | null;
  /** How the call that it brought about ended; null while it waits. */
  called: CallbackEnding | null;
  /** Of a call that ruled it unreasonable: the grounds. */
  basis: string | null;
  texts: { text?: string; attachments?: string[] } | null;
}

/** Oldest round first. */
export const readAdditions = (database: Database, demandId: string): Promise<AdditionRow[]> =>
  database.sql<AdditionRow>`
    SELECT a.round, a.grade, a.at, a.job_id, c.result AS called, f.texts->>'basis' AS basis, w.texts
    FROM rating_addition a LEFT JOIN words w ON w.id = a.words_id
    LEFT JOIN callback_job c ON c.id = a.job_id LEFT JOIN words f ON f.id = c.words_id
    WHERE a.demand_id = ${demandId}::uuid ORDER BY a.round`;

export interface NewAddition {
  demandId: string;
  round: number;
  grade: Grade | null;
  wordsId: string;
  at: number;
  jobId: string | null;
}

/** Throws the unique violation when that round has one already. */
export const insertAddition = (
  sql: Sql,
  { demandId, round, grade, wordsId, at, jobId }: NewAddition,
): Promise<object[]> =>
  sql`INSERT INTO rating_addition (demand_id, round, grade, words_id, at, job_id)
    VALUES (${demandId}::uuid, ${round}, ${grade}, ${wordsId}::uuid, ${new Date(at)}, ${jobId})`;

export const insertWords = (sql: Sql, id: string, demandId: string, texts: object): Promise<object[]> =>
  sql`INSERT INTO words (id, demand_id, texts) VALUES (${id}::uuid, ${demandId}::uuid, ${JSON.stringify(texts)}::jsonb)
    ON CONFLICT (id) DO NOTHING`;
