import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { KNOWN_EVERYWHERE, tellAll } from './telling';

const { tellPolicy } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** A policy was published for running demands as well: every open demand with an older one is told, page by page. */
export async function policyChange({ version }: { version: number }): Promise<{ told: number }> {
  await sleep(KNOWN_EVERYWHERE);
  return tellAll({ kind: 'policy', target: null, version }, (after) => tellPolicy({ version, after }));
}
