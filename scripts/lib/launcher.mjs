import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from './build.mjs';
import { dataDir, root } from './checkout.mjs';
import { printWelcome } from './welcome.mjs';
import { startBackends } from './backends.mjs';
import { isDemo, settingsFor } from './settings.mjs';
import { choosePorts } from './ports.mjs';
import { endForgottenRun } from './process-identity.mjs';
import { say, step } from './progress.mjs';
import { endOfLog, firstUnexpectedEnd, recordServicesIn, startService, stopServices, untilReady } from './services.mjs';

const logs = path.join(dataDir, 'logs');
const record = path.join(dataDir, 'run.json');
const scenarioDone = path.join(dataDir, 'demo-scenario-done');

/** Starts everything, tells where it is, and stays until Ctrl-C or until one of the services ends. */
export async function launch() {
  stopOnSignal();
  try {
    await claimDataDir();
    const ports = await choosePorts(say);
    await step('构建', build);
    const backends = await startBackends(ports, logs);
    const env = { ...process.env, ...settingsFor(backends) };
    await step('写入初始数据', () => runToEnd('初始数据', 'dist/prisma/seed.js', env));
    const service = await step('启动服务与工作进程', () => startOwnServices(ports, env));
    if (isDemo && !fs.existsSync(scenarioDone))
      await step('演示:六个案例走完全流程', () => playScenario({ ...env, ...service.env }));
    printWelcome({ url: service.url, temporal: backends.temporal, logs });
    const ended = await firstUnexpectedEnd();
    throw new Error(`${ended.name}意外结束(${ended.ended}),全部停止。${endOfLog(ended)}`);
  } catch (error) {
    if (stopping) return;
    say(error.message);
    await shutDown(1);
  }
}

/** One launcher per data folder. What a killed one left running is ended first. */
async function claimDataDir() {
  fs.mkdirSync(logs, { recursive: true });
  // Root's PostgreSQL runs as another account, which has to pass through.
  if (process.getuid?.() === 0) fs.chmodSync(dataDir, 0o711);
  const { running, pid } = await endForgottenRun(record);
  if (running)
    throw new Error(`数据目录 ${dataDir} 正由另一个 npm start 使用(进程 ${pid})。可以用 DATA_DIR 另指定一个。`);
  for (const name of fs.readdirSync(logs).filter((file) => file.endsWith('.log'))) {
    fs.renameSync(path.join(logs, name), path.join(logs, `${name}.previous`));
  }
  recordServicesIn(record);
  claimed = true;
}

async function startOwnServices(ports, env) {
  const host = env.HOST || '127.0.0.1';
  const own = { ...env, HOST: host, PORT: String(ports.server), METRICS_PORT: String(ports.metrics) };
  startProgram('工作进程', 'dist/src/worker.js', own, 'worker.log');
  const server = startProgram('服务', 'dist/src/server.js', own, 'server.log');
  const url = `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${ports.server}`;
  await untilReady(server, () => isReady(url));
  return { url, env: { ...own, SERVICE_URL: url } };
}

function startProgram(name, file, env, log) {
  const args = ['--enable-source-maps', file];
  return startService({ name, command: process.execPath, args, cwd: root, env, log: path.join(logs, log) });
}

async function isReady(url) {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function playScenario(env) {
  if (!fs.existsSync(path.join(root, 'dist', 'src', 'demo', 'scenario.js'))) return;
  await runToEnd('演示情景', 'dist/src/demo/scenario.js', env);
  fs.writeFileSync(scenarioDone, '');
}

/** Runs a program that ends by itself, passing on what it prints. */
async function runToEnd(name, file, env) {
  const log = path.join(logs, `${path.basename(file, '.js')}.log`);
  const program = startService({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', file],
    cwd: root,
    env,
    log,
  });
  let printed = 0;
  for (let ended = false; !ended; await sleep(50)) {
    ended = program.ended !== undefined;
    const lines = fs.readFileSync(log, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(printed)) say(line);
    printed = lines.length;
  }
  await program.stop();
  if (program.child.exitCode !== 0) throw new Error(`${name}失败(${program.ended})。${endOfLog(program)}`);
}

let claimed = false;
let stopping = false;

function stopOnSignal() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void shutDown(0));
}

/** npm passes Ctrl-C on as well, so it arrives twice: only the first one counts. */
async function shutDown(code) {
  if (stopping) return;
  stopping = true;
  if (claimed) await step('停止', stopServices);
  if (claimed) fs.rmSync(record, { force: true });
  process.exit(code);
}
