import { ScheduleAlreadyRunning, type ScheduleOptions, ScheduleOverlapPolicy } from '@temporalio/client';
import { startOnce } from './intake/start-once';
import type { Engine } from './intake/start-workflow';

/** Starts what must always be there: the housekeeping loop and the schedules. Asking again changes nothing. */
export async function ensureStandingWorkflows(engine: Engine): Promise<void> {
  await startOnce(engine, 'housekeeping', { id: `${engine.taskQueue}/housekeeping`, args: [], again: 'always' });
  await ensureSchedule(engine, 'reconciliation', { intervals: [{ every: '10 minutes' }] });
  // An outage of weeks delays the reports of the month, and loses none.
  const onTheFirst = { calendars: [{ dayOfMonth: 1, hour: 4, minute: 0 }] };
  await ensureSchedule(engine, 'monthlyAnalyses', onTheFirst, '20 days');
  await ensureSchedule(engine, 'nightly', { calendars: [{ hour: 3, minute: 30 }] });
  await ensureSchedule(engine, 'staffing', { calendars: [{ hour: 16, minute: 0 }] });
}

type Scheduled = 'reconciliation' | 'nightly' | 'monthlyAnalyses' | 'staffing';

/** Its note says by what it was made: one made by other times is changed, and stays paused where somebody paused it. */
export async function ensureSchedule(
  { client, taskQueue }: Engine,
  workflowType: Scheduled,
  when: ScheduleOptions['spec'],
  catchupWindow: '10 minutes' | '20 days' = '10 minutes',
): Promise<void> {
  const scheduleId = `${taskQueue}/${workflowType}`;
  const spec = { ...when, timezone: 'Asia/Shanghai' };
  const policies = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow };
  const action = { type: 'startWorkflow', workflowType, taskQueue, args: [] } as const;
  const note = JSON.stringify({ spec, catchupWindow });
  try {
    await client.schedule.create({ scheduleId, spec, policies, action, state: { note } });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    const handle = client.schedule.getHandle(scheduleId);
    // What a schedule has missed is lost when it is changed, so only what differs is.
    if ((await handle.describe()).state.note === note) return;
    await handle.update(({ state }) => ({ spec, policies, action, state: { ...state, note } }));
  }
}
