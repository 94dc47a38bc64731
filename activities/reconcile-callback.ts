import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { CallbackConclusion } from '../src/domain/actions/closing';
import type { Demand } from '../src/domain/demand';
import { callbackWorkflowId, concludedSignal, demandWorkflowId } from '../workflows/messages';

/**
 * A demand that waits for a callback which has ended hears the result again. One that somebody terminated is as if nobody had
 * been reached: the policy decides, the case goes on. Answers whether there was something to tell.
 */
export async function tellEndedCallback(client: Client, { id, stage, callbackJob }: Demand): Promise<boolean> {
  if (stage !== 'calling_back' || callbackJob === null) return false;
  const conclusion = await conclusionOf(client, callbackJob);
  if (conclusion) await client.workflow.getHandle(demandWorkflowId(id)).signal(concludedSignal, conclusion);
  return conclusion !== null;
}

/** Null while it runs, and where there is none yet: its start only waits for a worker. */
async function conclusionOf(client: Client, jobId: string): Promise<CallbackConclusion | null> {
  const handle = client.workflow.getHandle<() => Promise<CallbackConclusion>>(callbackWorkflowId(jobId));
  try {
    const { status } = await handle.describe();
    if (status.name === 'RUNNING' || status.name === 'PAUSED') return null;
    if (status.name === 'COMPLETED') return await handle.result();
    return { jobId, result: 'unreachable', grade: null, wordsId: null };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
