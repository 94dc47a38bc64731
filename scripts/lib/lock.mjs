import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isSameProcess, startOf } from './process-identity.mjs';

/** Waits until no other living process holds the lock `file`, then holds it. Gives the function that lets it go. */
export async function lock(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  // Linked into place whole: whoever finds the file can also read who holds it.
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, JSON.stringify({ pid: process.pid, start: startOf(process.pid) }));
  try {
    while (!tryLink(own, file)) {
      if (isAbandoned(file)) fs.rmSync(file, { force: true });
      else await sleep(100);
    }
  } finally {
    fs.rmSync(own);
  }
  return () => fs.rmSync(file, { force: true });
}

function tryLink(own, file) {
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isAbandoned(file) {
  try {
    return !isSameProcess(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch {
    return false;
  }
}
