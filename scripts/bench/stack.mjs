import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../lib/build.mjs';
import { root } from '../lib/checkout.mjs';
import { ensureDatabase } from '../lib/databases.mjs';
import { applyMigrations } from '../lib/migrations.mjs';
import { freePort } from '../lib/ports.mjs';
import { startScratchPostgres } from '../lib/scratch-postgres.mjs';
import { startService, stopServices, untilReady } from '../lib/services.mjs';
import { startTemporal } from '../lib/temporal-server.mjs';
import { spawnSync } from 'node:child_process';

// BENCH_PROFILE=<folder> leaves CPU profiles of every process there, to be opened in a browser's developer tools.
const profile = process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];

const bareWorker = fileURLToPath(new URL('./bare-worker.mjs', import.meta.url));

/** Durable PostgreSQL, Temporal on a file, server and worker as in production, and the bare worker beside them. */
export async function startStack(say) {
  await build();
  const postgres = await startScratchPostgres(say, { durable: true });
  const at = (name) => path.join(postgres.folder, name);
  const temporal = await startTemporal({
    port: await freePort(),
    database: at('temporal.db'),
    log: at('temporal.log'),
    say,
  });
  const databaseUrl = await ensureDatabase(postgres, 'bench');
  await applyMigrations(databaseUrl);
  const port = await freePort();
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    DATA_DIR: at('data'),
    PORT: String(port),
    METRICS_PORT: String(await freePort()),
    DEMO: '1',
    LOG_LEVEL: 'warn',
    SECRET_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    INDEX_KEY: randomBytes(32).toString('base64'),
  };
  const seeded = spawnSync(process.execPath, ['dist/prisma/seed.js'], { cwd: root, env, encoding: 'utf8' });
  if (seeded.status !== 0) throw new Error(`seed failed: ${seeded.stderr}`);
  const node = (name, script) =>
    startService({
      name,
      command: process.execPath,
      args: [...profile, script],
      cwd: root,
      env,
      log: at(`${name}.log`),
    });
  const worker = node('worker', 'dist/src/worker.js');
  const server = node('server', 'dist/src/server.js');
  const bare = node('bare', bareWorker);
  const base = `http://127.0.0.1:${port}`;
  await untilReady(server, () =>
    fetch(`${base}/readyz`).then(
      (r) => r.ok,
      () => false,
    ),
  );
  await untilReady(bare, () => readFileSync(at('bare.log'), 'utf8').includes('ready'));
  return {
    base,
    databaseUrl,
    temporalAddress: temporal.address,
    accounts: JSON.parse(readFileSync(at('data/demo-accounts.json'), 'utf8')),
    pids: { server: server.child.pid, worker: worker.child.pid },
    env,
    async stop() {
      await stopServices();
      await postgres.remove();
    },
  };
}
