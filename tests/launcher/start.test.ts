import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** npm start itself, as a person uses it: every service is its own process, all data lies in one folder. */

// It starts everything twice: longer than other tests may take.
jest.setTimeout(600_000);

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'zhitongche-start-'));
const launchers: Launcher[] = [];

afterAll(async () => {
  for (const { child, ended } of launchers) {
    child.kill('SIGTERM');
    await ended;
  }
  rmSync(dataDir, { recursive: true, force: true });
});

type Launcher = { child: ChildProcess; output: () => string; ended: Promise<number | null> };

function start(env: Record<string, string> = {}): Launcher {
  // Without the addresses of the test run's own services: this start brings its own.
  const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, npm_lifecycle_event: _npm, ...inherited } = process.env;
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: { ...inherited, DATA_DIR: dataDir, DEMO: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const launcher = { child, output: () => text, ended };
  launchers.push(launcher);
  return launcher;
}

async function serviceUrl({ output, child }: Launcher): Promise<string> {
  while (!output().includes('Ctrl-C') && child.exitCode === null) await sleep(100);
  const url = /服务\s+(http:\S+)/.exec(output())?.[1];
  if (!url) throw new Error(`npm start did not get ready:\n${output()}`);
  return url;
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

test('npm start brings the service up, survives being killed, keeps its keys, and stops cleanly', async () => {
  const first = start();
  const url = await serviceUrl(first);
  expect(await answers(url)).toBe(true);
  expect(first.output()).toMatch(/✓ 构建（\d+\.\d 秒）/);
  const keys = readFileSync(path.join(dataDir, 'secrets.json'), 'utf8');

  // A certificate is checked against histories weeks after its case was closed.
  const temporal = /Temporal\s+(http:\S+)/.exec(first.output())?.[1];
  const namespace = (await fetch(`${temporal}/api/v1/namespaces/default`).then((answer) => answer.json())) as {
    config: { workflowExecutionRetentionTtl: string };
  };
  expect(namespace.config.workflowExecutionRetentionTtl).toBe(`${90 * 24 * 3_600}s`);

  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain('正由另一个 npm start 使用');
  expect(await answers(url)).toBe(true);

  first.child.kill('SIGKILL');
  await first.ended;
  const resumed = start();
  const resumedUrl = await serviceUrl(resumed);
  expect(await answers(resumedUrl)).toBe(true);
  expect(resumed.output()).not.toContain('已应用迁移');
  expect(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8')).toBe(keys);

  resumed.child.kill('SIGTERM');
  expect(await resumed.ended).toBe(0);
  expect(await answers(resumedUrl)).toBe(false);
  expect(existsSync(path.join(dataDir, 'run.json'))).toBe(false);
});

test('a port that was asked for and is taken ends npm start with the name of the variable', async () => {
  const taken = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as net.AddressInfo;

  const launcher = start({ PORT: String(port), POSTGRES_PORT: 'five' });

  expect(await launcher.ended).toBe(1);
  expect(launcher.output()).toContain(`PORT=${port}`);
  expect(launcher.output()).toContain('POSTGRES_PORT=five');
  taken.close();
});
