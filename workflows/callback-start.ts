import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import type { callback } from './callback';
import { callbackWorkflowId, type CallbackInput } from './messages';

/**
 * Starts the callback of a demand at the demand's own time, and ends. The demand does not keep the callback as its child:
 * with an open child its time could not be moved in the demo (measured), nor could it go on in a new run without losing
 * the result. The callback tells the result by a signal instead.
 */
export async function callbackStart(input: CallbackInput): Promise<void> {
  await startChild<typeof callback>('callback', {
    workflowId: callbackWorkflowId(input.open.id),
    args: [input],
    parentClosePolicy: ParentClosePolicy.ABANDON,
  });
}
