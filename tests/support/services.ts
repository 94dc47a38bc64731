import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

export type FreshDatabase = { url: string; drop: () => Promise<void> };

/** An empty migrated database for one test file (tens of ms). Call `drop` in afterAll, after closing every connection to it. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const template = new URL(fromRun('DATABASE_URL_TEMPLATE'));
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdministrator(template, `CREATE DATABASE ${name} TEMPLATE ${template.pathname.slice(1)}`);
  return {
    url: withDatabase(template, name),
    drop: () => asAdministrator(template, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** The address of the run's Temporal server. Time can be skipped per workflow; use a task queue of your own in each test file. */
export function temporalAddress(): string {
  return fromRun('TEMPORAL_ADDRESS');
}

async function asAdministrator(template: URL, sql: string): Promise<void> {
  const client = new Client({ connectionString: withDatabase(template, 'postgres') });
  await client.connect();
  try {
    await client.query(sql);
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
