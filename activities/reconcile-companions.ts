import { WorkflowNotFoundError } from '@temporalio/client';
import type { Logger } from 'pino';
import { missingDependency } from '../src/api/outages';
import { readOpenAppeals, startAppeal } from '../src/appeals/start-appeals';
import type { Database } from '../src/database/client';
import { readOpenJobs } from '../src/database/open-jobs';
import { closePoll, readOpenPolls, type OpenPoll } from '../src/database/polls';
import { calendarFrom, type PublishedRules } from '../src/database/rules';
import { startOnce } from '../src/intake/start-once';
import type { Engine } from '../src/intake/start-workflow';
import { readOpenPromises, startPromise } from '../src/promises/start-promises';
import { callbackWorkflowId, endPollSignal, pollWorkflowId } from '../workflows/messages';

const PAGE = 200;
const AT_ONCE = 10;

type Missing = 'promise_missing' | 'appeal_missing' | 'poll_missing' | 'callback_missing';
type Outlived = { found: 'poll_outlived'; did: 'closed' };
export type MendedCompanion = { number: string } & ({ found: Missing; did: 'started' } | Outlived);

/** What runs beside a demand by its own workflow. `start` answers false where there is one, running or ended. */
interface Companion {
  id: string;
  number: string;
  start: () => Promise<boolean>;
  /** It should not run any more, and `start` closes it. */
  outlived?: Outlived;
}
interface Source {
  found: Missing;
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
  const { policy, calendarYears } = rules;
  return [
    {
      ...{ found: 'promise_missing', first: NO_UUID },
      read: async (page) =>
        (await readOpenPromises(database, rules, page)).map(({ number, input }) => ({
          ...{ id: input.open.id, number, start: () => startPromise(engine, input) },
        })),
    },
    {
      ...{ found: 'appeal_missing', first: NO_UUID },
      read: async (page) =>
        (await readOpenAppeals(database, rules, page)).map(({ number, appeal }) => ({
          ...{ id: appeal.id, number, start: () => startAppeal(engine, appeal) },
        })),
    },
    {
      ...{ found: 'poll_missing', first: NO_UUID },
      read: async (page) => (await readOpenPolls(database, page)).map((poll) => pollBeside(engine, database, poll)),
    },
    {
      ...{ found: 'callback_missing', first: '' },
      read: async (page) =>
        (await readOpenJobs(database, page)).map(({ number, job }) => {
          const calendar = calendarFrom(calendarYears, Date.now());
          const input = { open: job, held: job, policy, calendar };
          const start = () => startOnce(engine, 'callback', { id: callbackWorkflowId(job.id), args: [input] });
          return { id: job.id, number, start };
        }),
    },
  ];
}

function pollBeside(engine: Engine, database: Database, { number, isOver, ...input }: OpenPoll): Companion {
  const id = input.poll;
  if (isOver)
    return {
      id,
      number,
      start: () => endPoll(engine, database, id),
      outlived: { found: 'poll_outlived', did: 'closed' },
    };
  const start = { id: pollWorkflowId(id), again: 'after a failure' } as const;
  return { id, number, start: () => startOnce(engine, 'poll', { ...start, args: [input] }) };
}

/** It did not hear that its demand ended: it began only afterwards, or the engine had lost it. */
async function endPoll({ client }: Engine, database: Database, poll: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(pollWorkflowId(poll)).signal(endPollSignal);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  await closePoll(database, { poll, at: Date.now(), wordsId: null, isEnded: true });
  return true;
}

/** Starts what is missing; answers what was mended. One that cannot be started keeps no other from being looked at. */
export async function startMissing(
  engine: Engine,
  database: Database,
  rules: PublishedRules,
  { log, heartbeat }: { log: Logger; heartbeat: () => void },
): Promise<MendedCompanion[]> {
  const mended: MendedCompanion[] = [];

  async function look({ found, first, read }: Source): Promise<void> {
    for (let after = first; ;) {
      const page = await read({ after, limit: PAGE });
      for (let i = 0; i < page.length; i += AT_ONCE) {
        const batch = page.slice(i, i + AT_ONCE);
        const started = await Promise.all(batch.map((each) => startOrTell(each, found)));
        for (const { number, outlived } of batch.filter((_, n) => started[n]))
          mended.push({ number, ...(outlived ?? ({ found, did: 'started' } as const)) });
        heartbeat();
      }
      if (page.length < PAGE) return;
      after = page[page.length - 1]!.id;
    }
  }

  async function startOrTell({ id, number, start }: Companion, found: Missing): Promise<boolean> {
    try {
      return await start();
    } catch (error) {
      if (missingDependency(error)) throw error;
      log.error({ demand: number, found, id, error: String(error) }, 'not started');
      return false;
    }
  }

  for (const source of sources(engine, database, rules)) await look(source);
  return mended;
}
