import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

const { cleanUp, tellCalendarsMissing } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '10s', maximumInterval: '5 minutes' },
});

/** Started by a Schedule in the small hours: removes what nobody needs any more, says how much, and tells which year's calendar is missing. */
export async function nightly(): Promise<Record<string, number>> {
  const removed = await cleanUp();
  await tellCalendarsMissing(Date.now());
  return removed;
}
