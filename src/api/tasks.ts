import { z } from 'zod';
import { createRulesReader, calendarFrom } from '../database/rules';
import { QUEUES, type QueueView } from '../database/queues';
import { countQueues, type QueueRow, readQueue } from '../database/tasks';
import { createUnitDirectory } from '../database/unit-directory';
import { shownClocks } from '../domain/demand';
import { TASKS, type TaskKind } from '../domain/record';
import { ROLES } from '../domain/vocabulary';
import { addWorkingTime } from '../domain/working-time';
import { type SignedIn, unitsWithRole } from './actor';
import type { Api, ApiDependencies } from './app';
import { beijing, demandSchema, timeSchema, unitView, type Units } from './demands/view';
import { decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { unitSchema } from './units';

const kinds = [...(Object.keys(TASKS) as TaskKind[]), 'callback'] as const;

/** What a queue shows of a demand. */
export const shortDemandSchema = demandSchema
  .pick({
    ...{ number: true, title: true, kind: true, category: true, stage: true, level: true, urgency: true, risk: true },
    ...{ round: true, version: true, supervised: true, unit: true, leadUnit: true, clocks: true },
  })
  .meta({ id: 'ShortDemand' });
const taskSchema = z
  .object({
    kind: z.enum(kinds),
    label: z.string(),
    role: z.enum(ROLES),
    unit: unitSchema,
    user: z
      .object({ username: z.string(), name: z.string() })
      .nullable()
      .meta({ description: '由谁持有;空为尚无人认领' }),
    dueAt: timeSchema.nullable(),
    overdue: z.boolean(),
    since: timeSchema,
    callback: z.string().nullable().meta({ description: '回访任务的 id' }),
    demand: shortDemandSchema,
  })
  .meta({ id: 'Task' });
const counts = z.object(Object.fromEntries(QUEUES.map((queue) => [queue, z.int()])));
const tasksSchema = listOf(taskSchema).extend({ counts: counts.meta({ description: '各队列的件数' }) });
const cursorSchema = z.tuple([z.iso.datetime({ offset: true }).nullable(), z.uuid(), z.string().max(200)]);

// Half a working day: long enough to do something about it today.
const SOON = 4 * 60 * 60_000;

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
          'mine:我办的,以及我的角色在本单位可办而无人持有的;unit:本单位全部(督办人员含下级);due_soon:4 个工作小时内到期;其余按环节。',
        querystring: z.object({ queue: z.enum(QUEUES).default('mine'), ...pageQuery }),
        response: { 200: tasksSchema },
      },
    },
    async ({ actor, query: { queue, cursor, limit } }) => {
      const after = decodeCursor(cursor, cursorSchema);
      const units = await directory.units(actor.units);
      const { calendarYears } = await readRules();
      const now = Date.now();
      const soon = addWorkingTime(calendarFrom(calendarYears, now), now, SOON).at;
      const view = queueView(actor, units, now, soon);
      const [rows, counts] = await Promise.all([
        readQueue(database, queue, view, { after, limit }),
        countQueues(database, view),
      ]);
      const page = pageOf(rows, limit, (row) => [row.due_at?.toISOString() ?? null, row.demand_id, row.key]);
      const named = await directory.units(page.items.flatMap((row) => [row.unit_id, row.state.place.id]));
      return { ...page, items: page.items.map((row) => taskView(row, named, now)), counts };
    },
  );
}

/** Everybody sees the open work of their own units; a supervisor also that of the units below, at the district of all. */
function queueView(actor: SignedIn, units: Units, now: number, soon: number): QueueView {
  const times = { now: new Date(now), soon: new Date(soon) };
  const supervised = new Set(unitsWithRole(actor, 'supervisor'));
  const watchesAll = [...supervised].some((id) => units.get(id)?.path.length === 1);
  const below = [...units.values()].filter((unit) => unit.path.some((id) => supervised.has(id))).map((unit) => unit.id);
  const watched = watchesAll ? null : [...new Set([...actor.units, ...below])];
  return { user: actor.user, grants: actor.grants, watched, ...times };
}

function taskView(row: QueueRow, units: Units, now: number): z.output<typeof taskSchema> {
  const { kind, username, state } = row;
  return {
    kind,
    label: kind === 'callback' ? '待回访' : TASKS[kind],
    role: row.role as z.output<typeof taskSchema>['role'],
    unit: unitView(units, row.unit_id),
    user: username === null ? null : { username, name: row.user_name ?? username },
    dueAt: row.due_at && beijing(row.due_at.getTime()),
    overdue: row.overdue || (row.due_at !== null && row.due_at.getTime() <= now),
    since: beijing(row.since.getTime()),
    callback: row.job,
    demand: shortDemand(row.title, state, units),
  };
}

function shortDemand(title: string, state: QueueRow['state'], units: Units): z.output<typeof shortDemandSchema> {
  const { number, kind, category, stage, level, urgency, risk, round, version, supervised, lead } = state;
  return {
    ...{ number, title, kind, category, stage, level, urgency, risk, round, version, supervised },
    unit: unitView(units, state.place.id),
    leadUnit: lead && unitView(units, lead.id),
    clocks: shownClocks(state).map((clock) => ({ ...clock, dueAt: beijing(clock.dueAt) })),
  };
}
