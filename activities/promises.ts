import type { Database } from '../src/database/client';
import { recordPromise } from '../src/database/record-promise';
import type { Notice } from '../src/domain/notice';
import type { DemandPromise } from '../src/domain/promise-keeping';

export function createPromiseActivities(database: Database) {
  return {
    recordPromise: ({ promise, notices }: { promise: DemandPromise; notices: Notice[] }): Promise<void> =>
      recordPromise(database, promise, notices),
  };
}
