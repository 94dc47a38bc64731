import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { devServices } from './dev-services.mjs';
import { placeData, placePrograms, serverAccount } from './postgres-place.mjs';
import { release } from './ports.mjs';
import { commandOf, endLeftover, startOf } from './process-identity.mjs';
import { readIfThere } from './read-if-there.mjs';
import { startService, untilReady } from './services.mjs';

const { user, password, initdbArgs } = devServices.postgres;

/** What a test database gives up for speed: nothing in it has to outlive the machine. */
const careless = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];

/**
 * Starts a PostgreSQL server on data in `folder`, which it initialises when empty. A server left over on that very data by a killed
 * run is stopped first. `durable: false` is for tests. `created` tells that the data is new.
 */
export async function startPostgres({ folder, port, log, durable = true, say = () => {} }) {
  const account = serverAccount();
  const programs = placePrograms(account, say);
  const data = placeData(folder, account, say);
  const created = !fs.existsSync(path.join(data, 'PG_VERSION'));
  if (created) await initialise(programs, data, account, durable ? [] : ['--no-sync']);
  else await endForgottenServer(data);

  const settings = [...(durable ? [] : careless), 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
  await release(port);
  const service = await startWhenOrphansAreGone(data, {
    name: 'PostgreSQL',
    command: path.join(programs, 'bin', 'postgres'),
    args: ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    log,
    // A "fast" stop: ends sessions and writes everything down.
    stopSignal: 'SIGINT',
    ...ownerOf(data, account),
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  const url = (name) => `postgresql://${user}:${password}@127.0.0.1:${port}/${name}`;
  return Object.assign(service, { data, created, port, url });
}

/** A killed PostgreSQL leaves sessions that end within moments; until then their memory keeps a new one from starting. */
async function startWhenOrphansAreGone(data, options) {
  for (const until = Date.now() + 60_000; ; await sleep(200)) {
    const service = startService(options);
    try {
      await untilReady(service, () => pidFileLines(data)[7]?.trim() === 'ready');
      return service;
    } catch (error) {
      await service.stop();
      if (Date.now() > until || !error.message.includes('shared memory block')) throw error;
    }
  }
}

/** Initialises beside the final place and moves there at the end, so that a run killed half-way leaves no half data folder. */
async function initialise(programs, data, account, more) {
  const unfinished = `${data}.new`;
  const passwordFile = `${data}.password`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  fs.writeFileSync(passwordFile, password, { mode: 0o600 });
  try {
    if (account.uid !== undefined) {
      for (const file of [unfinished, passwordFile]) fs.chownSync(file, account.uid, account.gid);
    }
    const args = [
      `--pgdata=${unfinished}`,
      `--username=${user}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      ...initdbArgs,
      ...more,
    ];
    await promisify(execFile)(path.join(programs, 'bin', 'initdb'), args, { ...account, cwd: '/' });
  } catch (error) {
    throw new Error(`PostgreSQL 初始化失败：${error.stderr || error.message}`);
  } finally {
    fs.rmSync(passwordFile, { force: true });
  }
  fs.rmSync(data, { recursive: true, force: true });
  fs.renameSync(unfinished, data);
}

/** PostgreSQL takes a reused process id in its pid file for a living server, so a stale file has to go. */
async function endForgottenServer(data) {
  const pid = Number(pidFileLines(data)[0]);
  if (!pid) return;
  if (commandOf(pid)?.includes(data))
    await endLeftover({ pid, start: startOf(pid) }, { signal: 'SIGINT', patience: 20_000 });
  fs.rmSync(path.join(data, 'postmaster.pid'), { force: true });
}

function pidFileLines(data) {
  return readIfThere(path.join(data, 'postmaster.pid'))?.split('\n') ?? [];
}

/** Data belongs to whoever initialised it, even when root would choose another account today. */
function ownerOf(data, account) {
  if (account.uid === undefined) return {};
  const { uid, gid } = fs.statSync(data);
  return { uid, gid };
}
