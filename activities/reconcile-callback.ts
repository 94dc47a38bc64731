import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Database } from '../src/database/client';
import type { CallbackConclusion } from '../src/domain/actions/closing';
import type { Found } from '../src/domain/callback';
import type { Demand } from '../src/domain/demand';
import { callbackStartWorkflowId, callbackWorkflowId, concludedSignal, demandWorkflowId } from '../workflows/messages';

/** Milliseconds for which the start of a callback may be on its way to the engine. */
const BEGINS_WITHIN = 600_000;

/**
 * A demand that waits for a callback which has ended hears the result again, from its record where the engine has lost it. One that
 * somebody terminated, or that was lost before it was recorded, is as if nobody had been reached: the policy decides, the case
 * goes on. Answers whether there was something to tell.
 */
export async function tellEndedCallback(
  database: Database,
  client: Client,
  { id, stage, callbackJob, updatedAt }: Demand,
): Promise<boolean> {
  if (stage !== 'calling_back' || callbackJob === null) return false;
  const conclusion = await conclusionOf(database, client, { jobId: callbackJob, since: updatedAt });
  if (conclusion) await client.workflow.getHandle(demandWorkflowId(id)).signal(concludedSignal, conclusion);
  return conclusion !== null;
}

/** Null while it runs, and where it will: it is only about to begin, or goes on from its record. */
async function conclusionOf(
  database: Database,
  client: Client,
  { jobId, since }: { jobId: string; since: number },
): Promise<CallbackConclusion | null> {
  const status = await statusOf(client, callbackWorkflowId(jobId));
  if (status === 'RUNNING' || status === 'PAUSED') return null;
  if (status === 'COMPLETED')
    return client.workflow.getHandle<() => Promise<CallbackConclusion>>(callbackWorkflowId(jobId)).result();
  const row = await database.callbackJob.findUnique({ where: { id: jobId } });
  if (row?.result) return recorded({ ...row, jobId });
  const isKnown = row !== null || Date.now() - since < BEGINS_WITHIN;
  // Its start waits for a worker.
  const willRun = async () => isKnown || (await statusOf(client, callbackStartWorkflowId(jobId))) === 'RUNNING';
  if (status === null && (await willRun())) return null;
  return { jobId, result: 'unreachable', grade: null, wordsId: null };
}

/** Null where the engine knows of none. */
async function statusOf(client: Client, workflowId: string): Promise<string | null> {
  try {
    return (await client.workflow.getHandle(workflowId).describe()).status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

interface Ended {
  jobId: string;
  result: string | null;
  grade: number | null;
  wordsId: string | null;
  found: unknown;
}

function recorded({ jobId, result, grade, wordsId, found }: Ended): CallbackConclusion {
  const reasons = (found as Found | null)?.reasons;
  return { jobId, result, grade, wordsId, ...(reasons ? { reasons } : {}) } as CallbackConclusion;
}
