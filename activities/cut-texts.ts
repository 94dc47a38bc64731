import { setImmediate as others } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../src/database/client';
import { readUncut, writeTokens } from '../src/database/likely-demands';
import { learnOwnNames } from '../src/similarity/own-names';
import { tokensOf, TOKENS_VERSION } from '../src/similarity/segment';

const BATCH = 200;
/** Together they take less than a minute; the rest waits for the next time. */
const MOST_BATCHES = 500;

/**
 * Cuts texts into words that were filed before there were any, or by an older version. Two workers at once do the same work
 * twice and come to the same.
 */
export async function cutTexts(database: Database, log: Logger): Promise<number> {
  await learnOwnNames(database);
  let cut = 0;
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const texts = await readUncut(database, TOKENS_VERSION, BATCH);
    await writeTokens(
      database,
      texts.map(({ id, text }) => ({ id, tokens: tokensOf(text) })),
    );
    cut += texts.length;
    if (texts.length < BATCH) break;
    await others();
  }
  if (cut > 0) log.info({ cut }, 'texts cut into words');
  return cut;
}
