import { ScheduleAlreadyRunning, ScheduleOverlapPolicy } from '@temporalio/client';
import type { housekeeping, reconciliation } from '../workflows';
import type { Engine } from './intake/start-workflow';

/** Starts what must always be there: the housekeeping loop and the reconciliation schedule. Asking again changes nothing. */
export async function ensureStandingWorkflows({ client, taskQueue }: Engine): Promise<void> {
  await client.workflow.start<typeof housekeeping>('housekeeping', {
    workflowId: `${taskQueue}/housekeeping`,
    taskQueue,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  try {
    await client.schedule.create<typeof reconciliation>({
      scheduleId: `${taskQueue}/reconciliation`,
      spec: { intervals: [{ every: '10 minutes' }], timezone: 'Asia/Shanghai' },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '10 minutes' },
      action: { type: 'startWorkflow', workflowType: 'reconciliation', taskQueue, args: [] },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
