import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, Runtime, TransportError, Worker } from '@temporalio/worker';
import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';
import { createActivities } from '../activities';
import { cutTexts } from '../activities/cut-texts';
import { missingDependency } from './api/outages';
import { ConfigError, readConfig, type Config } from './config';
import { createDatabase } from './database/client';
import { requireUtf8 } from './database/require-utf8';
import { createLog } from './log';
import { ensureStandingWorkflows } from './standing-workflows';
import { createStorage } from './storage/create-storage';
import { createTemporal } from './temporal';
import { WORKFLOW_PATIENCE } from './workflow-patience';

/** The bundle that the build made; from sources (tests, development) the SDK bundles the workflows itself. */
function workflowCode() {
  const codePath = path.join(__dirname, '..', 'workflow-bundle.js');
  return existsSync(codePath) ? { workflowBundle: { codePath } } : { workflowsPath: require.resolve('../workflows') };
}

const retryMs = 1_000;

/** What is away when the worker starts comes back: it waits, as it does when they go away later. */
async function untilReached<Result>(name: string, reach: () => Promise<Result>, log: Logger): Promise<Result> {
  for (;;) {
    try {
      return await reach();
    } catch (error) {
      if (missingDependency(error) === undefined && !(error instanceof TransportError)) throw error;
      log.warn({ reason: String(error) }, `${name} unreachable, trying again`);
      await sleep(retryMs);
    }
  }
}

async function run(config: Config, log: Logger): Promise<void> {
  await untilReached('database', () => requireUtf8(config.database.url), log);
  const onError = (error: Error) => log.warn({ error: error.message }, 'database connection lost');
  const database = createDatabase({ ...config.database, onError });
  const temporal = createTemporal(config.temporal);
  const storage = createStorage(config);
  const { address, tls, apiKey, namespace, taskQueue } = config.temporal;
  const connect = () => NativeConnection.connect({ address, tls, ...(apiKey ? { apiKey } : {}) });
  const connection = await untilReached('Temporal', connect, log);
  const create = () =>
    Worker.create({
      connection,
      namespace,
      taskQueue,
      ...workflowCode(),
      ...WORKFLOW_PATIENCE,
      activities: createActivities({ database, engine: temporal, storage, keys: config, log }),
      // More local activities at once than there are connections would only wait inside their time-out.
      maxConcurrentLocalActivityExecutions: config.database.poolSize,
      maxCachedWorkflows: 1_000,
      shutdownGraceTime: '2s',
    });
  const worker = await untilReached('Temporal', create, log);
  const running = worker.run();
  closeWithGrace({ delay: 25_000 }, async ({ err }) => {
    if (err) log.fatal({ err }, 'worker stops after an error');
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await running;
    await Promise.allSettled([database.$disconnect(), temporal.close(), connection.close()]);
    log.info('worker has stopped');
  });
  await untilReached('Temporal', () => ensureStandingWorkflows(temporal), log);
  log.info({ taskQueue, namespace }, 'worker is ready');
  cutTexts(database, log).catch((error: unknown) =>
    log.warn({ error: String(error) }, 'texts not cut, the night will'),
  );
  await running;
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel, 'worker');
  Runtime.install({
    telemetryOptions: { metrics: { prometheus: { bindAddress: `${config.host}:${config.metricsPort}` } } },
    // close-with-grace owns the signals.
    shutdownSignals: [],
  });
  await run(config, log);
}

main().catch((error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(error instanceof ConfigError ? 78 : 1);
});
