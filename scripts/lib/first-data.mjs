import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataDir, logsDir, root } from './checkout.mjs';
import { unlessDone } from './fingerprint.mjs';
import { say, step } from './progress.mjs';
import { endOfLog, startProgram } from './services.mjs';
import { isDemo } from './settings.mjs';

const seeded = path.join(dataDir, 'seeded');
const scenarioPlayed = path.join(dataDir, 'demo-scenario-played');

/** The seed adds what is missing and changes nothing that is there: an own database needs it again only after a new build. */
export async function seed(env) {
  const program = 'dist/prisma/seed.js';
  if (!fs.existsSync(path.join(root, program))) return;
  const add = () => step('写入初始数据', () => runToEnd('初始数据', program, env));
  if (process.env.DATABASE_URL) return add();
  const build = fs.readFileSync(path.join(root, 'dist', '.sources'), 'utf8');
  await unlessDone(seeded, `${build} ${isDemo}`, add);
}

/** Once per data folder, in demo mode: the six cases travel the chain over REST like those of real clients. */
export async function playScenario(env) {
  const program = 'dist/src/demo/scenario.js';
  if (!isDemo || !fs.existsSync(path.join(root, program))) return;
  await unlessDone(scenarioPlayed, 'yes', () =>
    step('演示：六个案例走完全流程', () => runToEnd('演示情景', program, env)),
  );
}

/** For a database that starts anew. */
export function forgetFirstData() {
  for (const mark of [seeded, scenarioPlayed]) fs.rmSync(mark, { force: true });
}

/** Runs a program that ends by itself, passing on what it prints. */
async function runToEnd(name, file, env) {
  const log = path.join(logsDir, `${path.basename(file, '.js')}.log`);
  const program = startProgram({ name, file, env, log });
  let printed = 0;
  for (let ended = false; !ended; await sleep(50)) {
    ended = program.ended !== undefined;
    const lines = fs.readFileSync(log, 'utf8').split('\n').slice(0, -1);
    for (const line of lines.slice(printed)) say(line);
    printed = lines.length;
  }
  await program.stop();
  if (program.child.exitCode !== 0) throw new Error(`${name}失败（${program.ended}）。${endOfLog(program)}`);
}
