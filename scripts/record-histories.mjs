import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/checkout.mjs';

/**
 * npm run record-histories: records this release's histories anew from the workflow tests. For workflows that are not in
 * production yet; afterwards a release keeps its set, a change of a workflow goes behind patched(), and the next has its own.
 */

const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const release = `v${version.split('.').slice(0, 2).join('.')}`;
rmSync(path.join(root, 'tests/histories', release), { recursive: true, force: true });
const args = ['node_modules/jest/bin/jest.js', 'tests/workflows', '--testPathIgnorePatterns', 'replay.test'];
const child = spawn(process.execPath, args, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, UPDATE_HISTORIES: '1' },
});
child.once('close', (code) => (process.exitCode = code ?? 1));
