import { analysisWorkflowId } from '../../workflows/messages';
import { readUnstarted } from '../database/analyses';
import type { Database } from '../database/client';
import { startEach, startOnce } from '../intake/start-once';
import type { Engine } from '../intake/start-workflow';

const AT_ONCE = 20;

/** Starts the making of a report; one that failed may be tried again. */
export const startAnalysis = (engine: Engine, id: string): Promise<boolean> =>
  startOnce(engine, 'analysis', { id: analysisWorkflowId(id), args: [{ id }], again: 'always' });

/** Those that were asked for while the engine was away. */
export async function startUnstarted(engine: Engine, database: Database): Promise<void> {
  const waiting = (await readUnstarted(database)).map((id) => ({ id }));
  for (let i = 0; i < waiting.length; i += AT_ONCE)
    await startEach(waiting.slice(i, i + AT_ONCE), ({ id }) => startAnalysis(engine, id));
}
