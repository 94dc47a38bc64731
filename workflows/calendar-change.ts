import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities';

const { tellCalendar } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** Longer than any process keeps the calendars it has read, so that whoever files after this wait has the new one. */
const KNOWN_EVERYWHERE = '4s';

/** A year was published or corrected: every open demand that it may concern is told, page by page. */
export async function calendarChange(change: { year: number; version: number }): Promise<{ told: number }> {
  await sleep(KNOWN_EVERYWHERE);
  let told = 0;
  let after: string | null = null;
  do {
    const page: { next: string | null; told: number } = await tellCalendar({ ...change, after });
    told += page.told;
    after = page.next;
  } while (after !== null);
  return { told };
}
