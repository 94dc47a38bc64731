import type { Appeal } from '../src/domain/appeal';
import type { Notice } from '../src/domain/notice';
import { recordAppeal } from '../src/database/appeals';
import type { Database } from '../src/database/client';

export function createAppealRecord(database: Database) {
  return {
    recordAppeal: ({ appeal, notices }: { appeal: Appeal; notices: Notice[] }): Promise<void> =>
      recordAppeal(database, appeal, notices),
  };
}
