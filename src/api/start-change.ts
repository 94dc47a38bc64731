import type { calendarChange, policyChange } from '../../workflows';
import type { Temporal } from '../temporal';

const startWithin = 4_000;

type Change = typeof calendarChange | typeof policyChange;

/** It waits a little before it tells anybody, so that what is published beside it can be read by then. */
async function start<Workflow extends Change>(
  temporal: Temporal,
  type: Workflow extends typeof policyChange ? 'policyChange' : 'calendarChange',
  id: string,
  change: Parameters<Workflow>[0],
): Promise<void> {
  const { client, taskQueue } = temporal;
  await temporal.within(startWithin, () =>
    client.workflow.start(type, {
      workflowId: `${taskQueue}/${id}`,
      taskQueue,
      args: [change],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  );
}

export const startCalendarChange = (temporal: Temporal, { year, version }: { year: number; version: number }) =>
  start<typeof calendarChange>(temporal, 'calendarChange', `calendar-change/${year}.${version}`, { year, version });

export const startPolicyChange = (temporal: Temporal, { version }: { version: number }) =>
  start<typeof policyChange>(temporal, 'policyChange', `policy-change/${version}`, { version });
