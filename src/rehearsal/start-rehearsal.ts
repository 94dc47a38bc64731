import { rehearsalWorkflowId } from '../../workflows/messages';
import type { Database } from '../database/client';
import { unstartedRehearsals } from '../database/rehearsals';
import { startOnce } from '../intake/start-once';
import type { Engine } from '../intake/start-workflow';

export const startRehearsal = (engine: Engine, id: string): Promise<boolean> =>
  startOnce(engine, 'rehearsal', { id: rehearsalWorkflowId(id), args: [{ id }], again: 'always' });

/** Those that were asked for while the engine was away. Answers how many. */
export async function startWaitingRehearsals(engine: Engine, database: Database): Promise<number> {
  const waiting = await unstartedRehearsals(database);
  for (const id of waiting) await startRehearsal(engine, id);
  return waiting.length;
}
