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
