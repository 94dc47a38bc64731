import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

const { makeAnalysis } = proxyActivities<Activities>({
  startToCloseTimeout: '15 minutes',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '1s', maximumInterval: '1 minute', maximumAttempts: 20 },
});
const { endAnalysis } = proxyActivities<Activities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/** Makes one report 专题分析. A worker that dies is followed by another, which makes it anew; it is finished once. */
export async function analysis({ id }: { id: string }): Promise<void> {
  try {
    await makeAnalysis({ id });
  } catch {
    await endAnalysis({ id, failure: '多次尝试都没有完成，请稍后重新生成；仍不行请联系管理员。' });
  }
}
