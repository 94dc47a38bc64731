import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Database } from '../src/database/client';
import type { CallbackConclusion } from '../src/domain/actions/closing';
import type { Demand } from '../src/domain/demand';
import { callbackWorkflowId, concludedSignal, demandWorkflowId } from '../workflows/messages';

/** Milliseconds for which the start of a callback may wait for a worker. */
const BEGINS_WITHIN = 600_000;

/**
 * A demand that waits for a callback which has ended hears the result again. One that somebody terminated, or that was lost
 * before it was recorded, is as if nobody had been reached: the policy decides, the case goes on. Answers whether there was
 * something to tell.
 */
export async function tellEndedCallback(
  database: Database,
  client: Client,
  { id, stage, callbackJob, updatedAt }: Demand,
): Promise<boolean> {
  if (stage !== 'calling_back' || callbackJob === null) return false;
  const isKnown = async (): Promise<boolean> =>
    Date.now() - updatedAt < BEGINS_WITHIN || (await database.callbackJob.count({ where: { id: callbackJob } })) > 0;
  const conclusion = await conclusionOf(client, callbackJob, isKnown);
  if (conclusion) await client.workflow.getHandle(demandWorkflowId(id)).signal(concludedSignal, conclusion);
  return conclusion !== null;
}

/** Null while it runs, and where it will: it is only about to begin, or goes on from its record. */
async function conclusionOf(
  client: Client,
  jobId: string,
  isKnown: () => Promise<boolean>,
): Promise<CallbackConclusion | null> {
  const unreachable = { jobId, result: 'unreachable', grade: null, wordsId: null } as const;
  const handle = client.workflow.getHandle<() => Promise<CallbackConclusion>>(callbackWorkflowId(jobId));
  try {
    const { status } = await handle.describe();
    if (status.name === 'RUNNING' || status.name === 'PAUSED') return null;
    if (status.name === 'COMPLETED') return await handle.result();
    return unreachable;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return (await isKnown()) ? null : unreachable;
    throw error;
  }
}
