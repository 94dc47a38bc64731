import { ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import type { housekeeping } from '../workflows';
import type { Engine } from './intake/start-workflow';

/** Starts what must always be there: the housekeeping loop and the schedules. Asking again changes nothing. */
export async function ensureStandingWorkflows(engine: Engine): Promise<void> {
  const { client, taskQueue } = engine;
  await client.workflow.start<typeof housekeeping>('housekeeping', {
    workflowId: `${taskQueue}/housekeeping`,
    taskQueue,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
  await ensureSchedule(engine, 'reconciliation', { intervals: [{ every: '10 minutes' }] });
  await ensureSchedule(engine, 'nightly', { calendars: [{ hour: 3, minute: 30 }] });
}

async function ensureSchedule(
  { client, taskQueue }: Engine,
  workflowType: 'reconciliation' | 'nightly',
  spec: ScheduleOptions['spec'],
): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: `${taskQueue}/${workflowType}`,
      spec: { ...spec, timezone: 'Asia/Shanghai' },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '10 minutes' },
      action: { type: 'startWorkflow', workflowType, taskQueue, args: [] },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
