import type { Demand } from '../../src/domain/demand';
import { defaultFigureSet } from '../../src/domain/figure-set';
import type { Figure } from '../../src/domain/figures';

export interface Within {
  from: number;
  to: number;
  now: number;
}

/**
 * What counts a demand in a period (`to` not included, epoch ms), told plainly from its whole state: the statistics, which
 * ask the database, must come to the same.
 */
export function figuresOf(demand: Demand, { from, to, now }: Within): Figure[] {
  const isIn = (at: number | null): boolean => at !== null && at >= from && at < to;
  const found: (Figure | false)[] = [isIn(demand.createdAt) && 'filed'];
  found.push(demand.stage === 'closed' && isIn(demand.closedAt) && 'closed');

  const clocks = (name: string) => {
    const ofName = demand.clocks.filter((clock) => clock.name === name);
    const late = ofName.filter(
      (c) =>
        (c.state === 'breached' || (c.state === 'running' && c.dueAt <= now)) &&
        isIn(c.dueAt) &&
        !(demand.stage === 'deferred' && c.endedAt === null),
    );
    const met = ofName.filter((c) => c.state === 'met' && isIn(c.endedAt) && !wasCutShort(demand, c));
    return { late: late.length > 0, due: late.length + met.length > 0 };
  };
  const [contact, handle, accept] = [clocks('contact'), clocks('handle'), clocks('accept')];
  found.push(
    contact.due && 'contact_due',
    contact.late && 'contact_late',
    contact.due && !contact.late && 'contact_in_time',
  );
  found.push(handle.due && 'handle_due', handle.late && 'handle_late', handle.due && !handle.late && 'handle_in_time');

  found.push(accept.due && 'accept_due', accept.late && 'accept_late', accept.due && !accept.late && 'accept_in_time');
  const answered = demand.rounds.filter((round) => round.ratedBy !== null && isIn(round.endedAt));
  const resolving: readonly string[] = demand.kind === 'improvement' ? [] : defaultFigureSet.resolving[demand.kind];
  const unresolved = answered.filter((r) => r.round < demand.round || !resolving.includes(r.result ?? ''));
  found.push(answered.length > 0 && 'answered', unresolved.length > 0 && 'unresolved');
  found.push(answered.length > 0 && unresolved.length === 0 && 'resolved');
  found.push(answered.some((round) => round.ratedBy === 'expired') && 'unrated');
  const isRedone = answered.some((round) => round.round < demand.round);
  found.push(isRedone && 'redone', answered.length > 0 && !isRedone && 'not_redone');

  const rating = (round: number) => demand.clocks.find((clock) => clock.name === 'rate' && clock.round === round);
  const grades = demand.rounds
    .filter((round) => round.rating !== null && isIn(rating(round.round)?.endedAt ?? round.endedAt))
    .filter((round) => round.callback !== 'unreasonable')
    .map((round) => round.rating!);
  const worst = grades.length > 0 ? Math.min(...grades) : null;
  found.push(worst !== null && 'rated', worst !== null && worst < 3 && 'dissatisfied');
  found.push(worst !== null && worst >= 3 && 'satisfied', worst === 3 && 'barely_satisfied');
  return found.filter((figure) => figure !== false);
}

function wasCutShort(demand: Demand, clock: Demand['clocks'][number]): boolean {
  const isOver = demand.stage === 'rejected' || demand.stage === 'withdrawn';
  return (isOver && clock.endedAt! >= demand.closedAt!) || (demand.parts.length > 0 && clock.round === demand.round);
}
