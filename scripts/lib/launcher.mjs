import fs from 'node:fs';
import path from 'node:path';
import { startBackends } from './backends.mjs';
import { build } from './build.mjs';
import { dataDir, logsDir } from './checkout.mjs';
import { playScenario, seed } from './first-data.mjs';
import { choosePorts, release } from './ports.mjs';
import { endForgottenRun } from './process-identity.mjs';
import { say, step } from './progress.mjs';
import {
  endOfLog,
  firstUnexpectedEnd,
  recordServicesIn,
  recordStopping,
  startProgram,
  stopServices,
  untilReady,
} from './services.mjs';
import { settingsFor } from './settings.mjs';
import { printWelcome } from './welcome.mjs';

const record = path.join(dataDir, 'run.json');

/** Starts everything, tells where it is, and stays until Ctrl-C or until one of the services ends. */
export async function launch() {
  stopOnSignal();
  try {
    await claimDataDir();
    const ports = await choosePorts(say);
    await step('构建', build);
    const backends = await startBackends(ports);
    const env = { ...process.env, ...settingsFor(backends) };
    await seed(env);
    const service = await step('启动服务与工作进程', () => startOwnServices(ports, env));
    await playScenario({ ...env, ...service.env });
    printWelcome({ url: service.url, temporal: backends.temporal });
    const ended = await firstUnexpectedEnd();
    throw new Error(`${ended.name}意外结束（${ended.ended}），全部停止。${endOfLog(ended)}`);
  } catch (error) {
    if (stopping) return;
    say(error.message);
    await shutDown(1);
  }
}

/** One launcher per data folder. What a killed one left running is ended first. */
async function claimDataDir() {
  fs.mkdirSync(logsDir, { recursive: true });
  // Root's PostgreSQL runs as another account, which has to pass through.
  if (process.getuid?.() === 0) fs.chmodSync(dataDir, fs.statSync(dataDir).mode | 0o011);
  const other = await endForgottenRun(record);
  if (other)
    throw new Error(`数据目录 ${dataDir} 正由另一个 npm start 使用（进程 ${other}）。可以用 DATA_DIR 另指定一个。`);
  for (const name of fs.readdirSync(logsDir).filter((file) => file.endsWith('.log'))) {
    fs.renameSync(path.join(logsDir, name), path.join(logsDir, `${name}.previous`));
  }
  recordServicesIn(record);
  claimed = true;
}

async function startOwnServices(ports, env) {
  const host = env.HOST || '127.0.0.1';
  const own = { ...env, HOST: host, PORT: String(ports.server), METRICS_PORT: String(ports.metrics) };
  for (const port of [ports.metrics, ports.server]) await release(port);
  startProgram({ name: '工作进程', file: 'dist/src/worker.js', env: own, log: path.join(logsDir, 'worker.log') });
  const server = startProgram({
    name: '服务',
    file: 'dist/src/server.js',
    env: own,
    log: path.join(logsDir, 'server.log'),
  });
  const url = `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${ports.server}`;
  await untilReady(server, () => isReady(url));
  return { url, env: { ...own, SERVICE_URL: url } };
}

async function isReady(url) {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

let claimed = false;
let stopping = false;

function stopOnSignal() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void shutDown(0));
  if (!process.env.npm_lifecycle_event) return;
  // A killed npm passes no signal on.
  const npm = process.ppid;
  setInterval(() => process.ppid !== npm && void shutDown(0), 1_000).unref();
}

/** npm passes Ctrl-C on as well, so it arrives twice: only the first one counts. */
async function shutDown(code) {
  if (stopping) return;
  stopping = true;
  if (claimed) {
    recordStopping();
    await step('停止', stopServices);
    fs.rmSync(record, { force: true });
  }
  process.exit(code);
}
