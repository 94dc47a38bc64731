import closeWithGrace from 'close-with-grace';
import type { Logger } from 'pino';
import { type Api, buildApp } from './api/app';
import { missingDependency } from './api/outages';
import { ConfigError, readConfig } from './config';
import { createDatabase, type Database } from './database/client';
import { requireUtf8, UnsuitableDatabaseError } from './database/require-utf8';
import { createLog } from './log';
import { createTemporal, type Temporal } from './temporal';

/** EX_CONFIG of sysexits.h: starting again will not help before somebody changes the configuration. */
const configurationExit = 78;

const drainMs = 25_000;
const databaseRetryMs = 5_000;

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.logLevel, 'server');
  const database = createDatabase({
    ...config.database,
    onError: (error) => log.warn({ reason: error.message }, 'database connection lost'),
  });
  const temporal = createTemporal(config.temporal);
  await checkDatabase(config.database.url, log);
  const app = await buildApp({ database, temporal, config, log });
  closeOnSignal(app, database, temporal, log);
  await app.listen({ host: config.host, port: config.port });
  log.info({ url: config.publicUrl, demo: config.demo }, 'server ready');
}

/**
 * An unusable database stops the start. One that cannot be reached does not: the server answers 503 until it can, and
 * the check is made then.
 */
async function checkDatabase(url: string, log: Logger): Promise<void> {
  try {
    await requireUtf8(url);
  } catch (error) {
    if (missingDependency(error) !== 'database') throw error;
    log.warn('database unreachable, starting without it');
    setTimeout(() => void checkDatabase(url, log).catch(fail), databaseRetryMs).unref();
  }
}

/** Open requests are answered before the connections below them go. */
function closeOnSignal(app: Api, database: Database, temporal: Temporal, log: Logger): void {
  closeWithGrace({ delay: drainMs, logger: false }, async ({ signal, err }) => {
    if (err) log.fatal({ err }, 'stopping after an unexpected error');
    else log.info({ signal }, 'stopping');
    await app.close();
    await temporal.close();
    await database.$disconnect();
  });
}

function fail(error: unknown): never {
  const isConfiguration = error instanceof ConfigError || error instanceof UnsuitableDatabaseError;
  process.stderr.write(`${isConfiguration ? error.message : String((error as Error).stack)}\n`);
  process.exit(isConfiguration ? configurationExit : 1);
}

main().catch(fail);
