import { devServices } from './dev-services.mjs';
import { settingsFor } from './settings.mjs';

/** The environment of a program beside a running npm start, or beside the services that the environment names. */
export function runningEnvironment() {
  const { DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, POSTGRES_PORT, TEMPORAL_PORT } = process.env;
  const { postgres, temporal } = devServices;
  const { user, password, database, port } = postgres;
  const databaseUrl = DATABASE_URL || `postgresql://${user}:${password}@127.0.0.1:${POSTGRES_PORT || port}/${database}`;
  const address = TEMPORAL_ADDRESS || `127.0.0.1:${TEMPORAL_PORT || temporal.port}`;
  const namespace = TEMPORAL_NAMESPACE || temporal.namespace;
  return { ...process.env, ...settingsFor({ databaseUrl, temporal: { address, namespace } }) };
}
