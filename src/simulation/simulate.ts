import type { Config } from '../config';
import { Prisma, type Database, type Sql } from '../database/client';
import { DAY } from '../domain/local-time';
import { takeNumbers } from '../intake/file-demand';
import { learnOwnNames } from '../similarity/own-names';
import { isEnded, playMonth, type Month } from './month';
import type { Life } from './play';
import { plantedProblems, type Problems } from './problems';
import { readWorld } from './read-world';
import * as rows from './rows';

export interface SimulationOptions {
  demands: number;
  days: number;
  seed: string;
  /** The end of the period, epoch ms; now when absent. */
  to?: number;
  /** Also the same days of the year before, a few fewer, all of them ended. */
  lastYear?: boolean;
  /** Leaves out what is still open at the end, so that no workflow is started. */
  onlyEnded?: boolean;
  problems?: Problems;
}

export interface Simulated {
  demands: number;
  open: number;
  events: number;
  callbacks: number;
  spotChecks: number;
  closed: number;
  dissatisfied: number;
  breaches: number;
}

type Keys = Pick<Config, 'indexKey' | 'secretKeys'>;

/** The greatest part of what is open in the year before has ended after this long. */
const TAIL = 200 * DAY;

/**
 * Plays days of simulated demands into the database, all or nothing. Those that are open at the end go on in the service: they
 * stand in the outbox from which workflows are started. Throws when the same seed was played to the same end before.
 */
export async function simulate(database: Database, keys: Keys, options: SimulationOptions): Promise<Simulated> {
  const to = options.to ?? Date.now();
  const world = await readWorld(database);
  await learnOwnNames(database);
  const numbersOf = (day: number, count: number) => takeNumbers(database, day, count);
  const { days, demands, problems = plantedProblems } = options;
  const months: Month[] = [];
  const monthTo = (end: number, count: number, seed: string, until: number) =>
    playMonth(world, { period: { from: end - days * DAY, to: end }, until, demands: count, seed, problems }, numbersOf);
  if (options.lastYear) {
    const end = to - 365 * DAY;
    months.push(
      endedOnly(await monthTo(end, Math.round(demands * 0.85), `${options.seed}/last-year/${end}`, end + TAIL)),
    );
  }
  const now = await monthTo(to, demands, `${options.seed}/${to}`, to);
  months.push(options.onlyEnded ? endedOnly(now) : now);
  for (const month of months) await database.transact((sql) => keep(sql, month, keys));
  return months.map(summaryOf).reduce(added);
}

function endedOnly({ lives, phones, ...month }: Month): Month {
  const ended = new Set(lives.filter(isEnded));
  return {
    ...month,
    lives: [...ended],
    phones: phones.filter(({ life, job }) => ended.has(life) && job.result !== null),
  };
}

const AT_ONCE = 1_000;

/** Row by row in the order of foreign sense: demands before what belongs to them. */
async function keep(sql: Sql, { lives, phones, checks, until }: Month, keys: Keys): Promise<void> {
  const each = (table: string, of: (life: Life) => rows.Row | rows.Row[]) =>
    insert(
      sql,
      table,
      lives.flatMap((life): rows.Row[] => [of(life)].flat()),
    );
  for (let i = 0; i < lives.length; i += AT_ONCE)
    await insert(
      sql,
      'demand',
      lives.slice(i, i + AT_ONCE).map((life) => rows.demandRow(life, keys)),
    );
  await each('demand_search', rows.searchRow);
  await each('demand_origin', rows.originRows);
  await each('demand_event', rows.eventRows);
  await each('words', rows.wordsRows);
  await each('task', rows.taskRows);
  const notices = lives.flatMap(rows.noticeRows).sort((a, b) => String(a['at']).localeCompare(String(b['at'])));
  await insert(sql, 'notice', notices);
  await insert(sql, 'spot_check', checks.map(rows.checkRow));
  await insert(
    sql,
    'callback_job',
    phones.map((phone) => rows.jobRow(phone, until)),
  );
  await each('intake_outbox', rows.outboxRows);
}

async function insert(sql: Sql, table: string, all: readonly rows.Row[]): Promise<void> {
  for (let i = 0; i < all.length; i += AT_ONCE) {
    const some = all.slice(i, i + AT_ONCE);
    const columns = Prisma.raw(
      Object.keys(some[0]!)
        .map((name) => `"${name}"`)
        .join(', '),
    );
    const into = Prisma.raw(`"${table}"`);
    await sql`INSERT INTO ${into} (${columns}) SELECT ${columns}
      FROM jsonb_populate_recordset(NULL::${into}, ${JSON.stringify(some)}::jsonb)`;
  }
}

const summaryOf = ({ lives, phones, checks }: Month): Simulated => ({
  demands: lives.length,
  open: lives.filter((life) => !isEnded(life)).length,
  events: lives.reduce((sum, { events }) => sum + events.length, 0),
  callbacks: phones.length,
  spotChecks: checks.length,
  closed: lives.filter(({ demand }) => demand.stage === 'closed').length,
  dissatisfied: lives.filter(({ demand }) => demand.rounds.some(({ rating }) => rating !== null && rating <= 2)).length,
  breaches: lives.reduce(
    (sum, { demand }) => sum + demand.clocks.filter(({ state }) => state === 'breached').length,
    0,
  ),
});

const added = (one: Simulated, other: Simulated): Simulated =>
  Object.fromEntries(
    Object.entries(one).map(([name, value]) => [name, value + other[name as keyof Simulated]]),
  ) as unknown as Simulated;
