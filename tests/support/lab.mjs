import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../scripts/lib/checkout.mjs';
import { ensureDatabase } from '../../scripts/lib/databases.mjs';
import { applyMigrations } from '../../scripts/lib/migrations.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import { startPostgres } from '../../scripts/lib/postgres.mjs';
import { startScratchPostgres } from '../../scripts/lib/scratch-postgres.mjs';
import { endOfLog, startProgram, stopServices, untilReady } from '../../scripts/lib/services.mjs';
import { startTemporal } from '../../scripts/lib/temporal-server.mjs';

/**
 * The whole service as processes: durable PostgreSQL, Temporal on a file, server and worker as built. tests/support/processes.ts
 * forks this program and tells it what to kill and what to bring back. It clears up when its parent is gone.
 */

const running = {};
const unexpectedEnds = [];
let scratch;
let starters;
let isClosing = false;

async function open() {
  scratch = await startScratchPostgres(() => {}, { durable: true });
  running.postgres = scratch;
  const at = (name) => path.join(scratch.folder, name);
  const postgres = { folder: at('data'), port: scratch.port, log: scratch.log, durable: true };
  const temporal = { port: await freePort(), database: at('temporal.db'), log: at('temporal.log') };
  running.temporal = await startTemporal(temporal);
  const databaseUrl = await ensureDatabase(scratch, 'zhitongche');
  await applyMigrations(databaseUrl);
  const port = await freePort();
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: running.temporal.address,
    DATA_DIR: at('service'),
    PORT: String(port),
    METRICS_PORT: String(await freePort()),
    DEMO: '1',
    LOG_LEVEL: 'info',
    SECRET_KEYS: `lab:${randomBytes(32).toString('base64')}`,
    INDEX_KEY: randomBytes(32).toString('base64'),
  };
  const seeded = spawnSync(process.execPath, ['dist/prisma/seed.js'], { cwd: root, env, encoding: 'utf8' });
  if (seeded.status !== 0) throw new Error(`the seed failed: ${seeded.stderr}`);
  const base = `http://127.0.0.1:${port}`;
  const alive = () =>
    fetch(`${base}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  starters = {
    postgres: () => startPostgres(postgres),
    temporal: () => startTemporal(temporal),
    server: () => ownProgram('server', env, at('server.log'), alive),
    worker: () => ownProgram('worker', env, at('worker.log')),
  };
  for (const name of ['worker', 'server']) running[name] = await starters[name]();
  const accounts = JSON.parse(readFileSync(path.join(env.DATA_DIR, 'demo-accounts.json'), 'utf8'));
  return { base, databaseUrl, temporalAddress: env.TEMPORAL_ADDRESS, accounts, folder: scratch.folder };
}

/** Its log says when it is ready. A program that ends by itself is started again, as production would, and reported. */
async function ownProgram(name, env, log, isUp = async () => true) {
  const saidReady = () => (existsSync(log) ? readFileSync(log, 'utf8').split(`${name} is ready`).length : 1);
  const before = saidReady();
  const service = startProgram({ name, file: `dist/src/${name}.js`, env, log });
  service.child.once('exit', (code, signal) => {
    if (service.killed || isClosing) return;
    unexpectedEnds.push(`${name} ended by itself (${code ?? signal}): ${endOfLog(service)}`);
    service.again = sleep(500).then(starters[name]);
    service.again.then(
      (next) => (running[name] = next),
      () => undefined,
    );
  });
  const isReady = async () => (name === 'server' ? isUp() : saidReady() > before);
  try {
    await untilReady(service, isReady);
  } catch (error) {
    if (service.killed || !service.again) throw error;
    return service.again;
  }
  return service;
}

async function kill(name) {
  const service = running[name];
  service.killed = true;
  const exited = new Promise((resolve) => (service.ended ? resolve() : service.child.once('exit', resolve)));
  service.child.kill('SIGKILL');
  await exited;
  await service.stop();
}

const commands = {
  open,
  kill,
  revive: async (name) => {
    running[name] = await starters[name]();
  },
  pause: async (name) => void running[name].child.kill('SIGSTOP'),
  resume: async (name) => void running[name].child.kill('SIGCONT'),
  mend: async () => {
    for (const { child } of Object.values(running)) child.kill('SIGCONT');
    for (const name of ['postgres', 'temporal', 'worker', 'server'])
      if (running[name].killed) await commands.revive(name);
  },
  unexpectedEnds: async () => unexpectedEnds,
};

async function close() {
  if (isClosing) return;
  isClosing = true;
  for (const { child } of Object.values(running)) child.kill('SIGCONT');
  await stopServices();
  if (scratch) for (const used of [scratch.folder, scratch.data]) rmSync(used, { recursive: true, force: true });
  process.exit(0);
}

process.on('message', ({ id, command, argument }) => {
  if (command === 'close') return void close();
  commands[command](argument).then(
    (value) => process.send({ id, value }),
    (error) => process.send({ id, error: String(error.stack) }),
  );
});
for (const event of ['disconnect', 'SIGINT', 'SIGTERM', 'SIGHUP']) process.on(event, () => void close());
