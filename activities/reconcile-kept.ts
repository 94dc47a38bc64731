import type { QueryDefinition } from '@temporalio/common';
import {
  isGrpcServiceError,
  QueryRejectedError,
  WorkflowNotFoundError,
  type Client,
  type WorkflowClient,
} from '@temporalio/client';
import { CANNOT_BE_REPEATED, UNAVAILABLE } from './engine-answers';

/** Something that its workflow and its row both keep, by versions. */
export interface Kept<Held extends { version: number }> {
  workflowId: string;
  query: QueryDefinition<Held>;
  /** Of its row, as it was read before. */
  version: number;
  versionNow: () => Promise<number>;
  publish: (held: Held) => Promise<void>;
  /** From the row. Answers false where a workflow runs, or has ended by itself. */
  start: () => Promise<boolean>;
  /** The same after it was terminated to be begun again, where `start` leaves alone what somebody terminated. */
  replace?: () => Promise<boolean>;
}

/** What was done: nothing was there; what was there knew less than the row; the row knew less. */
export type Mending = 'missing' | 'behind' | 'published';

/**
 * An engine that was restored to an earlier time has forgotten what it was asked since. Whatever was answered to anybody is in
 * the row, so the workflow is begun again from it. Answers what the workflow holds where both know the same.
 */
export async function compareKept<Held extends { version: number }>(
  { client, living }: { client: Client; living: WorkflowClient },
  kept: Kept<Held>,
): Promise<Mending | Held | null> {
  const { workflowId, query, version, start, replace = start } = kept;
  const handle = client.workflow.getHandle(workflowId);

  async function beginAgain(): Promise<'behind'> {
    await handle.terminate('the record is newer: started from it');
    await replace();
    return 'behind';
  }

  async function publish(held: Held): Promise<Mending | Held> {
    if (held.version <= (await kept.versionNow())) return held;
    await kept.publish(held);
    return 'published';
  }

  try {
    const held = await living.getHandle(workflowId).query(query);
    if (held.version < version) return await beginAgain();
    return held.version > version ? await publish(held) : held;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return (await start()) ? 'missing' : null;
    if (error instanceof QueryRejectedError) return (await start()) ? 'missing' : publish(await handle.query(query));
    if (CANNOT_BE_REPEATED.test(String(error))) return beginAgain();
    if (isGrpcServiceError(error) && Number(error.code) === UNAVAILABLE) throw error;
    // As text: an engine that is slow with one is not away.
    throw new Error(`${workflowId} cannot be read: ${String(error)}`);
  }
}
