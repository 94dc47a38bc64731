import { spawnSync } from 'node:child_process';
import { root } from './lib/checkout.mjs';
import { runningEnvironment } from './lib/running.mjs';

/**
 * npm run simulate -- --days=30 --demands=3000 --seed=1 [--last-year] [--only-ended]: a month of simulated demands into the database of
 * a running npm start, or into the one that DATABASE_URL names.
 */
const { status } = spawnSync(process.execPath, ['dist/src/simulation/main.js', ...process.argv.slice(2)], {
  cwd: root,
  env: { ...runningEnvironment(), LOG_LEVEL: 'silent' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
