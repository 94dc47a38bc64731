import { rm } from 'node:fs/promises';

export default async function globalTeardown() {
  await globalThis.testServices?.stop();
  const shared = process.env.TEST_RUN_FOLDER;
  if (shared) await rm(shared, { recursive: true, force: true });
}
