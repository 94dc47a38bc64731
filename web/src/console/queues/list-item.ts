import type { Demand, Task } from '../../../../src/api/contract';
import { STAGES } from '../../../../src/domain/vocabulary';
import { shortHolderWords, standInWords } from '../absences/away-words';
import { GRADE_LABELS, labelOf, RESULT_LABELS } from '../../words/labels';

/** One row of a list, whether it came as a task of a queue or as a demand. */
export interface ListItem {
  key: string;
  number: string;
  title: string;
  /** What there is to do, or where the demand stands. */
  label: string;
  place: string;
  holder: string | null;
  isUrgent: boolean;
  isRed: boolean;
  isSupervised: boolean;
  round: number;
  due: { at: string | null; overdue: boolean; isElapsed: boolean } | null;
  /** What it came to, once it has ended. */
  outcome: string | null;
  /** The callback job behind it: it opens at the callback desk. */
  callback: string | null;
}

export function ofTask({ kind, label, demand, dueAt, overdue, user, standIn, callback }: Task): ListItem {
  return {
    key: callback ?? `${demand.number}:${kind}`,
    ...common(demand),
    label: [label, standInWords(standIn)].filter(Boolean).join(' · '),
    holder: user ? shortHolderWords(user) : null,
    due: { at: dueAt, overdue, isElapsed: isElapsed(demand.clocks, dueAt) },
    outcome: null,
    callback,
  };
}

export function ofDemand(demand: Demand): ListItem {
  // As the service counts it: what still runs, and not the reporter's own time to rate.
  const live = demand.clocks.filter(({ endedAt, name }) => endedAt === null && name !== 'rate');
  const next = live.filter(({ state }) => state === 'running').map(({ dueAt }) => dueAt);
  const at = next.sort()[0] ?? null;
  const isLate = live.some(({ state }) => state === 'breached');
  const isOpen = demand.closedAt === null && demand.stage !== 'withdrawn' && demand.stage !== 'rejected';
  return {
    key: demand.number,
    ...common(demand),
    label: STAGES[demand.stage],
    holder: demand.holder.user ? shortHolderWords(demand.holder.user) : (demand.holder.unit?.name ?? null),
    due: isOpen ? { at, overdue: isLate, isElapsed: isElapsed(demand.clocks, at) } : null,
    outcome: isOpen ? null : outcomeOf(demand),
    callback: null,
  };
}

const isElapsed = (clocks: Demand['clocks'], at: string | null): boolean =>
  clocks.some(({ dueAt, scope }) => dueAt === at && scope === 'elapsed');

type Common = Pick<Demand, 'number' | 'title' | 'urgency' | 'risk' | 'supervised' | 'round' | 'unit'>;
const common = ({ number, title, urgency, risk, supervised, round, unit }: Common) => ({
  ...{ number, title, round },
  place: unit.name,
  isUrgent: urgency === 'urgent',
  isRed: risk === 'red',
  isSupervised: supervised,
});

function outcomeOf({ result, rating, stage }: Demand): string {
  const graded = rating === null ? '未评价' : labelOf(GRADE_LABELS, String(rating));
  return result === null ? STAGES[stage] : `${labelOf(RESULT_LABELS, result)} · ${graded}`;
}
