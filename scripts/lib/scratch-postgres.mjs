import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { checkoutId } from './checkout.mjs';
import { freePort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { endForgottenRun } from './process-identity.mjs';
import { recordServicesIn } from './services.mjs';

const prefix = `zhitongche-${checkoutId}-`;
const recordName = 'run.json';

/** A server for tests, benchmarks and writing migrations; only a benchmark needs it durable. `remove` deletes all that it wrote. */
export async function startScratchPostgres(say, { durable = false } = {}) {
  await removeForgotten();
  const folder = mkdtempSync(path.join(os.tmpdir(), prefix));
  // Root's PostgreSQL runs as another account, which has to pass through.
  chmodSync(folder, 0o711);
  recordServicesIn(path.join(folder, recordName));
  const log = path.join(folder, 'postgres.log');
  const server = await startPostgres({
    folder: path.join(folder, 'data'),
    port: await freePort(),
    log,
    durable,
    say,
  });
  const remove = async () => {
    await server.stop();
    for (const used of [folder, server.data]) if (existsSync(used)) rmSync(used, { recursive: true, force: true });
  };
  return Object.assign(server, { folder, remove });
}

/** What runs of this checkout left behind that were killed before they could clear up. */
async function removeForgotten() {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const folder = path.join(os.tmpdir(), name);
    const record = path.join(folder, recordName);
    if (!existsSync(record)) continue;
    const running = await endForgottenRun(record);
    if (!running) rmSync(folder, { recursive: true, force: true });
  }
}
