import { executeChild, isCancellation, ParentClosePolicy, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities';
import { analysis } from './analysis';
import { analysisWorkflowId } from './messages';

const { planAnalyses } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/** Started by a Schedule on the first of the month: the reports of the month before, one after another, so that they crowd nobody out. */
export async function monthlyAnalyses(): Promise<{ made: number }> {
  const ids = await planAnalyses();
  let made = 0;
  for (const id of ids) {
    try {
      await executeChild(analysis, {
        workflowId: analysisWorkflowId(id),
        taskQueue: workflowInfo().taskQueue,
        args: [{ id }],
        parentClosePolicy: ParentClosePolicy.ABANDON,
      });
      made += 1;
    } catch (error) {
      if (isCancellation(error)) throw error;
      // Somebody has it made at this moment.
    }
  }
  return { made };
}
