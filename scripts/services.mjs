import { install, isInstalled } from './lib/install.mjs';
import { step } from './lib/progress.mjs';

/** npm run services: an empty migrated PostgreSQL and a Temporal for trying things by hand. Nothing of them is kept. */

if (!isInstalled()) await step('安装依赖（npm ci）', install);
const { ensureDatabase } = await import('./lib/databases.mjs');
const { devServices } = await import('./lib/dev-services.mjs');
const { applyMigrations } = await import('./lib/migrations.mjs');
const { startTestServices } = await import('./lib/test-services.mjs');

const services = await step('启动 PostgreSQL 与 Temporal', () => startTestServices());
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => void services.stop().then(() => process.exit(0)));
}

// Beside the tests' template: PostgreSQL copies no database that a server of ours is connected to.
const databaseUrl = await ensureDatabase(services.postgres, devServices.postgres.database);
await applyMigrations(databaseUrl);

console.log('\n在另一个终端里执行（有了它们，npm test 也不再自己启动服务）：');
for (const [name, value] of Object.entries({ ...services.env, DATABASE_URL: databaseUrl })) {
  console.log(`export ${name}=${value}`);
}
console.log('\n按 Ctrl-C 停止；数据不保留。');
