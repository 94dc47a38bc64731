/**
 * For how long the SDK lets a workflow compute in one go; its types do not name this. By its own 5 seconds it cuts off what a
 * machine that stands still has only held up, and a worker does not survive that: it ends with an error of the SDK's, or
 * Node finds its stack of async hooks corrupted and ends the process (measured with SDK 1.24 on Node 20.20).
 */
export const WORKFLOW_PATIENCE = { isolateExecutionTimeout: '1 minute' };
