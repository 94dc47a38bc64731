import { spawn } from 'node:child_process';
import { install, isInstalled } from './lib/install.mjs';
import { step } from './lib/progress.mjs';

/**
 * npm test: everything. npm test -- <path or jest options>: only those tests, without type check and lint.
 * The services that tests need are started by tests/support/global-setup.mjs.
 */

const args = process.argv.slice(2);

/** Ctrl-C reaches the running command too; this process waits for it to clean up. */
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => running?.kill(signal));
let running;

async function main() {
  if (!isInstalled()) await step('安装依赖(npm ci)', install);
  // Loaded late: before the install there are no packages that it could load.
  const { build } = await import('./lib/build.mjs');
  await step('构建', build);
  if (args.length === 0) {
    const checks = [
      ['类型检查', 'typescript/bin/tsc', ['-p', 'src/domain']],
      ['类型检查', 'typescript/bin/tsc', ['-p', '.']],
      ['代码规则', 'eslint/bin/eslint.js', ['.']],
      ['代码格式', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']],
    ];
    for (const [title, program, programArgs] of checks) {
      const code = await step(title, () => run(program, programArgs));
      if (code !== 0) return code;
    }
  }
  return run('jest/bin/jest.js', args);
}

function run(program, programArgs) {
  running = spawn(process.execPath, [`node_modules/${program}`, ...programArgs], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => running.once('exit', (code) => resolve(code ?? 130)));
}

main().then(
  (code) => (process.exitCode = code),
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
