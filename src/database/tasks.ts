import type { Demand } from '../domain/demand';
import type { TaskKind } from '../domain/record';
import { Prisma, type Database } from './client';
import { armsOf, QUEUES, scopeOf, type Queue, type QueueView } from './queues';

export interface QueueRow {
  key: string;
  kind: TaskKind | 'callback';
  role: string;
  unit_id: string;
  user_id: string | null;
  username: string | null;
  user_name: string | null;
  due_at: Date | null;
  overdue: boolean;
  since: Date;
  job: string | null;
  demand_id: string;
  title: string;
  state: Demand;
}

/** Due time, demand and key of the last item seen. */
export type QueueCursor = [string | null, string, string];

/** What comes after the cursor in the order "due first, what has no due time last". */
function beyond(cursor: QueueCursor | undefined, due: Prisma.Sql, demand: Prisma.Sql, key: Prisma.Sql): Prisma.Sql {
  if (!cursor) return Prisma.sql`TRUE`;
  const [at, id, last] = cursor;
  const after = Prisma.sql`(${demand}, ${key}) > (${id}::uuid, ${last})`;
  if (at === null) return Prisma.sql`${due} IS NULL AND ${after}`;
  return Prisma.sql`(${due} > ${at}::timestamptz OR ${due} = ${at}::timestamptz AND ${after} OR ${due} IS NULL)`;
}

const WIDE: readonly Queue[] = ['unit', 'due_soon', 'overdue'];
const isOpenJob = Prisma.sql`c.state IN ('offered', 'claimed')`;
const taskColumns = Prisma.sql`
  SELECT t.kind AS key, t.kind, t.role, t.unit_id, t.user_id, t.due_at, t.overdue, t.since, NULL AS job, t.demand_id FROM task t`;
const jobColumns = Prisma.sql`
  SELECT 'callback:' || c.id AS key, 'callback' AS kind, 'callback' AS role, c.unit_id, c.claimed_by AS user_id,
    c.window_end AS due_at, FALSE AS overdue, c.window_start AS since, c.id AS job, c.demand_id FROM callback_job c`;

/** One page of a queue, the nearest due time first. Reads one row more than `limit`, which says that there is a next page. */
export async function readQueue(
  database: Database,
  queue: Queue,
  view: QueueView,
  page: { after?: QueueCursor; limit: number },
): Promise<QueueRow[]> {
  const { tasks, jobs } = armsOf(queue, view, scopeOf(view));
  // Narrow queues are gathered first and sorted then: in the order of due times the planner would walk through everybody's work.
  const fence = WIDE.includes(queue) ? Prisma.empty : Prisma.sql`OFFSET 0`;
  const end = Prisma.sql`ORDER BY due_at, demand_id, key LIMIT ${page.limit + 1}`;
  const ofTask = beyond(page.after, Prisma.sql`t.due_at`, Prisma.sql`t.demand_id`, Prisma.sql`t.kind`);
  const ofJob = beyond(page.after, Prisma.sql`c.window_end`, Prisma.sql`c.demand_id`, Prisma.sql`'callback:' || c.id`);
  const arms = [
    ...(tasks ? [Prisma.sql`(SELECT * FROM (${taskColumns} WHERE ${tasks} AND ${ofTask} ${fence}) t ${end})`] : []),
    ...(jobs ? [Prisma.sql`(${jobColumns} WHERE ${isOpenJob} AND ${jobs} AND ${ofJob} ${end})`] : []),
  ];
  return database.sql<QueueRow>`
    WITH page AS (SELECT * FROM (${Prisma.join(arms, ' UNION ALL ')}) work ${end})
    SELECT page.*, u.username, u.name AS user_name, d.title, d.state
    FROM page JOIN demand d ON d.id = page.demand_id LEFT JOIN staff_user u ON u.id = page.user_id
    ORDER BY page.due_at, page.demand_id, page.key`;
}

/** How much is in each queue of the caller: one statement, one pass over the open work that is watched. */
export async function countQueues(database: Database, view: QueueView): Promise<Record<Queue, number>> {
  const { myTask, myJob, seenTask, seenJob } = scopeOf(view);
  const flags = {
    ...{ myTask: Prisma.sql`t.mine`, seenTask: Prisma.sql`TRUE` },
    ...{ myJob: Prisma.sql`c.mine`, seenJob: Prisma.sql`c.seen` },
  };
  const arms = QUEUES.map((queue) => armsOf(queue, view, flags));
  const counted = (conditions: (Prisma.Sql | null)[]) =>
    Prisma.join(
      conditions.map((condition) => Prisma.sql`count(*) FILTER (WHERE ${condition ?? Prisma.sql`FALSE`})::int`),
    );
  const [row] = await database.sql<{ tasks: number[]; jobs: number[] }>`
    SELECT
      (SELECT ARRAY[${counted(arms.map((arm) => arm.tasks))}] FROM
        (SELECT t.kind, t.due_at, t.overdue, t.supervised, ${myTask} AS mine FROM task t WHERE ${seenTask}) t) AS tasks,
      (SELECT ARRAY[${counted(arms.map((arm) => arm.jobs))}] FROM
        (SELECT c.window_end, ${myJob} AS mine, ${seenJob} AS seen FROM callback_job c WHERE ${isOpenJob}) c) AS jobs`;
  const { tasks, jobs } = row!;
  return Object.fromEntries(QUEUES.map((queue, i) => [queue, tasks[i]! + jobs[i]!])) as Record<Queue, number>;
}
