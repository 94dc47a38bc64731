import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Logger } from 'pino';
import type { Config } from '../src/config';
import type { Database } from '../src/database/client';
import { markEnded } from '../src/database/import-runs';
import { createRulesReader } from '../src/database/rules';
import { createPageFiler, ImportStoppedError } from '../src/import/file-page';

export interface ImportPage {
  batchId: string;
}

export function createBatchImport(database: Database, keys: Pick<Config, 'indexKey' | 'secretKeys'>, log: Logger) {
  const filePage = createPageFiler({ database, keys, readRules: createRulesReader(database) });

  return {
    /**
     * Files the next rows of a batch; doing it twice files none twice. Their workflows are started by the relay, so that an
     * import takes in what it can and others' demands start meanwhile.
     */
    async importPage({ batchId }: ImportPage): Promise<{ isLast: boolean }> {
      const context = Context.current();
      try {
        const filed = await filePage(batchId, () => context.heartbeat());
        return { isLast: filed === null };
      } catch (error) {
        if (!(error instanceof ImportStoppedError)) throw error;
        throw ApplicationFailure.nonRetryable(error.message, 'ImportStopped');
      }
    },

    async endImport({ batchId, failure }: ImportPage & { failure: string | null }): Promise<void> {
      await markEnded(database, batchId, failure);
      log.info({ import: batchId, failed: failure !== null }, 'import ended');
    },
  };
}
