import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** What tests and screenshots look at the pages with. Throws one line that says what is missing where it cannot be had. */
export function chromium() {
  const found = find();
  if (found) return found;
  const isRoot = process.getuid?.() === 0;
  if (isRoot && onPath('apt-get')) {
    // Debian's own packages; nothing else brings Chinese fonts along.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']])
      spawnSync('apt-get', args, { stdio: 'ignore', env, timeout: 600_000 });
  }
  const installed = find();
  if (installed) return installed;
  throw new Error(
    '缺少 Chromium：请安装（Debian:apt-get install chromium fonts-noto-cjk），或用 CHROMIUM 指明它的位置。',
  );
}

function find() {
  const given = process.env.CHROMIUM;
  if (given) return existsSync(given) ? given : undefined;
  return names.map(onPath).find(Boolean);
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}
