import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

const { tellShortfalls } = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  retry: { initialInterval: '10s', maximumInterval: '5 minutes' },
});

/** Started by a Schedule in the afternoon: supervisors hear once where tomorrow's callers are too few. Answers how many units. */
export async function staffing(): Promise<number> {
  return tellShortfalls(Date.now());
}
