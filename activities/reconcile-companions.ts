import { WorkflowNotFoundError, type Client, type WorkflowClient } from '@temporalio/client';
import type { Logger } from 'pino';
import { missingDependency } from '../src/api/outages';
import { readOpenAppeals, startAppeal } from '../src/appeals/start-appeals';
import { recordAppeal } from '../src/database/appeals';
import type { Database } from '../src/database/client';
import { readOpenJobs } from '../src/database/open-jobs';
import { closePoll, readOpenPolls, type OpenPoll } from '../src/database/polls';
import { recordCallback } from '../src/database/record-callback';
import { recordPromise } from '../src/database/record-promise';
import { calendarFrom, type PublishedRules } from '../src/database/rules';
import type { Appeal } from '../src/domain/appeal';
import type { CallbackJob } from '../src/domain/callback';
import { isNewer } from '../src/domain/calendar';
import { startOnce } from '../src/intake/start-once';
import type { Engine } from '../src/intake/start-workflow';
import { readOpenPromises, startPromise } from '../src/promises/start-promises';
import {
  appealQuery,
  appealWorkflowId,
  callbackQuery,
  callbackWorkflowId,
  endPollSignal,
  pollWorkflowId,
  promiseQuery,
  promiseWorkflowId,
  type PromiseInput,
} from '../workflows/messages';
import { tellAppealCalendar } from './calendar-change';
import { livingOnly } from './engine-answers';
import { compareKept, type Mending } from './reconcile-kept';

const PAGE = 200;
const AT_ONCE = 10;

export type Sort = 'promise' | 'appeal' | 'poll' | 'callback';
/** What was wrong with something beside a demand, and what was done about it. */
type Remedy =
  | { found: `${Sort}_missing`; did: 'started' }
  /** The engine was restored to an earlier time; `closed` where the record says that it is over. */
  | { found: `${Sort}_behind`; did: 'started' | 'closed' }
  | { found: 'poll_outlived'; did: 'closed' }
  | { found: 'record_behind'; did: 'published' }
  | { found: 'calendar_behind'; did: 'told' };
export type MendedCompanion = { number: string } & Remedy;

/** What runs beside a demand by its own workflow. */
interface Companion {
  id: string;
  number: string;
  /** Null where nothing is wrong. */
  mend: () => Promise<Remedy | null>;
}
interface Source {
  /** Before any id. */
  first: string;
  read: (page: { after: string; limit: number }) => Promise<Companion[]>;
}

const NO_UUID = '00000000-0000-0000-0000-000000000000';

/**
 * Everything beside the demands that is open in the record goes on where the engine has lost its workflow, or where somebody
 * terminated it; only a callback that was terminated stays so, because its demand was told that nobody was reached.
 */
function sources(engine: Engine, database: Database, rules: PublishedRules): Source[] {
  const around = { engine, database, rules, client: engine.client, living: livingOnly(engine.client) };
  return [
    {
      first: NO_UUID,
      read: async (page) =>
        (await readOpenPromises(database, rules, page)).map(({ number, input }) => ({
          ...{ id: input.open.id, number, mend: () => mendPromise(around, input) },
        })),
    },
    {
      first: NO_UUID,
      read: async (page) =>
        (await readOpenAppeals(database, rules, page)).map(({ number, appeal }) => ({
          ...{ id: appeal.id, number, mend: () => mendAppeal(around, appeal) },
        })),
    },
    {
      first: NO_UUID,
      read: async (page) => (await readOpenPolls(database, page)).map((poll) => pollBeside(engine, database, poll)),
    },
    {
      first: '',
      read: async (page) =>
        (await readOpenJobs(database, page)).map(({ number, job }) => ({
          ...{ id: job.id, number, mend: () => mendCallback(around, job) },
        })),
    },
  ];
}

interface Around {
  engine: Engine;
  database: Database;
  rules: PublishedRules;
  client: Client;
  living: WorkflowClient;
}

const remedyOf = (sort: Sort, mending: Mending): Remedy =>
  mending === 'published'
    ? { found: 'record_behind', did: 'published' }
    : { found: `${sort}_${mending}`, did: 'started' };

