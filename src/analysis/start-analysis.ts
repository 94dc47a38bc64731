import type { analysis } from '../../workflows';
import { analysisWorkflowId } from '../../workflows/messages';
import { readUnstarted } from '../database/analyses';
import type { Database } from '../database/client';
import type { Engine } from '../intake/start-workflow';

/** Starts the making of a report, once however often it is asked; one that failed may be tried again. */
export async function startAnalysis({ client, taskQueue }: Engine, id: string): Promise<void> {
  await client.workflow.start<typeof analysis>('analysis', {
    workflowId: analysisWorkflowId(id),
    taskQueue,
    args: [{ id }],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}

/** Those that were asked for while the engine was away. */
export async function startUnstarted(engine: Engine, database: Database): Promise<void> {
  for (const id of await readUnstarted(database)) await startAnalysis(engine, id);
}
