import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

const { rehearse } = proxyActivities<Activities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '1 minute', maximumAttempts: 10 },
});
const { endRehearsal } = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/** One 推演. A worker that dies is followed by another, which begins anew; it is finished once. */
export async function rehearsal({ id }: { id: string }): Promise<void> {
  try {
    await rehearse({ id });
  } catch {
    await endRehearsal({ id, failure: '多次尝试都没有完成，请缩短时间段后重新推演；仍不行请联系管理员。' });
  }
}