async function mendPromise(around: Around, input: PromiseInput): Promise<Remedy | null> {
  const { engine, database } = around;
  const { id } = input.open;
  const where = { id };
  const mending = await compareKept(around, {
    ...{ workflowId: promiseWorkflowId(id), query: promiseQuery, version: input.held?.version ?? 0 },
    versionNow: async () => (await database.demandPromise.findUniqueOrThrow({ where })).version,
    publish: (held) => recordPromise(database, held, []),
    start: () => startPromise(engine, input),
  });
  return typeof mending === 'string' ? remedyOf('promise', mending) : null;
}

async function mendAppeal(around: Around, appeal: Appeal): Promise<Remedy | null> {
  const { engine, database, rules } = around;
  const where = { id: appeal.id };
  const mending = await compareKept(around, {
    ...{ workflowId: appealWorkflowId(appeal.id), query: appealQuery, version: appeal.version },
    versionNow: async () => (await database.appeal.findUniqueOrThrow({ where })).version,
    publish: (held) => recordAppeal(database, held, []),
    start: () => startAppeal(engine, appeal),
  });
  if (typeof mending === 'string') return remedyOf('appeal', mending);
  const calendar = calendarFrom(rules.calendarYears, appeal.filedAt);
  // One of an earlier version, which does not know its years, hears when a year is published.
  if (mending?.years === undefined || mending.state !== 'open' || !isNewer(calendar, mending.years)) return null;
  await tellAppealCalendar(engine, appeal, calendar);
  return { found: 'calendar_behind', did: 'told' };
}

async function mendCallback(around: Around, job: CallbackJob): Promise<Remedy | null> {
  const { engine, database, rules } = around;
  const [id, workflowId] = [job.id, callbackWorkflowId(job.id)];
  const input = { open: job, held: job, policy: rules.policy, calendar: calendarFrom(rules.calendarYears, Date.now()) };
  const mending = await compareKept(around, {
    ...{ workflowId, query: callbackQuery, version: job.version },
    versionNow: async () => (await database.callbackJob.findUniqueOrThrow({ where: { id } })).version,
    publish: (held) => recordCallback(database, held, []),
    start: () => startOnce(engine, 'callback', { id: workflowId, args: [input] }),
    replace: () => startOnce(engine, 'callback', { id: workflowId, args: [input], again: 'after a failure' }),
  });
  return typeof mending === 'string' ? remedyOf('callback', mending) : null;
}

function pollBeside(engine: Engine, database: Database, { number, isOver, ...input }: OpenPoll): Companion {
  const id = input.poll;
  const start = { id: pollWorkflowId(id), again: 'after a failure' } as const;
  const mend = async (): Promise<Remedy | null> => {
    if (isOver) return endPoll(engine, database, id);
    const isStarted = await startOnce(engine, 'poll', { ...start, args: [input] });
    return isStarted ? remedyOf('poll', 'missing') : null;
  };
  return { id, number, mend };
}

/** It did not hear that its demand ended: it began only afterwards, or the engine had lost it. */
async function endPoll({ client }: Engine, database: Database, poll: string): Promise<Remedy> {
  try {
    await client.workflow.getHandle(pollWorkflowId(poll)).signal(endPollSignal);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  await database.transact((sql) => closePoll(sql, { poll, at: Date.now(), wordsId: null, isEnded: true }));
  return { found: 'poll_outlived', did: 'closed' };
}

/** Mends what is missing or knows too little. One that cannot be mended keeps no other from being looked at. */
export async function mendCompanions(
  engine: Engine,
  database: Database,
  rules: PublishedRules,
  { log, heartbeat }: { log: Logger; heartbeat: () => void },
): Promise<MendedCompanion[]> {
  const mended: MendedCompanion[] = [];

  async function look({ first, read }: Source): Promise<void> {
    for (let after = first; ;) {
      const page = await read({ after, limit: PAGE });
      for (let i = 0; i < page.length; i += AT_ONCE) {
        const batch = page.slice(i, i + AT_ONCE);
        const remedies = await Promise.all(batch.map(mendOrTell));
        for (const [n, remedy] of remedies.entries()) if (remedy) mended.push({ number: batch[n]!.number, ...remedy });
        heartbeat();
      }
      if (page.length < PAGE) return;
      after = page[page.length - 1]!.id;
    }
  }

  async function mendOrTell({ id, number, mend }: Companion): Promise<Remedy | null> {
    try {
      return await mend();
    } catch (error) {
      if (missingDependency(error)) throw error;
      log.error({ demand: number, id, error: String(error) }, 'not mended');
      return null;
    }
  }

  for (const source of sources(engine, database, rules)) await look(source);
  return mended;
}
