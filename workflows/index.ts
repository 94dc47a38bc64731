// Only workflow functions: every function exported here becomes a workflow type.
export { demand } from './demand';
export { callback } from './callback';
export { callbackStart } from './callback-start';
export { batchImport } from './batch-import';
export { calendarChange } from './calendar-change';
export { poll } from './poll';
export { pollStart } from './poll-start';
export { housekeeping } from './housekeeping';
export { policyChange } from './policy-change';
export { nightly } from './nightly';
export { reconciliation } from './reconciliation';
