// Only workflow functions: every function exported here becomes a workflow type.
export { demand } from './demand';
export { callback } from './callback';
export { callbackStart } from './callback-start';
export { calendarChange } from './calendar-change';
export { housekeeping } from './housekeeping';
export { nightly } from './nightly';
export { reconciliation } from './reconciliation';
