import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

const { reconcile } = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '5s', maximumInterval: '1 minute' },
});

/** Started by a Schedule: compares open demands with their workflows, mends, and reports what it mended. */
export async function reconciliation(): Promise<{ checked: number; mended: number }> {
  return reconcile();
}
