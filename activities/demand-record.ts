import { ApplicationFailure } from '@temporalio/activity';
import type { Database } from '../src/database/client';
import { recordDemand, type DemandRecord } from '../src/database/record-demand';

/** The only writer of demand rows after intake. */
export function createDemandRecord(database: Database) {
  return {
    async recordDemand(record: DemandRecord): Promise<void> {
      const known = await recordDemand(database, record);
      // Retried until the row is back: the reconciler reports it meanwhile.
      if (!known) throw ApplicationFailure.retryable(`demand ${record.demand.number} has no row`, 'no_row');
    },
  };
}
