import { randomUUID } from 'node:crypto';
import path from 'node:path';
import {
  NativeConnection,
  Runtime,
  Worker,
  bundleWorkflowCode,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import pino from 'pino';
import { createActivities } from '../../activities';
import { testApp, type TestApp } from './app';
import { temporalAddress } from './services';

export interface Stack extends TestApp {
  worker: Worker;
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
}

let bundle: Promise<WorkflowBundleWithSourceMap> | null = null;

/** Bundled once per test process: two seconds that not every worker needs to spend. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  bundle ??= bundleWorkflowCode({ workflowsPath: path.resolve(__dirname, '../../workflows'), logger: quiet });
  return bundle;
}

const nothing = () => undefined;
const quiet = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The whole service over real PostgreSQL and Temporal: REST by injection, a worker in this process, a queue of its own. */
export async function testStack(env: Record<string, string> = {}): Promise<Stack> {
  const taskQueue = `test-${randomUUID()}`;
  const app = await testApp({ TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_TASK_QUEUE: taskQueue, ...env });
  silenceRuntime();
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  const workflows = await workflowBundle();
  const log = pino({ level: 'silent' });
  let worker: Worker;
  let running: Promise<void>;

  async function startWorker(): Promise<void> {
    worker = await Worker.create({
      connection,
      taskQueue,
      workflowBundle: workflows,
      activities: createActivities({ database: app.database, engine: app.temporal, keys: app.config, log }),
      maxConcurrentLocalActivityExecutions: 10,
    });
    running = worker.run();
  }

  async function stopWorker(): Promise<void> {
    worker.shutdown();
    await running;
  }

  await startWorker();
  return {
    ...app,
    get worker() {
      return worker;
    },
    startWorker,
    stopWorker,
    close: async () => {
      if (worker.getState() === 'RUNNING') await stopWorker();
      await connection.close();
      await app.close();
    },
  };
}

let silenced = false;
function silenceRuntime(): void {
  if (silenced) return;
  silenced = true;
  Runtime.install({ logger: quiet, telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } } });
}
