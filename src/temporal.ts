import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { Config } from './config';

export type Temporal = {
  client: Client;
  connection: Connection;
  /** Where the workers of this service listen. */
  taskQueue: string;
  /** Throws when the server does not answer within the time (milliseconds). */
  check(timeoutMs: number): Promise<void>;
  /**
   * Runs calls with a deadline (milliseconds from now), after which they fail as `temporal_unavailable`:
   * without one, the client retries an unreachable server for longer than anybody waits.
   */
  within<Result>(timeoutMs: number, calls: () => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
};

/** Connects lazily: the server starts, and takes demands in, while Temporal is down. */
export function createTemporal(config: Config['temporal']): Temporal {
  const { address, namespace, apiKey, tls, taskQueue } = config;
  const retries = createRetries();
  const connection = Connection.lazy({
    address,
    tls,
    interceptors: [retries.interceptor],
    ...(apiKey ? { apiKey } : {}),
  });
  const client = new Client({ connection, namespace });
  const within: Temporal['within'] = (timeoutMs, calls) => connection.withDeadline(Date.now() + timeoutMs, calls);
  return {
    client,
    connection,
    taskQueue,
    within,
    check: async (timeoutMs) => {
      await within(timeoutMs, () => connection.workflowService.getSystemInfo({}));
    },
    close: async () => {
      await retries.stop();
      await connection.close();
    },
  };
}

const longestDelayMs = 1_000;

/**
 * The SDK's own retries, with an end: one that comes due on a closed channel throws inside a timer, where nobody can
 * catch it, and takes the process down.
 */
function createRetries() {
  const { delayFunction, retryableDecider } = defaultGrpcRetryOptions();
  let isStopped = false;
  let lastDueAt = 0;
  const interceptor = makeGrpcRetryInterceptor({
    retryableDecider: (attempt, status) => !isStopped && retryableDecider(attempt, status),
    delayFunction: (attempt, status) => {
      const delay = Math.min(longestDelayMs, delayFunction(attempt, status));
      lastDueAt = Math.max(lastDueAt, Date.now() + delay);
      return delay;
    },
  });
  const stop = async (): Promise<void> => {
    isStopped = true;
    const wait = lastDueAt - Date.now();
    if (wait > 0) await sleep(wait + 50);
  };
  return { interceptor, stop };
}
