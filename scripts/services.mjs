import { install, isInstalled } from './lib/install.mjs';
import { step } from './lib/progress.mjs';

/** npm run services: an empty migrated PostgreSQL and a Temporal for trying things by hand. Nothing of them is kept. */

if (!isInstalled()) await step('安装依赖(npm ci)', install);
const { startTestServices } = await import('./lib/test-services.mjs');
const services = await step('启动 PostgreSQL 与 Temporal', () => startTestServices());
const { DATABASE_URL_TEMPLATE, ...env } = services.env;

console.log('\n在另一个终端里执行:');
for (const [name, value] of Object.entries({ ...env, DATABASE_URL: DATABASE_URL_TEMPLATE }))
  console.log(`export ${name}=${value}`);
console.log('\n按 Ctrl-C 停止;数据不保留。');

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => void services.stop().then(() => process.exit(0)));
}
