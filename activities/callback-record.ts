import type { CallbackJob } from '../src/domain/callback';
import type { Notice } from '../src/domain/notice';
import type { Database } from '../src/database/client';
import { recordCallback } from '../src/database/record-callback';

export function createCallbackRecord(database: Database) {
  return {
    async recordCallback(record: { job: CallbackJob; notices: Notice[] }): Promise<void> {
      await recordCallback(database, record.job, record.notices);
    },
  };
}
