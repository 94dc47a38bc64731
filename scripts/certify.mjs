import { spawnSync } from 'node:child_process';
import { root } from './lib/checkout.mjs';
import { runningEnvironment } from './lib/running.mjs';

/**
 * npm run certify -- <number>: holds the ledger and the certificate of a demand against the histories of its workflow, beside a running
 * npm start or with the environment of the server. Exit code 1 when something disagrees, 2 when it cannot be checked.
 */
const { status } = spawnSync(process.execPath, ['dist/src/certificate/main.js', ...process.argv.slice(2)], {
  cwd: root,
  env: { ...runningEnvironment(), LOG_LEVEL: 'silent' },
  stdio: 'inherit',
});
process.exitCode = status ?? 2;
