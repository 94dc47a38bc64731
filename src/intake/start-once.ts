import { WorkflowExecutionAlreadyStartedError, type WorkflowStartOptions } from '@temporalio/client';
import type * as workflows from '../../workflows';
import type { Engine } from './start-workflow';

type Workflows = typeof workflows;

/** Whether a run may follow one that has ended. */
const AGAIN = {
  never: 'REJECT_DUPLICATE',
  'after a failure': 'ALLOW_DUPLICATE_FAILED_ONLY',
  always: 'ALLOW_DUPLICATE',
} as const;

interface Start<Type extends keyof Workflows> extends Pick<
  WorkflowStartOptions,
  'staticSummary' | 'typedSearchAttributes'
> {
  id: string;
  args: Parameters<Workflows[Type]>;
  again?: keyof typeof AGAIN;
}

/**
 * Starts a workflow, once however often it is asked: one that runs is left alone, and so is one that has ended unless it may
 * run `again`. Answers whether it was started now.
 */
export async function startOnce<Type extends keyof Workflows>(
  { client, taskQueue }: Engine,
  type: Type,
  { id, args, again = 'never', ...shown }: Start<Type>,
): Promise<boolean> {
  try {
    await client.workflow.start(type, {
      ...{ workflowId: id, taskQueue, args, ...shown },
      ...{ workflowIdReusePolicy: AGAIN[again], workflowIdConflictPolicy: 'FAIL' },
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/**
 * Starts what waits. One that cannot be started keeps no other from it: its error is thrown when all have had their turn.
 * Answers how many were started now.
 */
export async function startEach<One extends { id: string }>(
  waiting: readonly One[],
  start: (one: One) => Promise<boolean>,
): Promise<number> {
  const turns = await Promise.allSettled(waiting.map(async (one) => start(one)));
  for (const [i, turn] of turns.entries())
    if (turn.status === 'rejected')
      throw new Error(`${waiting[i]!.id} cannot be started: ${String(turn.reason)}`, { cause: turn.reason });
  return turns.filter((turn) => turn.status === 'fulfilled' && turn.value).length;
}
