import { ActivityFailure, ApplicationFailure, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

const { importPage, endImport } = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/**
 * Files a checked batch page by page, one workflow per batch. A page that was filed when its worker died is not filed again:
 * every row is marked in the transaction that files it.
 */
export async function batchImport({ batchId }: { batchId: string }): Promise<void> {
  try {
    while (!(await importPage({ batchId })).isLast);
  } catch (error) {
    if (!isStopped(error)) throw error;
    return endImport({ batchId, failure: error.cause.message });
  }
  await endImport({ batchId, failure: null });
}

const isStopped = (error: unknown): error is { cause: ApplicationFailure } =>
  error instanceof ActivityFailure && error.cause instanceof ApplicationFailure && error.cause.type === 'ImportStopped';
