import type { Logger } from 'pino';
import type { Database } from '../src/database/client';
import type { Engine } from '../src/intake/start-workflow';
import type { SendingConfig } from '../src/notices/settings';
import type { Storage } from '../src/storage/port';
import { createAppealRecord } from './appeals';
import { createAnalysisActivities } from './analysis';
import { createBatchImport } from './batch-import';
import { createCalendarChange } from './calendar-change';
import { createCalendarMissing } from './calendar-missing';
import { createCallbackRecord } from './callback-record';
import { createChangeProgress } from './change-progress';
import { createCleanUp } from './clean-up';
import { createDemandRecord } from './demand-record';
import { createIntakeActivities, createStartFromRecord } from './intake';
import { createMessageActivities } from './messages';
import { createPartActivities } from './parts';
import { createPolicyChange } from './policy-change';
import { createPollActivities } from './polls';
import { createPromiseActivities } from './promises';
import { createReconciler } from './reconcile';
import { createRehearsalActivities } from './rehearsal';
import { createSpotCheckActivities } from './spot-checks';
import { createStaffingActivities } from './staffing';

export interface ActivityDependencies {
  database: Database;
  engine: Engine;
  /** The same as the server's: the nightly clean-up removes files from it. */
  storage: Storage;
  keys: SendingConfig;
  log: Logger;
}

export function createActivities({ database, engine, storage, keys, log }: ActivityDependencies) {
  const start = createStartFromRecord(database, engine);
  return {
    ...createDemandRecord(database, keys),
    ...createCallbackRecord(database),
    ...createAppealRecord(database),
    ...createIntakeActivities(database, engine, start, log),
    ...createPartActivities(database, start, keys),
    ...createSpotCheckActivities(database, engine, keys, log),
    ...createStaffingActivities(database, log),
    ...createPollActivities(database),
    ...createPromiseActivities(database),
    ...createBatchImport(database, keys, log),
    ...createAnalysisActivities(database, log),
    ...createMessageActivities({ database, config: keys, log }),
    ...createCalendarChange(database, engine),
    ...createCalendarMissing(database, log),
    ...createPolicyChange(database, engine, start),
    ...createChangeProgress(database),
    ...createCleanUp(database, storage, log),
    ...createReconciler(database, engine, log),
    ...createRehearsalActivities(database, log),
  };
}

export type Activities = ReturnType<typeof createActivities>;
