import { currentRound, isOfEdition } from '../demand';
import { DEFAULT_SUPERVISION_DAYS, WORKING_DAY } from '../policy';
import { refuse } from '../refusal-codes';
import { supervisedUnit } from '../standing';
import { holds, moveTo, notify, record, start, stop, stopAll, type ActionRule, type Draft } from '../transition';
import type { Stage } from '../vocabulary';
import { endPoll } from './polling';
import { tellFollowersItEnded, tellMainItLeft, tellParent, tellReporter } from './telling';

export const IN_WORK: readonly Stage[] = [
  'dispatching',
  'accepting',
  'handling',
  'waiting',
  'deferred',
  'reviewing',
  'replying',
  'calling_back',
];

/** Tells whoever must act next. */
export function notifyHolder(
  draft: Draft,
  kind: 'urged' | 'supervised' | 'reminder' | 'decided',
  more: Parameters<typeof notify>[3],
): void {
  const { unit, role, user } = draft.demand.holder;
  if (user) notify(draft, kind, { user }, more);
  else if (unit && role) notify(draft, kind, { role, unit: unit.id }, more);
}

export const urge: ActionRule<'urge'> = {
  from: IN_WORK,
  to: [],
  who: ['reporter', 'collector', 'committee', 'lead_supervisor'],
  refuse: (demand, actor, now, rules) => {
    const party = actor.kind === 'reporter' ? 'reporter' : 'staff';
    const before = demand.lastUrge[party];
    const wait = rules.policy.urgeInterval[party];
    return before !== null && now < before + wait * 60_000
      ? refuse(
          'too_often',
          party === 'reporter' ? '每天只能催办一次，我们已通知办理单位，请稍后再试。' : '刚刚催办过，请一小时后再试。',
        )
      : null;
  },
  apply: (draft) => {
    const { demand, step } = draft;
    demand.urges += 1;
    demand.lastUrge[step.actor.kind === 'reporter' ? 'reporter' : 'staff'] = step.now;
    record(draft, 'urged', { data: { count: demand.urges } });
    notifyHolder(draft, 'urged', { ring: true, data: { count: demand.urges } });
  },
};

/** By a rung, or by a third dissatisfied round: see `Supervision`. */
export const isOrderedByNobody = (by: string): boolean => by === 'clock' || by === 'system';

/** Who ordered it, whoever stood in for them. */
export const whoActs = ({ actedFor, actor }: Draft['step']): string =>
  actedFor ?? (actor.kind === 'staff' ? actor.user : actor.kind);

/** Tells whoever has to answer a supervision, also while somebody else holds the case: the task of it is theirs. */
function tellAnswerers(draft: Draft, more: Parameters<typeof notify>[3]): void {
  const { lead, holder } = draft.demand;
  if (lead && holder.role !== 'handler') notify(draft, 'supervised', { role: 'handler', unit: lead.id }, more);
  else notifyHolder(draft, 'supervised', more);
}

/** Whether a supervision with its clock begins: one that waits for its answer goes on as it is. */
export function putUnderSupervision(draft: Draft, unit: string, workingDays: number, by: string): boolean {
  const { demand, step } = draft;
  demand.supervised = true;
  if (demand.supervision?.answeredAt === null) return false;
  demand.supervision = { by, unit, at: step.now, answeredAt: null };
  start(draft, 'supervision', workingDays * WORKING_DAY);
  return true;
}

/**
 * 督办 that nobody ordered: by the last rung of a clock, or after too many dissatisfied rounds. The district supervises, whoever
 * holds the case answers.
 */
export function superviseUnasked(draft: Draft, notice: Parameters<typeof notify>[3]): void {
  const { demand, rules, step } = draft;
  const district = demand.place.path[0]!;
  const workingDays = rules.policy.supervisionDays ?? DEFAULT_SUPERVISION_DAYS;
  if (!isOfEdition(demand, 2)) demand.supervised = true;
  else if (putUnderSupervision(draft, district, workingDays, step.actor.kind === 'clock' ? 'clock' : 'system'))
    tellAnswerers(draft, { ring: true, data: { workingDays } });
  notify(draft, 'supervised', { role: 'supervisor', unit: district }, notice);
}

/** 督办: listed supervision with its own clock; it ends with an answer, not with time. */
export const supervise: ActionRule<'supervise'> = {
  from: IN_WORK,
  to: [],
  who: ['lead_supervisor'],
  refuse: (demand) =>
    demand.supervision && demand.supervision.answeredAt === null
      ? refuse('already_supervised', '该诉求正在督办中，请等待答复。')
      : null,
  apply: (draft, facts) => {
    const { demand, step } = draft;
    const grants = step.actor.kind === 'staff' ? step.actor.grants : [];
    const watched = supervisedUnit(demand);
    const seat = grants.find((g) => g.role === 'supervisor' && watched?.path.includes(g.unit));
    putUnderSupervision(draft, seat?.from ?? seat?.unit ?? demand.place.path[0]!, facts.workingDays, whoActs(step));
    record(draft, 'supervised', { public: false, data: { workingDays: facts.workingDays } });
    tellAnswerers(draft, { ring: true, data: { workingDays: facts.workingDays } });
  },
};

export const answerSupervision: ActionRule<'answer_supervision'> = {
  from: [...IN_WORK, 'rating'],
  to: [],
  who: ['lead_handler', 'committee'],
  refuse: (demand) =>
    demand.supervision && demand.supervision.answeredAt === null
      ? null
      : refuse('not_supervised', '该诉求没有待答复的督办。'),
  apply: (draft) => {
    const { demand, step } = draft;
    const { by, unit } = demand.supervision!;
    demand.supervision!.answeredAt = step.now;
    stop(draft, 'supervision');
    record(draft, 'supervision_answered', { public: false });
    notify(draft, 'supervision_answered', isOrderedByNobody(by) ? { role: 'supervisor', unit } : { user: by });
  },
};

/** The reporter, or who collected it for them, takes the demand back before its result is written. */
export const withdraw: ActionRule<'withdraw'> = {
  from: ['dispatching', 'accepting', 'handling', 'waiting', 'deferred', 'merged'],
  to: ['withdrawn'],
  who: ['reporter', 'collector'],
  apply: (draft) => {
    const { demand, step } = draft;
    const wasMerged = demand.stage === 'merged';
    stopAll(draft);
    demand.closedAt = step.now;
    currentRound(demand).endedAt = step.now;
    record(draft, 'withdrawn');
    endPoll(draft);
    const { user } = demand.holder;
    if (user) notify(draft, 'decision', { user }, { data: { about: 'withdrawn' } });
    moveTo(draft, 'withdrawn', holds(null, null));
    if (step.actor.kind !== 'reporter') tellReporter(draft, 'withdrawn');
    tellFollowersItEnded(draft);
    if (wasMerged) tellMainItLeft(draft);
    tellParent(draft);
  },
};
