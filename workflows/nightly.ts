import { log, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

const retry = { initialInterval: '10s', maximumInterval: '5 minutes' } as const;
const { cleanUp } = proxyActivities<Activities>({ startToCloseTimeout: '10 minutes', retry });
const { tellCalendarsMissing } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  retry: { ...retry, maximumAttempts: 5 },
});

/** Started by a Schedule in the small hours: removes what nobody needs any more, says how much, and tells which year's calendar is missing. */
export async function nightly(): Promise<Record<string, number>> {
  const removed = await cleanUp();
  try {
    await tellCalendarsMissing(Date.now());
  } catch (error) {
    // It is told the next night; a night that does not end would keep the clean-up from every other.
    log.error('missing calendars not told', { error: String(error) });
  }
  return removed;
}
