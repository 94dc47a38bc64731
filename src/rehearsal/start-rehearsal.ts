import { rehearsalWorkflowId } from '../../workflows/messages';
import type { Database } from '../database/client';
import { unstartedRehearsals } from '../database/rehearsals';
import { startEach, startOnce } from '../intake/start-once';
import type { Engine } from '../intake/start-workflow';

export const startRehearsal = (engine: Engine, id: string): Promise<boolean> =>
  startOnce(engine, 'rehearsal', { id: rehearsalWorkflowId(id), args: [{ id }], again: 'always' });

/** Those that were asked for while the engine was away. Answers how many were started now. */
export async function startWaitingRehearsals(engine: Engine, database: Database): Promise<number> {
  return startEach(await unstartedRehearsals(database), ({ id }) => startRehearsal(engine, id));
}
