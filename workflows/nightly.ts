import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

const { cleanUp } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '10s', maximumInterval: '5 minutes' },
});

/** Started by a Schedule in the small hours: removes what nobody needs any more, and says how much it was. */
export async function nightly(): Promise<Record<string, number>> {
  return cleanUp();
}
