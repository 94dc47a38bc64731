import { liveClock, shownClocks, type Demand } from './demand';
import { nextRung } from './clock';
import { oneLevelUp, sightOf, type UnitRef } from './organisation';
import { ENDED_STAGES, type ClockName, type Role, type Stage } from './vocabulary';

export const TASKS = {
  dispatch: '待分拨',
  rule: '待裁决',
  accept: '待签收',
  handle: '在办',
  review: '待审核',
  reply: '待反馈',
  decide_extension: '延期待审批',
  decide_deferral: '挂账待审批',
  answer_supervision: '督办待答复',
  verify: '整改待验收',
} as const;
export type TaskKind = keyof typeof TASKS;

/** One piece of open work: whose, and by when (epoch ms; null while its clock is paused, and without one). */
export interface Task {
  kind: TaskKind;
  role: Role;
  unit: string;
  user: string | null;
  dueAt: number | null;
  overdue: boolean;
}

/** The open work of a demand. The table of tasks is exactly this, for every demand. Callback jobs have their own record. */
export function tasksOf(demand: Demand): Task[] {
  if ((ENDED_STAGES as readonly Stage[]).includes(demand.stage)) return [];
  const tasks: Task[] = [];
  const add = (kind: TaskKind, role: Role, unit: UnitRef | null, name: ClockName, user: string | null = null) => {
    const clock = liveClock(demand, name);
    const dueAt = clock && clock.state !== 'paused' ? clock.dueAt : null;
    if (unit) tasks.push({ kind, role, unit: unit.id, user, dueAt, overdue: clock?.state === 'breached' });
  };
  const { holder } = demand;
  switch (demand.stage) {
    case 'dispatching':
      add(demand.ruling ? 'rule' : 'dispatch', 'dispatcher', holder.unit, 'dispatch');
      break;
    case 'accepting':
      add('accept', 'handler', demand.lead, 'accept', holder.user);
      break;
    case 'handling':
      add('handle', 'handler', demand.lead, 'handle', holder.user);
      break;
    case 'reviewing':
      add('review', 'reviewer', demand.lead, 'handle');
      break;
    case 'replying':
      add('reply', 'replier', demand.replying, 'reply');
      break;
    case 'rating':
      if (demand.kind === 'improvement') add('verify', 'supervisor', demand.collecting, 'rate');
      break;
    default:
  }
  if (demand.lead && demand.extension?.decided === null)
    add('decide_extension', 'supervisor', oneLevelUp(demand.lead), 'handle');
  if (demand.deferral?.decided === null) {
    const district = { id: demand.place.path[0]!, level: 'A', path: demand.place.path.slice(0, 1) } as const;
    add('decide_deferral', 'supervisor', { ...district, path: [...district.path] }, 'handle');
  }
  if (demand.supervision?.answeredAt === null) {
    if (demand.lead) add('answer_supervision', 'handler', demand.lead, 'supervision', holder.user);
    else add('answer_supervision', 'dispatcher', holder.unit, 'supervision');
  }
  return tasks;
}

/** Every unit that may see the demand: all it concerns or concerned, with their ancestors. */
export function sightOfDemand(demand: Demand): string[] {
  const units = [
    demand.place,
    demand.collecting,
    demand.lead,
    demand.replying,
    demand.holder.unit,
    ...demand.co,
    ...demand.past,
  ];
  return sightOf(units.filter((unit): unit is UnitRef => unit !== null));
}

/** What lists sort and filter by: the nearest due time among live clocks, and since when one is overdue. Epoch ms. */
export function dueOfDemand(demand: Demand): {
  nextDueAt: number | null;
  overdueSince: number | null;
  provisional: boolean;
} {
  const live = shownClocks(demand).filter((c) => c.endedAt === null && c.name !== 'rate');
  const running = live.filter((c) => c.state === 'running');
  const late = live.filter((c) => c.state === 'breached');
  const least = (times: number[]) => (times.length > 0 ? Math.min(...times) : null);
  return {
    nextDueAt: least(running.map((c) => c.dueAt)),
    overdueSince: least(late.map((c) => c.dueAt)),
    provisional: demand.waitingProvisional === true || live.some((c) => c.provisional && nextRung(c) !== null),
  };
}
