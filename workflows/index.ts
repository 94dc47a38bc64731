// Only workflow functions: every function exported here becomes a workflow type.
export { demand } from './demand';
export { callback } from './callback';
export { callbackStart } from './callback-start';
export { housekeeping } from './housekeeping';
export { reconciliation } from './reconciliation';
