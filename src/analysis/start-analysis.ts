import { analysisWorkflowId } from '../../workflows/messages';
import { readUnstarted } from '../database/analyses';
import type { Database } from '../database/client';
import { startOnce } from '../intake/start-once';
import type { Engine } from '../intake/start-workflow';

/** Starts the making of a report; one that failed may be tried again. */
export const startAnalysis = (engine: Engine, id: string): Promise<boolean> =>
  startOnce(engine, 'analysis', { id: analysisWorkflowId(id), args: [{ id }], again: 'always' });

/** Those that were asked for while the engine was away. */
export async function startUnstarted(engine: Engine, database: Database): Promise<void> {
  for (const id of await readUnstarted(database)) await startAnalysis(engine, id);
}
