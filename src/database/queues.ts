import type { TaskKind } from '../domain/record';
import { Prisma } from './client';

export const QUEUES = [
  'mine',
  'unit',
  'due_soon',
  'overdue',
  'dispatch',
  'rule',
  'accept',
  'handle',
  'review',
  'reply',
  'approvals',
  'supervised',
  'callbacks',
] as const;
export type Queue = (typeof QUEUES)[number];

/** Whose queues, and what counts as now and soon. */
export interface QueueView {
  user: string;
  /** With those by which they stand in; `from` marks a vacant seat that they cover from above. */
  grants: readonly { role: string; unit: string; from?: string }[];
  /** Others whose held work is theirs as well: absent people for whom they stand in, and people who can no longer sign in. */
  others?: readonly string[];
  /** Units whose open work the caller sees: those with a grant, and all under a supervisor's. Null means every unit. */
  watched: readonly string[] | null;
  now: Date;
  soon: Date;
}

/** Conditions on a task row `t` and on a callback job `c`; null leaves that kind of work out. */
export interface Arms {
  tasks: Prisma.Sql | null;
  jobs: Prisma.Sql | null;
}

/** What is the caller's to do, and what the caller watches, of tasks `t` and of jobs `c`. */
export interface Scope {
  myTask: Prisma.Sql;
  myJob: Prisma.Sql;
  seenTask: Prisma.Sql;
  seenJob: Prisma.Sql;
}

/** Who may know of jobs of spot checks in their unit and below. */
const CHECKERS: readonly string[] = ['callback', 'supervisor', 'administrator', 'auditor'];

const APPROVALS: TaskKind[] = ['decide_extension', 'decide_deferral', 'rule'];

export function scopeOf({ user, grants, others = [], watched }: QueueView): Scope {
  const units = grants.map((grant) => grant.unit);
  const belongsTo = grants.filter((grant) => grant.from === undefined).map((grant) => grant.unit);
  const holders = [user, ...others];
  const roles = grants.map((grant) => grant.role);
  const seatsOf = (role: string) => grants.filter((grant) => grant.role === role).map((grant) => grant.unit);
  const seats = seatsOf('callback');
  const belongs = Prisma.sql`COALESCE(c.lead_unit_id = ANY(${belongsTo}::text[]) AND c.lead_unit_id <> c.sight[1], FALSE)`;
  // Of a spot check the units below, and whoever is of the handling unit, must not know before the call.
  const checkers = grants.filter(({ role }) => CHECKERS.includes(role)).map((grant) => grant.unit);
  const mayKnow = Prisma.sql`(c.kind <> 'spot_check' OR c.sight && ${checkers}::text[] AND NOT ${belongs})`;
  const rulers = seatsOf('supervisor');
  const ofMyRole = Prisma.sql`(t.unit_id, t.role) IN (SELECT * FROM unnest(${units}::text[], ${roles}::text[]))`;
  // A dispute before the committee is ruled by its dispatchers and its supervisors (`ruling_committee` of the domain).
  const mine =
    rulers.length > 0 ? Prisma.sql`(${ofMyRole} OR t.kind = 'rule' AND t.unit_id = ANY(${rulers}::text[]))` : ofMyRole;
  return {
    myTask: Prisma.sql`${mine} AND (t.user_id IS NULL OR t.user_id = ANY(${holders}::text[]))`,
    // Who may phone, as `callbackRefusal` of the domain has it.
    myJob: Prisma.sql`c.sight && ${seats}::text[] AND ${user} <> ALL(c.worked_on)
      AND NOT ${belongs}
      AND (c.claimed_by IS NULL OR c.claimed_by = ANY(${holders}::text[]))`,
    seenTask: watched ? Prisma.sql`t.unit_id = ANY(${[...watched]}::text[])` : Prisma.sql`TRUE`,
    seenJob: watched ? Prisma.sql`c.unit_id = ANY(${[...watched]}::text[]) AND ${mayKnow}` : mayKnow,
  };
}

/** One line for each case that is watched, however much is to be done for it: its answer first. */
const leadsItsCase = (watched: QueueView['watched']): Prisma.Sql => Prisma.sql`NOT EXISTS (
  SELECT 1 FROM task o WHERE o.demand_id = t.demand_id
    AND (o.kind <> 'answer_supervision', o.kind) < (t.kind <> 'answer_supervision', t.kind)
    AND ${watched ? Prisma.sql`o.unit_id = ANY(${[...watched]}::text[])` : Prisma.sql`TRUE`})`;

export function armsOf(queue: Queue, view: QueueView, { myTask, myJob, seenTask, seenJob }: Scope): Arms {
  const { now, soon, watched } = view;
  const ofKinds = (kinds: TaskKind[]): Arms => ({
    tasks: Prisma.sql`${myTask} AND t.kind = ANY(${kinds})`,
    jobs: null,
  });
  switch (queue) {
    case 'mine':
      return { tasks: myTask, jobs: myJob };
    case 'unit':
      return { tasks: seenTask, jobs: seenJob };
    case 'due_soon':
      return {
        tasks: Prisma.sql`${seenTask} AND NOT t.overdue AND t.due_at > ${now} AND t.due_at <= ${soon}`,
        jobs: Prisma.sql`${seenJob} AND c.window_end > ${now} AND c.window_end <= ${soon}`,
      };
    case 'overdue':
      return {
        tasks: Prisma.sql`${seenTask} AND (t.overdue OR t.due_at <= ${now})`,
        jobs: Prisma.sql`${seenJob} AND c.window_end <= ${now}`,
      };
    case 'approvals':
      return ofKinds(APPROVALS);
    case 'supervised':
      return { tasks: Prisma.sql`${seenTask} AND t.supervised AND ${leadsItsCase(watched)}`, jobs: null };
    case 'callbacks':
      return { tasks: null, jobs: myJob };
    default:
      return ofKinds([queue]);
  }
}
