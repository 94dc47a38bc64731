import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase, type Database } from '../../src/database/client';
import { defaultPolicy } from '../../src/domain/policy';
import { createTemporal, type Temporal } from '../../src/temporal';
import { eventually } from '../support/a-case';
import { faultsOfLife, faultsOfRecord, faultsOfWorkflows, readKept, type Kept } from '../support/account-of-lives';
import { PATIENT } from '../support/app';
import { killAll, seeded, timesOf } from '../support/killing';
import { liveOn, neglected, NEGLECTED_EVENTS } from '../support/lives';
import { openLab, type Lab, type Part } from '../support/processes';
import { createClients, type Clients, type Life } from '../support/rest-clients';

jest.setTimeout(900_000);

const CLIENTS = 3;
const NEGLECTED = 25;
/** Budget of a dispatch clock in minutes: all three levels run out while things are down. */
const BUDGET = 0.25;
const SETTLES_WITHIN = 300_000;

const seed = Number(process.env.KILL_SEED ?? 738_174);
const chance = seeded(seed);

let lab: Lab;
let database: Database;
let temporal: Temporal;
let clients: Clients;
let killed: Record<Part, number>;
let kept: Map<string, Kept>;
const lives: Life[] = [];
const left: Life[] = [];

beforeAll(async () => {
  lab = await openLab();
  database = createDatabase({ url: lab.databaseUrl, poolSize: 5, ...PATIENT });
  const places = { address: lab.temporalAddress, namespace: 'default', taskQueue: 'unused', tls: false };
  temporal = createTemporal(places);
  await publishShortClocks();
  clients = createClients(lab, chance);
  const started = Date.now();
  await liveThroughKilling();
  const settled = await untilSettled();
  kept = await readKept(database);
  const { requests, retried } = clients.counts;
  const all = [...lives, ...left];
  const count = (what: (each: Kept) => number): number => [...kept.values()].reduce((sum, each) => sum + what(each), 0);
  console.info(
    [
      `seed ${seed}: killed ${JSON.stringify(killed)} in ${Math.round((settled - started) / 1000)} s`,
      `${all.length} demands, ${count(({ events }) => events.length)} events, ${count(({ notices }) => notices.length)} notices`,
      `${requests} requests acknowledged after ${retried} retries`,
      `rungs at most ${Math.max(...[...kept.values()].flatMap(({ events }) => events.map((e) => e.late_by ?? 0)))} s late`,
    ].join('; '),
  );
});
afterAll(async () => {
  await temporal?.close();
  await database?.$disconnect();
  await lab?.close();
});

/** Complaints that nobody dispatches run out within seconds; everything else keeps its clocks. */
async function publishShortClocks(): Promise<void> {
  const short = { clock: 'dispatch', kind: 'complaint', scope: 'elapsed', minutes: BUDGET };
  const policy = { ...defaultPolicy, budgets: [short, ...defaultPolicy.budgets] };
  await database.sql`INSERT INTO policy (version, data, note) VALUES (2, ${JSON.stringify(policy)}::jsonb, 'short clocks')`;
}

async function liveThroughKilling(): Promise<void> {
  let isOver = false;
  const people = Array.from({ length: CLIENTS }, () => liveOn(clients, lives, chance, () => isOver));
  people.push(neglect());
  // A failure is reported when all is quiet; until then it must not count as unhandled.
  const ended = Promise.allSettled(people);
  killed = await killAll(lab, chance);
  isOver = true;
  clients.givesUpAt = Date.now() + SETTLES_WITHIN;
  for (const outcome of await ended) if (outcome.status === 'rejected') throw outcome.reason;
}

async function neglect(): Promise<void> {
  while (left.length < NEGLECTED) {
    left.push({ ...(await clients.file(neglected)), events: NEGLECTED_EVENTS });
    await sleep(chance() * 1_500);
  }
}

/** All that was acknowledged has its workflow, and the clocks of those left alone have come to their end. */
async function untilSettled(): Promise<number> {
  for (const until = Date.now() + SETTLES_WITHIN; Date.now() < until; await sleep(300)) {
    const [open] = await database.sql<{ waiting: number; rising: number; calls: number }>`
      SELECT (SELECT count(*)::int FROM intake_outbox) AS waiting,
        (SELECT count(*)::int FROM demand WHERE kind = 'complaint' AND NOT supervised) AS rising,
        (SELECT count(*)::int FROM demand d WHERE stage = 'calling_back'
          AND NOT EXISTS (SELECT FROM callback_job j WHERE j.demand_id = d.id)) AS calls`;
    if (open && open.waiting + open.rising + open.calls === 0) break;
  }
  return Date.now();
}

describe('when every part of the service is killed again and again under load', () => {
  it('kills each as often as planned, and none of them ends by itself', async () => {
    for (const [part, times] of Object.entries(killed)) expect([part, times]).toEqual([part, timesOf(part as Part)]);
    expect(Object.keys(killed)).toHaveLength(4);
    expect(await lab.unexpectedEnds()).toEqual([]);
  });

  it('answers every outage as one', () => {
    expect([...new Set(clients.internalErrors)]).toEqual([]);
  });

  it('loses no acknowledged demand and no acknowledged action, and does none twice', () => {
    expect(lives.flatMap((life) => faultsOfLife(life, kept.get(life.number)))).toEqual([]);
  });

  it('keeps no demand that was filed twice under one key', () => {
    expect(kept.size).toBe(lives.length + left.length);
  });

  it('climbs every rung of a clock that ran out exactly once', () => {
    const happened = left.map(({ number }) => kept.get(number)?.events.map(({ type }) => type));
    expect(happened).toEqual(left.map(({ events }) => events));
  });

  it('keeps a record that is whole: events, tasks, one notice per rung, and its lateness', () => {
    expect([...kept.values()].flatMap(faultsOfRecord)).toEqual([]);
  });

  it('runs one workflow for every open demand, at the version of the record', async () => {
    // A life is over in the record a moment before its workflow is.
    await eventually(
      () => faultsOfWorkflows(temporal.client, kept.values()),
      (faults) => faults.length === 0,
    );
  });

  it('runs on a database that writes through to the disk', async () => {
    expect(await database.sql`SHOW fsync`).toEqual([{ fsync: 'on' }]);
  });
});
