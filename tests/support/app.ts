import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { InjectOptions } from 'fastify';
import pino from 'pino';
import { demoPassword, seedOrganisation, seedPeople } from '../../prisma/seed';
import { type Api, buildApp } from '../../src/api/app';
import { type Config, readConfig } from '../../src/config';
import { createDatabase, type Database, type DatabaseOptions } from '../../src/database/client';
import { openSession } from '../../src/identity/sessions';
import { createTemporal, type Temporal } from '../../src/temporal';
import { seededDatabase } from './services';

export type TestApp = {
  app: Api;
  database: Database;
  temporal: Temporal;
  config: Config;
  /**
   * How many times as long as in service the engine is waited for: long, so that a busy machine is no outage to a test that
   * is not about one. Those that are set it to 1.
   */
  patience: { times: number };
  /**
   * A request of a demo account, by its user name; without one, of nobody. The session is opened once per account. One that the
   * engine turned away is sent again, as every client does, unless the test is about outages (`patience`).
   */
  call(username: string | null, options: InjectOptions): Promise<Answer>;
  close(): Promise<void>;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- what a test expects of it is the check
export type Json = any;

export type Answer = { status: number; headers: Record<string, string | undefined>; body: Json; text: string };

/** For how long one is held up (s), from when the tries began (epoch ms): on a slow machine a part of it has passed by the answer. */
export const heldUpFor = ({ headers }: Answer, began: number): number =>
  Number(headers['retry-after']) + (Date.now() - began) / 1_000;

export { demoPassword };

/** As `npm test` builds them. */
const builtPages = path.resolve(__dirname, '../../dist/web');

/** A busy machine is not a database that is away (ms). */
export const PATIENT = { connectWithinMs: 60_000, answerWithinMs: 120_000 };

/** `patience` of a test that is not about outages. */
const PATIENT_TIMES = 10;
/** Of one request that the engine turns away again and again (ms). */
const TURNED_AWAY_FOR = 120_000;

/** Nothing listens there: what needs Temporal answers 503. */
export const noTemporal = '127.0.0.1:1';

/**
 * The whole REST service over a database of its own, seeded with the organisation and the demo accounts. `env` goes to
 * the configuration; `through` may put something between the service and its database, with which it is then as hasty as in
 * service, unless told otherwise.
 */
export async function testApp(
  env: Record<string, string> = {},
  through?: (databaseUrl: string) => Promise<string>,
  haste: Pick<DatabaseOptions, 'connectWithinMs' | 'answerWithinMs'> = through ? {} : PATIENT,
): Promise<TestApp> {
  const { url, drop } = await seededDatabase(seed);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'zhitongche-api-'));
  const config = readConfig({ ...testEnvironment((await through?.(url)) ?? url, folder), ...env });
  const database = createDatabase({ ...config.database, ...haste });
  const patience = { times: config.temporal.address === noTemporal ? 0.1 : PATIENT_TIMES };
  const temporal = withPatience(createTemporal(config.temporal), patience);
  // What answers 500 must not go down with its run: it may have happened once in a thousand.
  const log = pino({ level: 'error' });
  const app = await buildApp({ database, temporal, config, pages: builtPages, log });
  const tokens = new Map<string, string>();

  const tokenOf = async (username: string): Promise<string> => {
    const { id } = await database.user.findUniqueOrThrow({ where: { username }, select: { id: true } });
    return openSession(database, id, 1);
  };

  return {
    app,
    database,
    temporal,
    config,
    patience,
    async call(username, options) {
      if (username !== null && !tokens.has(username)) tokens.set(username, await tokenOf(username));
      const authorization = username === null ? {} : { authorization: `Bearer ${tokens.get(username)}` };
      const request = { ...options, headers: { ...authorization, ...options.headers } };
      for (const end = Date.now() + TURNED_AWAY_FOR; ; await pause(500)) {
        const answer = answerOf(await app.inject(request));
        const isTurnedAway = answer.status === 503 && answer.body?.code === 'temporal_unavailable';
        if (!isTurnedAway || patience.times < PATIENT_TIMES || Date.now() > end) return answer;
      }
    },
    async close() {
      await app.close();
      await temporal.close();
      await database.$disconnect();
      await drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const withPatience = (temporal: Temporal, patience: { times: number }): Temporal => ({
  ...temporal,
  within: (ms, calls) => temporal.within(ms * patience.times, calls),
});

async function seed(url: string): Promise<void> {
  const database = createDatabase({ url, poolSize: 2, ...PATIENT });
  await seedOrganisation(database);
  await seedPeople(database);
  await database.$disconnect();
}

export function testEnvironment(databaseUrl: string, folder: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: noTemporal,
    DATA_DIR: folder,
    DEMO: '1',
    SECRET_KEYS: `test:${randomBytes(32).toString('base64')}`,
    INDEX_KEY: randomBytes(32).toString('base64'),
  };
}

type Injected = {
  statusCode: number;
  headers: Record<string, string | string[] | number | undefined>;
  payload: string;
};

function answerOf(response: Injected): Answer {
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, value]) => [
      name,
      value === undefined ? undefined : [value].flat().join(),
    ]),
  );
  const isJson = headers['content-type']?.includes('json') ?? false;
  const body: unknown = isJson && response.payload !== '' ? JSON.parse(response.payload) : undefined;
  return { status: response.statusCode, headers, body, text: response.payload };
}
