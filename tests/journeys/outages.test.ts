import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Json } from '../support/app';
import { liveOneDay, neglected } from '../support/lives';
import { openLab, type Lab } from '../support/processes';
import { createClients, type Clients } from '../support/rest-clients';

/** Five seconds, and one for a slow machine. */
const SOON = 6_000;
/** Where it matters that a request is sent once, whatever the machine does. */
const PATIENT = 120_000;

let lab: Lab;
let clients: Clients;
const sessions: Client[] = [];

beforeAll(async () => {
  lab = await openLab();
  clients = createClients(lab, () => 1);
  await liveOneDay(clients);
});
beforeEach(() => void (clients.givesUpAt = Date.now() + 280_000));
afterEach(async () => {
  await lab.mend();
  await Promise.all(sessions.splice(0).map((session) => session.end()));
});
afterAll(() => lab?.close());

type Answer = { status: number; retryAfter: string | null; body: Json };

/** Sends once; fails when there is no answer within five seconds, three times in a row: a machine may hiccup. */
async function once(user: string, path: string, body: object, key: string = randomUUID(), tries = 3): Promise<Answer> {
  try {
    return await send(user, path, body, key);
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError' || tries === 1) throw error;
    return once(user, path, body, key, tries - 1);
  }
}

async function send(user: string, path: string, body: object, key: string, within = SOON): Promise<Answer> {
  const response = await fetch(`${lab.base}/api/v1${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      'content-type': 'application/json',
      'idempotency-key': key,
      authorization: `Bearer ${await clients.tokenOf(user)}`,
    },
    signal: AbortSignal.timeout(within),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
}

/** Ends by the test's time-out when it never becomes so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(100);
}

/** Until the service says so of the two. Within its two seconds a machine that hiccups takes either of them for away. */
const untilItSays = (database: string, temporal: string) =>
  until(async () => {
    const said = (await (await fetch(`${lab.base}/readyz`)).json()) as Json;
    const isReady = said.database === 'ok' && said.temporal === 'ok';
    expect(said.status).toBe(isReady ? 'ok' : 'unavailable');
    return said.database === database && said.temporal === temporal;
  });

const untilReady = () => untilItSays('ok', 'ok');

/** A demand that is filed while nothing is away. */
const filed = async (): Promise<string> =>
  (await clients.insist('zhihui.collector', '/demands', neglected, randomUUID())).number;

const dispatchTo = (number: string) => [`/demands/${number}/actions/dispatch`, { leadUnit: 'zhihui' }] as const;

async function readEvents(number: string): Promise<string[]> {
  const authorization = `Bearer ${await clients.tokenOf('zhihui.handler')}`;
  const response = await fetch(`${lab.base}/api/v1/demands/${number}/events`, { headers: { authorization } });
  const { items } = (await response.json()) as { items: { type: string }[] };
  return items.map(({ type }) => type);
}

describe('while Temporal is away', () => {
  for (const [how, away, back] of [
    ['does not answer', 'pause', 'resume'],
    ['is gone', 'kill', 'revive'],
  ] as const)
    it(`takes demands in when it ${how}, says when to act again, and starts them when it is back`, async () => {
      const before = await filed();
      await lab[away]('temporal');
      const during = await once('zhihui.collector', '/demands', neglected);
      const refused = await once('zhihui.dispatcher', ...dispatchTo(before));
      await untilItSays('ok', 'unreachable');
      await lab[back]('temporal');
      expect([during.status, refused.status, refused.body.code]).toEqual([201, 503, 'temporal_unavailable']);
      expect(Number(refused.retryAfter)).toBeGreaterThan(0);
      await untilReady();
      const acted = await clients.insist(
        'zhihui.dispatcher',
        ...dispatchTo(during.body.number as string),
        randomUUID(),
      );
      expect(acted.stage).toBe('accepting');
    });
});

describe('while PostgreSQL is away', () => {
  it('answers 503, names it, and is ready again by itself', async () => {
    const number = await filed();
    await lab.kill('postgres');
    const answers = [
      await once('zhihui.collector', '/demands', neglected),
      await once('zhihui.dispatcher', ...dispatchTo(number)),
    ];
    await untilItSays('unreachable', 'ok');
    await lab.revive('postgres');
    for (const { status, retryAfter, body } of answers) {
      expect([status, body.code]).toEqual([503, 'database_unavailable']);
      expect(Number(retryAfter)).toBeGreaterThan(0);
    }
    await untilReady();
    const acted = await clients.insist('zhihui.dispatcher', ...dispatchTo(number), randomUUID());
    expect(acted.stage).toBe('accepting');
  });
});

interface HeldDemand {
  number: string;
  isStuck: () => Promise<boolean>;
  release: () => Promise<void>;
}

/** A demand that waits to be accepted, with its row locked: its next transition stops half-way. */
async function heldDemand(): Promise<HeldDemand> {
  const number = await filed();
  await clients.insist('zhihui.dispatcher', ...dispatchTo(number), randomUUID());
  const holder = await openSession();
  // Inside its transaction, what other sessions do stays as it was when first looked at.
  const watcher = await openSession();
  await holder.query('BEGIN');
  await holder.query('SELECT FROM demand WHERE number = $1 FOR UPDATE', [number]);
  const { rows } = await holder.query('SELECT pg_backend_pid() AS pid');
  const isBehind = 'SELECT FROM pg_stat_activity WHERE $1 = ANY(pg_blocking_pids(pid))';
  const isWaiting = 'SELECT FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0';
  return {
    number,
    isStuck: async () => (await watcher.query(isBehind, [rows[0].pid])).rowCount! > 0,
    release: async () => {
      await holder.query('COMMIT');
      // The killed worker's statement goes on without it.
      await until(async () => (await watcher.query(isWaiting)).rowCount === 0);
    },
  };
}

async function openSession(): Promise<Client> {
  const session = new Client({ connectionString: lab.databaseUrl });
  // The database may be ended before a failed test has let go.
  session.on('error', () => undefined);
  await session.connect();
  sessions.push(session);
  return session;
}

/**
 * Sends a request until its transition stands still at the locked row. An engine that is still coming back from the outage
 * before may turn the first one away: then the same request is sent again. `stuckFor` is the longest time (milliseconds) for
 * which it can have stood there.
 */
async function sendUntilStuck(
  send: () => Promise<Answer>,
  isStuck: () => Promise<boolean>,
): Promise<{ last: Promise<Answer>; stuckFor: () => number }> {
  for (;;) {
    let wentOnAt = Date.now();
    const last = send();
    let isAnswered = false;
    // Also one that got no answer in time: an engine that is only just back may have been too slow for it.
    const answered = () => (isAnswered = true);
    last.then(answered, answered);
    const looksStuck = async () => {
      const lookedAt = Date.now();
      const isSo = await isStuck();
      if (!isSo) wentOnAt = lookedAt;
      return isSo;
    };
    await until(async () => (await looksStuck()) || isAnswered);
    if (await looksStuck()) return { last, stuckFor: () => Date.now() - wentOnAt };
  }
}

/**
 * Worker and engine killed while somebody's acceptance stands half-way, and no history knows of it: a worker tries for 6
 * seconds, then it leaves the rest to the engine, which has it in writing from then on. Where a machine hiccups that long,
 * another demand is taken.
 */
async function acceptanceLost(): Promise<HeldDemand & { key: string; last: Promise<Answer> }> {
  for (;;) {
    const held = await heldDemand();
    const key = randomUUID();
    const accept = () => send('zhihui.handler', `/demands/${held.number}/actions/accept`, {}, key, PATIENT);
    const { last, stuckFor } = await sendUntilStuck(accept, held.isStuck);
    await Promise.all([lab.kill('worker'), lab.kill('temporal')]);
    if (stuckFor() < 6_000) return { ...held, key, last };
    await held.release();
    await last;
    await lab.mend();
  }
}

describe('when the worker is killed in the middle of an action', () => {
  it('does it once for the request that is sent again under its key', async () => {
    const { number, isStuck, release } = await heldDemand();
    const key = randomUUID();
    const path = `/demands/${number}/actions/accept`;
    const { last } = await sendUntilStuck(() => send('zhihui.handler', path, {}, key, PATIENT), isStuck);
    await lab.kill('worker');
    await release();
    expect((await last).status).toBe(503);
    await lab.revive('worker');
    const again = await clients.insist('zhihui.handler', path, {}, key);
    expect(again.stage).toBe('handling');
    expect(await readEvents(number)).toEqual(['submitted', 'dispatched', 'accepted']);
  });

  it('takes nothing for done that the engine lost, and lets somebody else act instead', async () => {
    const { number, key, last, release } = await acceptanceLost();
    await release();
    const lost = await last;
    expect([lost.status, lost.body.code]).toEqual([503, 'temporal_unavailable']);
    await lab.revive('temporal');
    await lab.revive('worker');
    const reason = { reason: '不属于本单位职责。' };
    await clients.insist('zhihui.handler2', `/demands/${number}/actions/return`, reason, randomUUID());
    expect(await readEvents(number)).toEqual(['submitted', 'dispatched', 'returned']);
    const accept = clients.insist('zhihui.handler', `/demands/${number}/actions/accept`, {}, key);
    await expect(accept).rejects.toThrow(/409 .*not_allowed_in_stage/);
  });
});
