import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { dataDir } from './checkout.mjs';

const ownBackends = !(process.env.DATABASE_URL && process.env.TEMPORAL_ADDRESS);

/** Demo accounts and the fast-forward button are for embedded services only: never on somebody's database and Temporal. */
export const isDemo = ownBackends && process.env.DEMO !== '0';

/** The environment of the server, the worker, the seed and the scenario, beyond what the caller's environment says. */
export function settingsFor({ databaseUrl, temporal }) {
  return {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    DEMO: isDemo ? '1' : '0',
    ...secrets(),
  };
}

/** Keys for development, made once: what they encrypted must be readable at the next start. */
function secrets() {
  const { SECRET_KEYS, INDEX_KEY } = process.env;
  if (SECRET_KEYS && INDEX_KEY) return {};
  const file = path.join(dataDir, 'secrets.json');
  if (!fs.existsSync(file)) {
    const key = () => randomBytes(32).toString('base64');
    fs.writeFileSync(file, JSON.stringify({ SECRET_KEYS: `dev:${key()}`, INDEX_KEY: key() }), { mode: 0o600 });
  }
  const made = JSON.parse(fs.readFileSync(file, 'utf8'));
  return { SECRET_KEYS: SECRET_KEYS || made.SECRET_KEYS, INDEX_KEY: INDEX_KEY || made.INDEX_KEY };
}
