import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';

export type FreshDatabase = { url: string; drop: () => Promise<void> };

/** An empty migrated database for one test file (tens of ms). Call `drop` in afterAll, after closing every connection to it. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const template = new URL(fromRun('DATABASE_URL_TEMPLATE'));
  return copyOf(template, template.pathname.slice(1));
}

/** The same with what `seed` writes. Written once for all test files, because that takes a second: they copy it. */
export async function seededDatabase(seed: (url: string) => Promise<void>): Promise<FreshDatabase> {
  const template = new URL(fromRun('DATABASE_URL_TEMPLATE'));
  const seeded = `seeded_${digestOfSeeds()}`;
  await asAdministrator(template, async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [seeded]);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [seeded]);
    if (rowCount! > 0) return;
    // One that a killed process left half written has not got the name.
    const half = `half_${randomUUID().replaceAll('-', '')}`;
    await onceUnused(client, `CREATE DATABASE ${half} TEMPLATE ${template.pathname.slice(1)}`);
    await seed(withDatabase(template, half));
    await onceUnused(client, `ALTER DATABASE ${half} RENAME TO ${seeded}`);
  });
  return copyOf(template, seeded);
}

/** Services may outlive a change of the seeds. */
function digestOfSeeds(): string {
  const hash = createHash('sha1');
  const root = path.resolve(__dirname, '../..');
  for (const folder of ['prisma', 'src/domain', 'src/demo'])
    for (const file of readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).sort())
      if (/\.(ts|sql)$/.test(file)) hash.update(readFileSync(path.join(root, folder, file)));
  return hash.digest('hex');
}

async function copyOf(server: URL, template: string): Promise<FreshDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(server, (client) => onceUnused(client, `CREATE DATABASE ${name} TEMPLATE ${template}`));
  return {
    url: withDatabase(server, name),
    drop: () => asAdministrator(server, (client) => onceUnused(client, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** Of PostgreSQL: object_in_use. */
const IN_USE = '55006';
const PATIENCE = 120_000;

/** Sessions that are ending, and autovacuum, hold a database for a moment; the server itself waits five seconds for them. */
async function onceUnused(client: Client, statement: string): Promise<void> {
  for (const end = Date.now() + PATIENCE; ;)
    try {
      return void (await client.query(statement));
    } catch (error) {
      if ((error as { code?: string }).code !== IN_USE || Date.now() > end) throw error;
    }
}

/** The address of the run's Temporal server. Time can be skipped per workflow; use a task queue of your own in each test file. */
export function temporalAddress(): string {
  return fromRun('TEMPORAL_ADDRESS');
}

async function asAdministrator(template: URL, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: withDatabase(template, 'postgres') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(url: URL, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

function fromRun(name: string): string {
  const value = process.env[name];
  if (!value)
    throw new Error(
      `${name} is not set: run the tests with npm test, and keep tests that need services out of tests/domain.`,
    );
  return value;
}
