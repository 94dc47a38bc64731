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
  // An outage of weeks delays the reports of the month, and loses none.
  const onTheFirst = { calendars: [{ dayOfMonth: 1, hour: 4, minute: 0 }] };
  await ensureSchedule(engine, 'monthlyAnalyses', onTheFirst, '20 days');
  await ensureSchedule(engine, 'nightly', { calendars: [{ hour: 3, minute: 30 }] });
  await ensureSchedule(engine, 'staffing', { calendars: [{ hour: 16, minute: 0 }] });
}

async function ensureSchedule(
  { client, taskQueue }: Engine,
  workflowType: 'reconciliation' | 'nightly' | 'monthlyAnalyses' | 'staffing',
  spec: ScheduleOptions['spec'],
  catchupWindow: '10 minutes' | '20 days' = '10 minutes',
): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: `${taskQueue}/${workflowType}`,
      spec: { ...spec, timezone: 'Asia/Shanghai' },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow },
      action: { type: 'startWorkflow', workflowType, taskQueue, args: [] },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
