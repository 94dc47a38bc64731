import fs from 'node:fs';
import path from 'node:path';
import { dataDir, logsDir } from './checkout.mjs';
import { ensureDatabase } from './databases.mjs';
import { devServices } from './dev-services.mjs';
import { forgetFirstData } from './first-data.mjs';
import { applyMigrations } from './migrations.mjs';
import { startPostgres } from './postgres.mjs';
import { say, step } from './progress.mjs';
import { temporalCli } from './temporal-cli.mjs';
import { startTemporal } from './temporal-server.mjs';
import { requireUtf8 } from './utf8.mjs';

const temporalDatabase = path.join(dataDir, 'temporal.db');

/** PostgreSQL, migrated, and Temporal: embedded ones, or those that DATABASE_URL and TEMPORAL_ADDRESS name. */
export async function startBackends(ports) {
  const databaseUrl = process.env.DATABASE_URL || (await startOwnPostgres(ports.postgres));
  await step('检查并迁移数据库', async () => {
    await requireUtf8(databaseUrl);
    const applied = await applyMigrations(databaseUrl);
    if (applied.length > 0) say(`已应用迁移：${applied.join('、')}`);
  });
  return { databaseUrl, temporal: await temporalFor(ports) };
}

async function startOwnPostgres(port) {
  return step('启动 PostgreSQL', async () => {
    const server = await startPostgres({
      folder: path.join(dataDir, 'postgres'),
      port,
      log: path.join(logsDir, 'postgres.log'),
      say,
    });
    if (server.created) startAnew();
    return ensureDatabase(server, devServices.postgres.database);
  });
}

/** Workflows without their rows would only fail: when the records start anew, so do the workflows. */
function startAnew() {
  for (const file of [temporalDatabase, `${temporalDatabase}-wal`, `${temporalDatabase}-shm`]) {
    if (fs.existsSync(file)) fs.renameSync(file, `${file}.${Date.now()}.old`);
  }
  forgetFirstData();
}

async function temporalFor(ports) {
  const { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace } = process.env;
  if (address) return { address, namespace: namespace || devServices.temporal.namespace };
  await step('准备 Temporal CLI', () => temporalCli(say));
  const log = path.join(logsDir, 'temporal.log');
  const places = { port: ports.temporal, uiPort: ports.temporalUi, database: temporalDatabase, log };
  return step('启动 Temporal', () => startTemporal({ ...places, say }));
}
