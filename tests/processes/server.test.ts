import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { demoPassword, seedOrganisation, seedPeople } from '../../prisma/seed';
import { createDatabase } from '../../src/database/client';
import { PATIENT, testEnvironment } from '../support/app';
import { type FreshDatabase, freshDatabase } from '../support/services';

const program = path.resolve(__dirname, '../../dist/src/server.js');

let database: FreshDatabase;
let folder: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(path.join(os.tmpdir(), 'zhitongche-server-'));
  const client = createDatabase({ url: database.url, poolSize: 1, ...PATIENT });
  await seedOrganisation(client);
  await seedPeople(client);
  await client.$disconnect();
});
afterEach(() => running.forEach((server) => server.kill('SIGKILL')));
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

type Server = { child: ChildProcess; output: () => string; exit: Promise<number | null>; url: string };

async function start(env: Record<string, string>): Promise<Server> {
  const port = await freePort();
  const given = { PATH: process.env.PATH ?? '', PORT: String(port), ...env };
  const child = spawn(process.execPath, [program], { env: given, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => text, exit, url: `http://127.0.0.1:${port}` };
}

/** Below those that systems give to outgoing connections: the server takes seconds to begin, until then it must stay free. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = net.createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Ends by the test's time-out when the server never says it. */
async function until(server: Server, said: string): Promise<void> {
  while (!server.output().includes(said)) {
    if (server.child.exitCode !== null) throw new Error(`the server ended:\n${server.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const good = (): Record<string, string> => testEnvironment(database.url, folder);

describe('starting', () => {
  test('a wrong configuration stops it with all problems in one message', async () => {
    const server = await start({ PORT: 'eighty', DATABASE_URL: 'mysql://x', SECRET_KEYS: '' });
    expect(await server.exit).toBe(78);
    for (const name of ['PORT', 'DATABASE_URL', 'SECRET_KEYS', 'INDEX_KEY']) expect(server.output()).toContain(name);
    expect(server.output()).not.toContain('    at ');
  });

  test('a database that cannot search Chinese stops it, and the message says how to make a good one', async () => {
    const name = `locale_c_${randomUUID().slice(0, 8)}`;
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(`CREATE DATABASE ${name} LOCALE 'C' ENCODING 'UTF8' TEMPLATE template0`);
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    const server = await start({ ...good(), DATABASE_URL: url.href });
    const code = await server.exit;
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await client.end();
    expect(code).toBe(78);
    expect(server.output()).toContain('C.UTF-8');
  });

  test('without database and Temporal it runs all the same, and says what it misses', async () => {
    const server = await start({ ...good(), DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' });
    await until(server, 'server ready');
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const readiness = await fetch(`${server.url}/readyz`);
    expect(await readiness.json()).toEqual({ status: 'unavailable', database: 'unreachable', temporal: 'unreachable' });
  });
});

describe('running', () => {
  test('the log holds neither passwords nor tokens nor what people searched for', async () => {
    const server = await start(good());
    await until(server, 'server ready');
    const body = JSON.stringify({ username: 'fuyong.handler', password: demoPassword });
    const headers = { 'content-type': 'application/json' };
    const signIn = () => fetch(`${server.url}/api/v1/sessions`, { method: 'POST', body, headers });
    let signedIn = await signIn();
    // As hasty as in service: a busy machine may keep it from its database.
    while (signedIn.status === 503) signedIn = await signIn();
    const { token } = (await signedIn.json()) as { token: string };
    const authorization = `Bearer ${token}`;
    await fetch(`${server.url}/api/v1/users?unit=canary-13800009999`, { headers: { authorization } });
    await fetch(`${server.url}/api/v1/public/demands/canary-tracking-token`);
    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);
    const lines = server
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { route?: string });
    expect(lines.map((line) => line.route)).toEqual(expect.arrayContaining(['/api/v1/sessions', '/api/v1/users']));
    for (const secret of [demoPassword, token, 'canary']) expect(server.output()).not.toContain(secret);
  });

  test('what is no HTTP is answered with a problem document', async () => {
    const server = await start(good());
    await until(server, 'server ready');
    const socket = net.connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.end('this is not HTTP\r\n\r\n');
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"malformed_request"');
  });
});

describe('stopping', () => {
  test('a request under way is answered before the server ends', async () => {
    const server = await start(good());
    await until(server, 'server ready');
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE login_throttle');
    const body = JSON.stringify({ username: 'fuyong.handler', password: demoPassword });
    const headers = { 'content-type': 'application/json' };
    const login = fetch(`${server.url}/api/v1/sessions`, { method: 'POST', body, headers });
    await waitForLock(holder);
    server.child.kill('SIGTERM');
    await until(server, '"stopping"');
    await holder.query('COMMIT');
    await holder.end();
    expect((await login).status).toBe(201);
    expect(await server.exit).toBe(0);
  });
});

async function waitForLock(client: Client): Promise<void> {
  const waiting = `SELECT FROM pg_locks WHERE NOT granted AND relation = 'login_throttle'::regclass`;
  while ((await client.query(waiting)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
