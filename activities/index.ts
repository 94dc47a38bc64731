import type { Logger } from 'pino';
import type { Database } from '../src/database/client';
import type { Engine } from '../src/intake/start-workflow';
import type { Storage } from '../src/storage/port';
import { createBatchImport } from './batch-import';
import { createCalendarChange } from './calendar-change';
import { createCallbackRecord } from './callback-record';
import { createChangeProgress } from './change-progress';
import { createCleanUp } from './clean-up';
import { createDemandRecord } from './demand-record';
import { createIntakeActivities, createStartFromRecord } from './intake';
import { createMessageActivities, createSink } from './messages';
import { createPartActivities, type Keys } from './parts';
import { createPolicyChange } from './policy-change';
import { createPollActivities } from './polls';
import { createReconciler } from './reconcile';

export interface ActivityDependencies {
  database: Database;
  engine: Engine;
  /** The same as the server's: the nightly clean-up removes files from it. */
  storage: Storage;
  keys: Keys;
  log: Logger;
}

export function createActivities({ database, engine, storage, keys, log }: ActivityDependencies) {
  const start = createStartFromRecord(database, engine);
  return {
    ...createDemandRecord(database, keys),
    ...createCallbackRecord(database),
    ...createIntakeActivities(database, engine, start, log),
    ...createPartActivities(database, start, keys),
    ...createPollActivities(database),
    ...createBatchImport(database, keys, log),
    ...createMessageActivities(database, [createSink(log)], log),
    ...createCalendarChange(database, engine),
    ...createPolicyChange(database, engine, start),
    ...createChangeProgress(database),
    ...createCleanUp(database, storage, log),
    ...createReconciler(database, engine, log),
  };
}

export type Activities = ReturnType<typeof createActivities>;
