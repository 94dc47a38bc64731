import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

const { countToTell, keepProgress } = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** Longer than any process keeps the rules it has read, so that whoever files after this wait has the new ones. */
export const KNOWN_EVERYWHERE = '4s';

/** Tells page after page, and keeps how far it is. */
export async function tellAll(
  change: Parameters<Activities['countToTell']>[0],
  tellPage: (after: string | null) => Promise<{ next: string | null; told: number }>,
): Promise<{ told: number }> {
  const of = await countToTell(change);
  let told = 0;
  let after: string | null = null;
  do {
    const page = await tellPage(after);
    told += page.told;
    after = page.next;
    await keepProgress({ change, told, of, isOver: after === null });
  } while (after !== null);
  return { told };
}
