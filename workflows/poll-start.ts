import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { pollWorkflowId, type PollInput } from './messages';
import type { poll } from './poll';

/** Starts the poll of a demand at the demand's own time, and ends: for the reasons of callback-start.ts. */
export async function pollStart(input: PollInput): Promise<void> {
  await startChild<typeof poll>('poll', {
    workflowId: pollWorkflowId(input.poll),
    args: [input],
    parentClosePolicy: ParentClosePolicy.ABANDON,
  });
}
