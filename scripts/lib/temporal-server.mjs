import { execFile } from 'node:child_process';
import net from 'node:net';
import { promisify } from 'node:util';
import { devServices, withOptions } from './dev-services.mjs';
import { freePort, release } from './ports.mjs';
import { startService, untilReady } from './services.mjs';
import { temporalCli } from './temporal-cli.mjs';

const declared = devServices.temporal;

/**
 * Starts the Temporal development server as temporal-dev.yml declares it. Without `database` (a file) it keeps everything in memory;
 * without `uiPort` it has no pages.
 */
export async function startTemporal({ port, uiPort, database, log, say = () => {} }) {
  const cli = await temporalCli(say);
  const inMemory = database ? {} : { 'sqlite-pragma': null };
  const command = withOptions(declared.command, {
    ip: '127.0.0.1',
    port,
    'ui-port': uiPort ?? null,
    'db-filename': database ?? null,
    ...inMemory,
  });
  if (!uiPort) command.push('--headless');
  for (const taken of [port, uiPort]) await release(taken);
  const env = { ...process.env, ...declared.environment };
  const service = await startOnFreePorts({ name: 'Temporal', command: cli, args: command, log, env }, port);
  const address = `127.0.0.1:${port}`;
  // In memory nothing outlives the run anyway.
  if (database) await untilReady(service, () => keepsWhatEnded(cli, address));
  return Object.assign(service, { port, uiPort, address, namespace: declared.namespace });
}

/** Two more ports that nobody asks for; what takes one of them between its choice and its use costs another try. */
async function startOnFreePorts({ args, ...options }, port, tries = 3) {
  // Named explicitly: the server's own choice of a free port can collide with another service starting at the same moment.
  const own = [`--http-port=${await freePort()}`, `--metrics-port=${await freePort()}`];
  const service = startService({ ...options, args: [...args, ...own] });
  try {
    await untilReady(service, () => accepts(port));
    return service;
  } catch (error) {
    await service.stop();
    if (tries === 1 || !error.message.includes('address already in use')) throw error;
    return startOnFreePorts({ args, ...options }, port, tries - 1);
  }
}

/** The server itself keeps for a day what has ended, and has no option for it. False until it answers. */
function keepsWhatEnded(cli, address) {
  return promisify(execFile)(cli, withOptions(declared.retention, { address }), { timeout: 20_000 }).then(
    () => true,
    () => false,
  );
}

function accepts(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => socket.end(() => resolve(true)));
    socket.once('error', () => resolve(false));
  });
}
