import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { NativeConnection, Runtime, Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import pino from 'pino';
import { createActivities, type Activities } from '../../activities';
import type { Config } from '../../src/config';
import { createDatabase, type Database } from '../../src/database/client';
import { createLocalFolder } from '../../src/storage/local-folder';
import { WORKFLOW_PATIENCE } from '../../src/workflow-patience';
import { PATIENT, testApp, type TestApp } from './app';
import { breakableLink, type BreakableLink } from './breakable-link';
import { temporalAddress } from './services';

export interface Stack extends TestApp {
  worker: Worker;
  /** Between the worker and its database, where one was wished for. */
  link: BreakableLink;
  /** Whether the worker writes a record, also one for which its workflow does not wait any more. */
  isRecording: () => boolean;
  stopWorker(): Promise<void>;
  startWorker(): Promise<void>;
}

export interface WorkerWishes {
  /** Whether the worker's way to the database can be broken. */
  breakable?: boolean;
  /** Something between the workflows and their activities. */
  activities?: (real: Activities) => Activities;
  /** The workflows that a worker starts with, asked at every start. */
  bundle?: () => Promise<WorkflowBundleWithSourceMap>;
}

/** Made once for the whole run, by tests/support/global-setup.mjs. */
export async function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  return { code: await readFile(path.join(process.env.TEST_RUN_FOLDER!, 'workflow-bundle.js'), 'utf8'), sourceMap: '' };
}

const nothing = () => undefined;
const quiet = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The whole service over real PostgreSQL and Temporal: REST by injection, a worker in this process, a queue of its own. */
export async function testStack(env: Record<string, string> = {}, wishes: WorkerWishes = {}): Promise<Stack> {
  const taskQueue = `test-${randomUUID()}`;
  const app = await testApp({ TEMPORAL_ADDRESS: temporalAddress(), TEMPORAL_TASK_QUEUE: taskQueue, ...env });
  silenceRuntime();
  const connection = await NativeConnection.connect({ address: temporalAddress() });
  const { link, own } = wishes.breakable ? await breakableWay(app.config.database) : {};
  const log = pino({ level: 'silent' });
  let worker: Worker;
  let running: Promise<void>;
  let recording = 0;
  const counted =
    <Input>(record: (input: Input) => Promise<void>) =>
    async (input: Input): Promise<void> => {
      recording += 1;
      await record(input).finally(() => (recording -= 1));
    };

  async function startWorker(): Promise<void> {
    const database = own ?? app.database;
    const storage = createLocalFolder(app.config.storageDir);
    const all = createActivities({ database, engine: app.temporal, storage, keys: app.config, log });
    const real = {
      ...all,
      recordDemand: counted(all.recordDemand.bind(all)),
      recordCallback: counted(all.recordCallback.bind(all)),
      recordAppeal: counted(all.recordAppeal.bind(all)),
    };
    worker = await Worker.create({
      connection,
      taskQueue,
      workflowBundle: await (wishes.bundle ?? workflowBundle)(),
      ...WORKFLOW_PATIENCE,
      activities: wishes.activities?.(real) ?? real,
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
    get link() {
      if (!link) throw new Error('the stack was made without a breakable link');
      return link;
    },
    get worker() {
      return worker;
    },
    isRecording: () => recording > 0,
    startWorker,
    stopWorker,
    close: async () => {
      if (worker.getState() === 'RUNNING') await stopWorker();
      await connection.close();
      await own?.$disconnect();
      await link?.close();
      await app.close();
    },
  };
}

async function breakableWay(database: Config['database']): Promise<{ link: BreakableLink; own: Database }> {
  const url = new URL(database.url);
  const link = await breakableLink(url.hostname, Number(url.port));
  url.port = String(link.port);
  return { link, own: createDatabase({ ...database, ...PATIENT, url: url.href }) };
}

let silenced = false;
export function silenceRuntime(): void {
  if (silenced) return;
  silenced = true;
  Runtime.install({ logger: quiet, telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } } });
}
