import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './checkout.mjs';
import { startOf } from './process-identity.mjs';

/** Services that run now, in the order in which they were started. */
const services = [];
let recordFile;
let isStopping = false;

/** From now on `file` tells which process started which services, so that a later run can clear up after one that was killed. */
export function recordServicesIn(file) {
  recordFile = file;
  writeRecord();
}

/** Tells a run that starts meanwhile that waiting is worth while. */
export function recordStopping() {
  isStopping = true;
  writeRecord();
}

function writeRecord() {
  if (!recordFile) return;
  const identity = (pid) => ({ pid, start: startOf(pid) });
  const record = {
    launcher: identity(process.pid),
    services: services.map(({ child }) => identity(child.pid)),
    stopping: isStopping,
  };
  fs.writeFileSync(`${recordFile}.new`, JSON.stringify(record));
  fs.renameSync(`${recordFile}.new`, recordFile);
}

/**
 * Starts a program that goes on running, its output going to the file `log`. It gets a process group of its own: Ctrl-C in the terminal
 * must reach the launcher only, which then stops things in order. `stop` asks with `stopSignal` and kills after `patience` ms.
 */
export function startService({ name, command, args, log, stopSignal = 'SIGTERM', patience = 30_000, ...options }) {
  const output = fs.openSync(log, 'a');
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', output, output] });
  fs.closeSync(output);
  const service = { name, child, log, ended: undefined, stopping: false };
  service.stop = () => endService(service, stopSignal, patience);
  child.once('error', (error) => (service.ended ??= error.message));
  child.once('exit', (code, signal) => (service.ended ??= `退出码 ${code ?? signal}`));
  services.push(service);
  writeRecord();
  return service;
}

/** Starts a program of this project, `file` below the checkout, as a service. */
export function startProgram({ file, ...options }) {
  return startService({ command: process.execPath, args: ['--enable-source-maps', file], cwd: root, ...options });
}

/**
 * Waits until `isReady` gives true. Throws, with the end of the log, when the service ends first or the time is over: a busy
 * machine is given three minutes.
 */
export async function untilReady(service, isReady, milliseconds = 180_000) {
  for (const until = Date.now() + milliseconds; Date.now() < until; await sleep(50)) {
    if (service.ended) throw new Error(`${service.name}未能启动（${service.ended}）。${endOfLog(service)}`);
    if (await isReady()) return;
  }
  await service.stop();
  throw new Error(`${service.name}在 ${milliseconds / 1000} 秒内没有就绪。${endOfLog(service)}`);
}

/** Stops everything that this process started, the last first. */
export async function stopServices() {
  while (services.length > 0) await services.at(-1).stop();
}

/** Resolves with the first service that ends without having been asked to. */
export function firstUnexpectedEnd() {
  return new Promise((resolve) => {
    for (const service of services) {
      const tell = () => service.stopping || resolve(service);
      if (service.ended) tell();
      else service.child.once('exit', tell);
    }
  });
}

export function endOfLog({ log }) {
  const lines = fs.readFileSync(log, 'utf8').trimEnd().split('\n').slice(-8);
  return `日志见 ${log}：\n${lines.join('\n')}`;
}

async function endService(service, signal, patience) {
  service.stopping = true;
  const { child } = service;
  if (!service.ended) {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), patience);
    await exited;
    clearTimeout(timer);
  }
  const place = services.indexOf(service);
  if (place >= 0) services.splice(place, 1);
}
