import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { promiseWorkflowId, type PromiseInput } from './messages';
import type { promise } from './promise';

/** Starts the promise of a demand at the demand's own time, and ends: for the reasons of callback-start.ts. */
export async function promiseStart(input: PromiseInput): Promise<void> {
  await startChild<typeof promise>('promise', {
    workflowId: promiseWorkflowId(input.open.id),
    args: [input],
    parentClosePolicy: ParentClosePolicy.ABANDON,
  });
}
