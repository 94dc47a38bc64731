import { z } from 'zod';
import type { HeldSeats } from '../database/seats';
import type { QueueRow } from '../database/tasks';
import { shownClocks } from '../domain/demand';
import { TASKS, type TaskKind } from '../domain/record';
import { ROLES } from '../domain/vocabulary';
import type { SignedIn } from './actor';
import {
  awayView,
  badgeView,
  beijing,
  demandSchema,
  holderSchema,
  timeSchema,
  unitView,
  type Units,
} from './demands/view';
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
export const standInSchema = z
  .object({ user: z.object({ username: z.string(), name: z.string() }).nullable(), unit: unitSchema.nullable() })
  .meta({ id: 'StandIn' });
export const taskSchema = z
  .object({
    kind: z.enum(kinds),
    label: z.string(),
    role: z.enum(ROLES),
    unit: unitSchema,
    user: holderSchema.nullable().meta({ description: '由谁持有；空为尚无人认领' }),
    standIn: standInSchema.nullable().meta({ description: '您代谁办：休假的人，或无人在岗的单位；空为您自己的' }),
    dueAt: timeSchema.nullable(),
    overdue: z.boolean(),
    since: timeSchema,
    callback: z.string().nullable().meta({ description: '回访任务的 id' }),
    demand: shortDemandSchema,
  })
  .meta({ id: 'Task' });

/** Who asks, and who is away. */
export interface TaskViewer {
  actor: SignedIn;
  seats: HeldSeats;
}

export function taskView(row: QueueRow, units: Units, now: number, viewer: TaskViewer): z.output<typeof taskSchema> {
  const { kind } = row;
  return {
    kind,
    label: kind === 'callback' ? '待回访' : TASKS[kind],
    role: row.role as z.output<typeof taskSchema>['role'],
    unit: unitView(units, row.unit_id),
    user: holderOf(row, viewer),
    standIn: standInOf(row, viewer, units),
    dueAt: row.due_at && beijing(row.due_at.getTime()),
    overdue: row.overdue || (row.due_at !== null && row.due_at.getTime() <= now),
    since: beijing(row.since.getTime()),
    callback: row.job,
    demand: shortDemand(row, units),
  };
}

function holderOf({ username, user_name: name, user_id: id, user_disabled: isGone }: QueueRow, { seats }: TaskViewer) {
  if (username === null || id === null) return null;
  const away = awayView(seats, id);
  return {
    username,
    name: name ?? username,
    ...(away ? { away } : {}),
    ...(isGone ? { disabled: true as const } : {}),
  };
}

/** Why it is the caller's where it is not by their own right. */
function standInOf(
  { role, unit_id: unit, user_id: holder }: QueueRow,
  { actor, seats }: TaskViewer,
  units: Units,
): z.output<typeof standInSchema> | null {
  const by = actor.acting.filter((grant) => grant.role === role && grant.unit === unit);
  const isOwn = by.some((grant) => (grant.for ?? grant.from) === undefined);
  if (by.length === 0 || (isOwn && (holder === null || !by.some((grant) => grant.for === holder)))) return null;
  const { for: absent, from } = by.find((grant) => grant.for === holder) ?? by[0]!;
  return {
    user: absent === undefined ? null : seats.personOf(absent),
    unit: from === undefined ? null : unitView(units, unit),
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
