import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { KNOWN_EVERYWHERE, tellAll } from './telling';

const { tellCalendar } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** A year was published or corrected: every open demand that it may concern is told, page by page. */
export async function calendarChange({ year, version }: { year: number; version: number }): Promise<{ told: number }> {
  await sleep(KNOWN_EVERYWHERE);
  const change = { kind: 'calendar', target: String(year), version } as const;
  return tellAll(change, (after) => tellCalendar({ year, version, after }));
}
