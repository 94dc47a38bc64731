import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { root } from './checkout.mjs';

/**
 * Writes the database client to src/database/generated. The command insists on a native engine that it would download from a host closed
 * networks do not reach, and then does not use it: any existing file will do.
 */
export function generateClient() {
  const prisma = path.join(root, 'node_modules', 'prisma', 'build', 'index.js');
  const env = {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: prisma,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  };
  try {
    execFileSync(process.execPath, [prisma, 'generate'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
  } catch (error) {
    throw new Error(`生成数据库客户端失败：\n${error.stdout}${error.stderr}`);
  }
}
