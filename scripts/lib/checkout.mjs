import { createHash } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** What npm start keeps between runs. */
export const dataDir = path.resolve(root, process.env.DATA_DIR || '.data');

export const logsDir = path.join(dataDir, 'logs');

/** Downloaded programs: shared by npm start and npm test, whatever DATA_DIR says. */
export const toolsDir = path.join(root, '.data', 'tools');

/** Tells checkouts on one machine apart in places that they share, such as the folder for temporary files. */
export const checkoutId = createHash('sha256').update(root).digest('hex').slice(0, 10);
