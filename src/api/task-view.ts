import { z } from 'zod';
import type { QueueRow } from '../database/tasks';
import { shownClocks } from '../domain/demand';
import { TASKS, type TaskKind } from '../domain/record';
import { ROLES } from '../domain/vocabulary';
import { badgeView, beijing, demandSchema, timeSchema, unitView, type Units } from './demands/view';
import { unitSchema } from './units';

const kinds = [...(Object.keys(TASKS) as TaskKind[]), 'callback'] as const;

/** What a queue shows of a demand. */
export const shortDemandSchema = demandSchema
  .pick({
    ...{ number: true, title: true, kind: true, category: true, stage: true, level: true, urgency: true, risk: true },
    ...{ round: true, version: true, supervised: true, unit: true, leadUnit: true, clocks: true },
    ...{ subject: true, createdAt: true, returns: true, urges: true },
  })
  .meta({ id: 'ShortDemand' });
export const taskSchema = z
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

export function taskView(row: QueueRow, units: Units, now: number): z.output<typeof taskSchema> {
  const { kind, username } = row;
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
    demand: shortDemand(row, units),
  };
}

type ShortDemand = z.output<typeof shortDemandSchema>;

function shortDemand({ title, subject_type, subject_name, state }: QueueRow, units: Units): ShortDemand {
  const { number, kind, category, stage, level, urgency, risk, round, version, supervised, lead, returns, urges } =
    state;
  return {
    ...{ number, title, kind, category, stage, level, urgency, risk, round, version, supervised, returns, urges },
    subject: { type: subject_type as ShortDemand['subject']['type'], name: subject_name },
    createdAt: beijing(state.createdAt),
    unit: unitView(units, state.place.id),
    leadUnit: lead && unitView(units, lead.id),
    clocks: shownClocks(state).map(badgeView),
  };
}
