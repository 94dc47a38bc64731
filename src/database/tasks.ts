import type { Demand } from '../domain/demand';
import type { TaskKind } from '../domain/record';
import { Prisma, type Database } from './client';
import { type DemandFilter, filterConditions } from './demand-search';
import { ORDERS, type QueueCursor, type QueueSort } from './queue-orders';
import { armsOf, QUEUES, scopeOf, type Queue, type QueueView } from './queues';

export interface QueueRow {
  key: string;
  kind: TaskKind | 'callback';
  role: string;
  unit_id: string;
  user_id: string | null;
  username: string | null;
  user_name: string | null;
  user_disabled: boolean;
  due_at: Date | null;
  overdue: boolean;
  since: Date;
  job: string | null;
  demand_id: string;
  title: string;
  subject_type: string;
  subject_name: string;
  state: Demand;
}

export interface QueuePage {
  filter: DemandFilter;
  sort: QueueSort;
  after?: QueueCursor;
  limit: number;
}

/** Counting what a filter leaves stops here. */
export const MOST_FILTERED = 1_000;

/** Queues of what the caller watches; the others hold what is the caller's to do. */
const WATCHED: readonly Queue[] = ['unit', 'due_soon', 'overdue', 'supervised'];
const WIDE: readonly Queue[] = ['unit', 'due_soon', 'overdue'];
const isOpenJob = Prisma.sql`c.state IN ('offered', 'claimed')`;
const ofTask = {
  columns: Prisma.sql`
    t.kind AS key, t.kind, t.role, t.unit_id, t.user_id, t.due_at, t.overdue, t.since, NULL AS job, t.demand_id`,
  ...{ due: Prisma.sql`t.due_at`, since: Prisma.sql`t.since`, tie: Prisma.sql`t.demand_id, t.kind` },
};
const ofJob = {
  columns: Prisma.sql`
    'callback:' || c.id AS key, 'callback' AS kind, 'callback' AS role, c.unit_id, c.claimed_by AS user_id,
    c.window_end AS due_at, FALSE AS overdue, c.window_start AS since, c.id AS job, c.demand_id`,
  ...{ due: Prisma.sql`c.window_end`, since: Prisma.sql`c.window_start` },
  tie: Prisma.sql`c.demand_id, 'callback:' || c.id`,
};

interface Source {
  kind: typeof ofTask;
  from: Prisma.Sql;
}

/** The kinds of work that a queue holds, with where each is read from. The demand is joined only to filter by it. */
function sourcesOf(queue: Queue, view: QueueView, filter: DemandFilter): Source[] {
  const { tasks, jobs } = armsOf(queue, view, scopeOf(view));
  const wanted = filterConditions(filter);
  const demandOf = (id: Prisma.Sql) => (wanted.length > 0 ? Prisma.sql`JOIN demand d ON d.id = ${id}` : Prisma.empty);
  const all = (...conditions: Prisma.Sql[]) => Prisma.join([...conditions, ...wanted], ' AND ');
  const ofTasks = (mine: Prisma.Sql) => Prisma.sql`FROM task t ${demandOf(Prisma.sql`t.demand_id`)} WHERE ${all(mine)}`;
  const ofJobs = (mine: Prisma.Sql) =>
    Prisma.sql`FROM callback_job c ${demandOf(Prisma.sql`c.demand_id`)} WHERE ${all(isOpenJob, mine)}`;
  return [
    ...(tasks ? [{ kind: ofTask, from: ofTasks(tasks) }] : []),
    ...(jobs ? [{ kind: ofJob, from: ofJobs(jobs) }] : []),
  ];
}

/** Narrow queues are gathered first and sorted then: in the order of due times the planner would walk through everybody's work. */
const fenceOf = (queue: Queue): Prisma.Sql => (WIDE.includes(queue) ? Prisma.empty : Prisma.sql`OFFSET 0`);

/**
 * One page of a queue, with one row more than `limit`, which says that there is a next page; and when it is filtered, how much
 * of the queue the filter leaves. With a first page that is found on the way: looking for few among many costs most.
 */
