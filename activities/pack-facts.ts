import { setImmediate as others } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Database } from '../src/database/client';
import { readUnpacked, writeFacts } from '../src/database/demand-facts';

const BATCH = 500;
/** Together they take a few minutes at most; the rest waits for the next time, and is counted from its states until then. */
const MOST_BATCHES = 500;

/** Packs the facts of demands whose last transition was written before there were any, or by other code. */
export async function packOldFacts(database: Database, log: Logger): Promise<number> {
  let packed = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (let batch = 0; batch < MOST_BATCHES; batch += 1) {
    const rows = await readUnpacked(database, after, BATCH);
    await writeFacts(
      database,
      rows.map(({ state }) => state),
    );
    packed += rows.length;
    if (rows.length < BATCH) break;
    after = rows.at(-1)!.id;
    await others();
  }
  if (packed > 0) log.info({ packed }, 'facts of demands packed');
  return packed;
}
