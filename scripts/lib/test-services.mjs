import path from 'node:path';
import { ensureDatabase } from './databases.mjs';
import { applyMigrations } from './migrations.mjs';
import { freePort } from './ports.mjs';
import { startScratchPostgres } from './scratch-postgres.mjs';
import { startTemporal } from './temporal-server.mjs';

/** A PostgreSQL with a migrated template database and a Temporal in memory, both on free ports; `env` tells where. */
export async function startTestServices(say = console.error) {
  const postgres = await startScratchPostgres(say);
  try {
    const log = path.join(postgres.folder, 'temporal.log');
    const [temporal, template] = await Promise.all([
      startTemporal({ port: await freePort(), log, say }),
      createTemplate(postgres),
    ]);
    return {
      postgres,
      temporal,
      env: {
        DATABASE_URL_TEMPLATE: template,
        TEMPORAL_ADDRESS: temporal.address,
        TEMPORAL_NAMESPACE: temporal.namespace,
      },
      stop: async () => {
        await temporal.stop();
        await postgres.remove();
      },
    };
  } catch (error) {
    await postgres.remove();
    throw error;
  }
}

async function createTemplate(postgres) {
  const url = await ensureDatabase(postgres, 'zhitongche_template');
  await applyMigrations(url);
  return url;
}
