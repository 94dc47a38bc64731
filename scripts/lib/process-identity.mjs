import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readIfThere } from './read-if-there.mjs';

/**
 * When the process with this id started, in a form that differs between two processes that had the same id one after the other.
 * Undefined when there is no such process.
 */
export function startOf(pid) {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
    }
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may itself hold spaces; the state is the first word after it, the start time the twentieth.
    const words = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return words[0] === 'Z' ? undefined : words[19];
  } catch {
    return undefined;
  }
}

/** The command line of a process, undefined when there is none. */
export function commandOf(pid) {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return undefined;
  }
}

export function isSameProcess({ pid, start }) {
  return start !== undefined && startOf(pid) === start;
}

/** Ends a process that an earlier run left behind: the very one that was recorded, never another that has its id now. */
export async function endLeftover(recorded, { signal, patience }) {
  if (await endsOn(recorded, signal, patience)) return;
  await endsOn(recorded, 'SIGKILL', 5_000);
  // The main thread of a killed process can be gone a moment before its ports are.
  await sleep(300);
}

async function endsOn(recorded, signal, milliseconds) {
  if (!isSameProcess(recorded)) return true;
  try {
    process.kill(recorded.pid, signal);
  } catch (error) {
    // It has just ended by itself.
    if (error.code !== 'ESRCH') throw error;
  }
  const until = Date.now() + milliseconds;
  while (Date.now() < until && isSameProcess(recorded)) await sleep(50);
  return !isSameProcess(recorded);
}

/**
 * Clears up after the run that wrote `file` (see `recordServicesIn`), when its launcher is gone; waits for one that is about to stop.
 * Gives the process id of a launcher that goes on running: then nothing was touched.
 */
export async function endForgottenRun(file) {
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(100)) {
    const text = readIfThere(file);
    if (text === undefined) return undefined;
    const { launcher, services, stopping } = JSON.parse(text);
    if (!isSameProcess(launcher)) {
      await Promise.all(services.map((service) => endLeftover(service, { signal: 'SIGINT', patience: 3_000 })));
      fs.rmSync(file, { force: true });
      return undefined;
    }
    if (!stopping) return launcher.pid;
  }
  throw new Error(`上一次运行一分钟内没有停下来，请查看 ${file} 中的进程。`);
}
