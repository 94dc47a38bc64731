import { ApplicationFailure } from '@temporalio/activity';
import type { Database } from '../src/database/client';
import { recordDemand, type DemandRecord } from '../src/database/record-demand';
import { linkHash, ratingToken } from '../src/intake/file-demand';
import type { Keys } from './parts';

/** The only writer of demand rows after intake. */
export function createDemandRecord(database: Database, keys: Keys) {
  return {
    async recordDemand(record: DemandRecord): Promise<void> {
      const { id, round, stage } = record.demand;
      const link = stage === 'rating' ? linkHash(ratingToken(id, round, keys)) : null;
      const known = await recordDemand(database, record, link);
      // Retried until the row is back: the reconciler reports it meanwhile.
      if (!known) throw ApplicationFailure.retryable(`demand ${record.demand.number} has no row`, 'no_row');
    },
  };
}
