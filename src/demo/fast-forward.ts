import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time';
import type { Temporal } from '../temporal';

type Engine = { temporal: Pick<Temporal, 'client' | 'connection'> };

/** Every skip is one timer: a life of 2,000 hours with every rung of every clock stays far below it. */
const MOST_SKIPS = 1_000;

/**
 * Moves running workflows together: in the end all stand at the same time, so many ms after the one that was furthest ahead, or
 * `at` a time (epoch ms). Their timers fire in order on the way. Answers that time (epoch ms), or null when none of them was
 * running. For development servers started with `frontend.WorkflowTimeSkippingEnabled`; others refuse.
 */
export async function fastForward(
  engine: Engine,
  workflowIds: string[],
  to: number | { at: number },
): Promise<number | null> {
  const times = await Promise.all(workflowIds.map((id) => virtualTime(engine, id)));
  const running = times.filter((time) => time !== null);
  if (running.length === 0) return null;
  const target = typeof to === 'number' ? Math.max(...running) + to : to.at;
  await forwardTo(engine, workflowIds, target);
  return target;
}

/** Moves running workflows to a time (epoch ms). One that is there already, or has ended, stays as it is. */
export async function forwardTo(engine: Engine, workflowIds: string[], target: number): Promise<void> {
  await Promise.all(workflowIds.map((id) => forwardOne(engine, id, target)));
}

async function forwardOne(engine: Engine, workflowId: string, target: number): Promise<void> {
  for (;;) {
    const now = await virtualTime(engine, workflowId);
    if (now === null || now >= target) return;
    // Returns early when another fast-forward of the same workflow took over, or when the workflow ended.
    await skip(engine, workflowId, target - now);
  }
}

/** What time it is for a workflow (epoch ms), or null when it is not running. */
export async function virtualTime({ temporal }: Engine, workflowId: string): Promise<number | null> {
  try {
    const { status, raw } = await temporal.client.workflow.getHandle(workflowId).describe();
    if (status.name !== 'RUNNING') return null;
    const at = raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
    return at ? tsToMs(at) : Date.now();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** Moves one by `ms` from where it is. */
export async function skip({ temporal }: Engine, workflowId: string, ms: number): Promise<void> {
  const { workflowService } = temporal.connection;
  const { namespace } = temporal.client.options;
  const id = randomUUID();
  const execution = { namespace, workflowExecution: { workflowId } };
  await workflowService.updateWorkflowExecutionOptions({
    ...execution,
    workflowExecutionOptions: {
      timeSkippingConfig: {
        enabled: true,
        maxSessionSkipCount: MOST_SKIPS,
        // A workflow started meanwhile begins at its starter's time; skipping on without an end is not for it.
        disablePropagation: true,
        fastForwardConfig: { id, duration: msToTs(ms) },
      },
    },
    updateMask: { paths: ['time_skipping_config'] },
  });
  for (;;) {
    const poll = await workflowService.pollWorkflowExecutionTimeSkipping({ ...execution, fastForwardId: id });
    if (poll.fastForwardInfo?.hasCompleted || poll.failedReason) return;
  }
}
