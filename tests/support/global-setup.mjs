import { copyFile, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { workflowBundle } from '../../scripts/lib/build.mjs';
import { chromium } from '../../scripts/lib/chromium.mjs';
import { startTestServices } from '../../scripts/lib/test-services.mjs';

/** Tests of pure functions and of the sources need no service. */
const withoutServices = ['tests/domain', 'tests/docs'];

/**
 * One PostgreSQL and one Temporal for the whole run. Test files find them in the environment: DATABASE_URL_TEMPLATE is an administrator's
 * URL of the migrated database that `freshDatabase()` copies. TEST_RUN_FOLDER is for what test files make once and share.
 */
export default async function globalSetup(config) {
  const patterns = config.testPathPatterns?.patterns ?? [];
  const pure =
    patterns.length > 0 && patterns.every((pattern) => withoutServices.some((folder) => pattern.includes(folder)));
  if (patterns.length === 0 || patterns.some((pattern) => pattern.includes('browser')))
    process.env.CHROMIUM = chromium();
  if (pure) return;
  process.env.TEST_RUN_FOLDER = await mkdtemp(path.join(os.tmpdir(), 'zhitongche-run-'));
  // A copy, because whoever builds meanwhile replaces it.
  await copyFile(await workflowBundle(), path.join(process.env.TEST_RUN_FOLDER, 'workflow-bundle.js'));
  if (process.env.DATABASE_URL_TEMPLATE) return;

  const services = await startTestServices();
  globalThis.testServices = services;
  Object.assign(process.env, services.env);
  // Jest ends on a signal without a teardown.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => void services.stop().finally(() => process.exit(130)));
  }
}
