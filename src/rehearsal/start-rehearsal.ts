import type { rehearsal } from '../../workflows';
import { rehearsalWorkflowId } from '../../workflows/messages';
import type { Database } from '../database/client';
import { unstartedRehearsals } from '../database/rehearsals';
import type { Engine } from '../intake/start-workflow';

/** Starts a rehearsal, once however often it is asked. */
export async function startRehearsal({ client, taskQueue }: Engine, id: string): Promise<void> {
  await client.workflow.start<typeof rehearsal>('rehearsal', {
    workflowId: rehearsalWorkflowId(id),
    taskQueue,
    args: [{ id }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}

/** Those that were asked for while the engine was away. Answers how many. */
export async function startWaitingRehearsals(engine: Engine, database: Database): Promise<number> {
  const waiting = await unstartedRehearsals(database);
  for (const id of waiting) await startRehearsal(engine, id);
  return waiting.length;
}
