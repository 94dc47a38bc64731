import { z } from 'zod';
import { createRulesReader } from '../database/rules';
import { QUEUE_SORTS, type QueueCursor, type QueueSort } from '../database/queue-orders';
import { type HeldSeats, readSeats } from '../database/seats';
import { QUEUES, type Queue, type QueueView } from '../database/queues';
import { countQueues, MOST_FILTERED, type QueueRow, readQueue } from '../database/tasks';
import { createUnitDirectory } from '../database/unit-directory';
import { actsFor } from '../domain/acting';
import { RISKS, URGENCIES } from '../domain/vocabulary';
import type { SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { filterQuery } from './demands/reading';
import type { Units } from './demands/view';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { soonFrom } from './soon';
import { taskSchema, taskView } from './task-view';

export const queueSchema = z.enum(QUEUES);
const counts = z.object(Object.fromEntries(QUEUES.map((queue) => [queue, z.int()])) as Record<Queue, z.ZodInt>);
export const tasksSchema = listOf(taskSchema).extend({
  counts: counts.meta({ description: '各队列的件数，不受筛选影响' }),
  filtered: z
    .int()
    .optional()
    .meta({ description: `有筛选时：本队列中符合的件数，最多数到 ${MOST_FILTERED}` }),
});
const querySchema = z.object({
  queue: queueSchema.default('mine'),
  ...filterQuery,
  urgency: z.enum(URGENCIES).optional(),
  risk: z.enum(RISKS).optional(),
  sort: z.enum(QUEUE_SORTS).default('due').meta({ description: 'due：先到期的在前；newest：新到的在前' }),
  ...pageQuery,
});
const rest = [z.uuid(), z.string().max(200)] as const;
const cursorSchemas: Record<QueueSort, z.ZodType<QueueCursor>> = {
  due: z.tuple([cursorTime.nullable(), ...rest]),
  newest: z.tuple([cursorTime, ...rest]),
};

export async function taskRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  const readRules = createRulesReader(database);
  app.get(
    '/tasks',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['工作台'],
        summary: '工作队列',
        description:
          'mine：我办的，以及我的角色在本单位可办而无人持有的；unit：本单位全部（督办人员含下级）；due_soon:4 个工作小时内到期；supervised：督办中，一件一行；其余按环节。一件诉求可能有几项待办。',
        querystring: querySchema,
        response: { 200: tasksSchema },
      },
    },
    async ({ actor, query: { queue, sort, cursor, limit, ...filter } }) => {
      const after = decodeCursor(cursor, cursorSchemas[sort]);
      const now = Date.now();
      const soon = soonFrom(await readRules(), now);
      const seats = await readSeats(database);
      const view = queueView(actor, await directory.units(actor.units), seats, { now: new Date(now), soon });
      const [{ rows, filtered }, counts] = await Promise.all([
        readQueue(database, queue, view, { filter, sort, after, limit }),
        countQueues(database, view),
      ]);
      const page = pageOf(rows, limit, (row) => cursorOf(row, sort));
      const named = await directory.units(page.items.flatMap((row) => [row.unit_id, row.state.place.id]));
      return { ...page, items: page.items.map((row) => taskView(row, named, now, { actor, seats })), counts, filtered };
    },
  );
}

const cursorOf = ({ due_at, since, demand_id, key }: QueueRow, sort: QueueSort): QueueCursor => {
  const sortedBy = sort === 'newest' ? since : due_at;
  return [sortedBy?.toISOString() ?? null, demand_id, key];
};

/**
 * Everybody sees the open work of their own units and those of people for whom they stand in; a supervisor also that of the units
 * below, at the district of all.
 */
function queueView(
  actor: SignedIn,
  units: Units,
  { gone }: HeldSeats,
  times: Pick<QueueView, 'now' | 'soon'>,
): QueueView {
  const members = actor.acting.filter((grant) => grant.from === undefined);
  const supervised = new Set(members.filter(({ role }) => role === 'supervisor').map(({ unit }) => unit));
  const watchesAll = [...supervised].some((id) => units.get(id)?.path.length === 1);
  const below = [...units.values()].filter((unit) => unit.path.some((id) => supervised.has(id))).map((unit) => unit.id);
  const watched = watchesAll ? null : [...new Set([...members.map(({ unit }) => unit), ...below])];
  return { user: actor.user, grants: actor.acting, others: [...actsFor(actor.acting), ...gone], watched, ...times };
}
