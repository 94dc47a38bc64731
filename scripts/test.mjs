import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { install, isInstalled } from './lib/install.mjs';
import { step } from './lib/progress.mjs';
import { readIfThere } from './lib/read-if-there.mjs';
import { closingLines, filesToTryAgain, hasFailed } from './lib/tries.mjs';

/**
 * npm test: everything. npm test -- <path or jest options>: only those tests, without types, lint and format.
 * The services that tests need are started by tests/support/global-setup.mjs.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
const running = new Set();
const jest = 'node_modules/jest/bin/jest.js';

/** The signal goes to whole process groups, so that Jest's workers and what they started end as well; this process waits for them. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => running.forEach(({ pid }) => process.kill(-pid, signal)));
}

async function main() {
  if (!isInstalled()) await step('安装依赖（npm ci）', install);
  // Loaded late: before the install there are no packages that it could load.
  const { build } = await import('./lib/build.mjs');
  await step('构建', build);
  if (args.length > 0) return runTests(args, 1);

  const failed = await step('类型、代码规则、格式', checkSources);
  const code = await runTests([], Number(process.env.TEST_TRIES ?? 3));
  if (failed.length > 0) console.error(`未通过：${failed.join('、')}（详情见上）`);
  return code || (failed.length > 0 ? 1 : 0);
}

/** What failed by chance is tried again, and told of. Gives the exit code. */
async function runTests(jestArgs, tries) {
  const outcomes = [];
  let tried = await tested(jestArgs);
  // Without an outcome it was ended from outside.
  while (tried.outcome) {
    outcomes.push(tried.outcome);
    const again = outcomes.length < tries ? filesToTryAgain(outcomes) : [];
    if (again.length === 0) break;
    console.error(`\n再试一次：${again.join('、')}\n`);
    tried = await tested(['--maxWorkers=1', '--runTestsByPath', ...again]);
  }
  if (outcomes.length > 0) console.log(closingLines(outcomes).join('\n'));
  return tried.outcome && outcomes.length > 1 && !hasFailed(outcomes) ? 0 : tried.code;
}

async function tested(jestArgs) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zhitongche-outcome-'));
  process.env.TEST_OUTCOME = path.join(folder, 'outcome.json');
  try {
    const code = await run(jest, jestArgs);
    return { code, outcome: JSON.parse(readIfThere(process.env.TEST_OUTCOME) ?? 'null') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All at once, so that one run tells everything. Gives the names of those that failed. */
async function checkSources() {
  const checks = {
    类型和代码规则: ['scripts/lib/check-part.mjs', ['tsconfig.json', '.', 'web/']],
    页面的类型和代码规则: ['scripts/lib/check-part.mjs', ['web/tsconfig.json', 'web']],
    领域类型: ['node_modules/typescript/bin/tsc', ['-p', 'src/domain']],
    格式: ['node_modules/prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']],
  };
  const results = Object.entries(checks).map(async ([name, [program, programArgs]]) => {
    const output = [];
    const code = await run(program, programArgs, (text) => output.push(text));
    return { name, code, output: output.join('') };
  });
  const failed = (await Promise.all(results)).filter(({ code }) => code !== 0);
  for (const { name, output } of failed) console.error(`\n✗ ${name}\n${output}`);
  return failed.map(({ name }) => name);
}

/** Runs a program and gives its exit code; its output goes to `print`, or straight to the terminal. */
function run(program, programArgs, print) {
  const output = print ? 'pipe' : 'inherit';
  const child = spawn(process.execPath, [program, ...programArgs], {
    cwd: root,
    detached: true,
    stdio: ['ignore', output, output],
  });
  running.add(child);
  if (print) for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', print);
  return new Promise((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve(code ?? 130);
    });
  });
}

main().then(
  (code) => (process.exitCode = code),
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