export async function readQueue(
  database: Database,
  queue: Queue,
  view: QueueView,
  { filter, sort, after, limit }: QueuePage,
): Promise<{ rows: QueueRow[]; filtered?: number }> {
  const isFiltered = filterConditions(filter).length > 0;
  const { by, beyond } = ORDERS[sort];
  const end = Prisma.sql`ORDER BY ${by} LIMIT ${isFiltered && !after ? MOST_FILTERED : limit + 1}`;
  const arms = sourcesOf(queue, view, filter).map(({ kind, from }) => {
    const rest = after ? Prisma.sql`AND ${beyond(after, kind)}` : Prisma.empty;
    return Prisma.sql`(SELECT * FROM (SELECT ${kind.columns} ${from} ${rest} ${fenceOf(queue)}) work ${end})`;
  });
  const read = isFiltered ? database.search : database.sql;
  const rows = await read<QueueRow & { found: number }>`
    WITH found AS (SELECT * FROM (${Prisma.join(arms, ' UNION ALL ')}) work ${end}),
      page AS (SELECT * FROM found ORDER BY ${by} LIMIT ${limit + 1})
    SELECT page.*, u.username, u.name AS user_name, u.disabled_at IS NOT NULL AS user_disabled, d.title, d.subject_type, d.subject_name, d.state,
      (SELECT count(*)::int FROM found) AS found
    FROM page JOIN demand d ON d.id = page.demand_id LEFT JOIN staff_user u ON u.id = page.user_id
    ORDER BY ${by}`;
  if (!isFiltered) return { rows };
  return { rows, filtered: after ? await countFiltered(database, queue, view, filter) : (rows[0]?.found ?? 0) };
}

async function countFiltered(database: Database, queue: Queue, view: QueueView, filter: DemandFilter): Promise<number> {
  const arms = sourcesOf(queue, view, filter).map(({ from }) => Prisma.sql`(SELECT 1 ${from} ${fenceOf(queue)})`);
  const [row] = await database.search<{ filtered: number }>`
    SELECT count(*)::int AS filtered FROM
      (SELECT 1 FROM (${Prisma.join(arms, ' UNION ALL ')}) work LIMIT ${MOST_FILTERED}) counted`;
  return row!.filtered;
}

/**
 * How much is in each queue of the caller, in one statement. What is the caller's to do is found by its index; only what is
 * watched, at the district all open work, needs a pass of its own, so there as little as possible is asked of each row.
 */
export async function countQueues(database: Database, view: QueueView): Promise<Record<Queue, number>> {
  const { myTask, myJob, seenTask, seenJob } = scopeOf(view);
  const flags = {
    ...{ myTask: Prisma.sql`TRUE`, seenTask: Prisma.sql`TRUE` },
    ...{ myJob: Prisma.sql`c.mine`, seenJob: Prisma.sql`c.seen` },
  };
  const counted = (queues: readonly Queue[], work: 'tasks' | 'jobs') => {
    const conditions = queues.map((queue) => armsOf(queue, view, flags)[work] ?? Prisma.sql`FALSE`);
    return Prisma.sql`ARRAY[${Prisma.join(conditions.map((one) => Prisma.sql`count(*) FILTER (WHERE ${one})::int`))}]`;
  };
  const tasksIn = (queues: readonly Queue[], scope: Prisma.Sql) =>
    Prisma.sql`(SELECT ${counted(queues, 'tasks')} FROM task t WHERE ${scope})`;
  const own = QUEUES.filter((queue) => !WATCHED.includes(queue));
  const [row] = await database.sql<{ own: number[]; watched: number[]; jobs: number[] }>`
    SELECT ${tasksIn(own, myTask)} AS own, ${tasksIn(WATCHED, seenTask)} AS watched,
      (SELECT ${counted(QUEUES, 'jobs')} FROM
        (SELECT c.window_end, ${myJob} AS mine, ${seenJob} AS seen FROM callback_job c WHERE ${isOpenJob}) c) AS jobs`;
  const { own: ownTasks, watched, jobs } = row!;
  const tasksOf = (queue: Queue) =>
    WATCHED.includes(queue) ? watched[WATCHED.indexOf(queue)]! : ownTasks[own.indexOf(queue)]!;
  return Object.fromEntries(QUEUES.map((queue, i) => [queue, tasksOf(queue) + jobs[i]!])) as Record<Queue, number>;
}
