import type { Figure } from '../domain/figures';
import { BARELY_SATISFIED } from '../domain/rates';
import { OPEN_STAGES } from '../domain/vocabulary';
import { Prisma } from './client';
import { OUTCOMES, type Outcome, type Span } from './outcomes';

/** The period that is counted, what is now, and until when something is due soon. */
export interface Moments extends Span {
  soon: Date;
}

const { sql } = Prisma;

export const isOpen = sql`d.stage = ANY(${[...OPEN_STAGES]}::text[])`;
const isOverdue = (now: Date) => sql`(d.overdue_since IS NOT NULL OR COALESCE(d.next_due_at <= ${now}, FALSE))`;

/** Everything of a period lies in demands that were open in it: narrows by columns before any state is looked into. */
export const wasOpen = ({ from, to }: Moments) => sql`d.created_at < ${to} AND (${isOpen} OR d.closed_at >= ${from})`;

type OfOutcome = Exclude<Figure, 'open' | 'overdue' | 'due_soon' | 'supervised' | 'provisional' | 'filed' | 'closed'>;

/** How figures of what demands came to in the period follow from the outcomes; `of` names where an outcome is found. */
export const BY_OUTCOME: Record<OfOutcome, (of: (outcome: Outcome) => Prisma.Sql) => Prisma.Sql> = {
  contact_due: (of) => of('contactDue'),
  contact_in_time: (of) => sql`${of('contactDue')} AND NOT ${of('contactLate')}`,
  contact_late: (of) => of('contactLate'),
  answered: (of) => sql`${of('resolved')} IS NOT NULL`,
  resolved: (of) => of('resolved'),
  unresolved: (of) => sql`NOT ${of('resolved')}`,
  rated: (of) => sql`${of('worstGrade')} IS NOT NULL`,
  satisfied: (of) => sql`${of('worstGrade')} >= ${BARELY_SATISFIED}`,
  barely_satisfied: (of) => sql`${of('worstGrade')} = ${BARELY_SATISFIED}`,
  dissatisfied: (of) => sql`${of('worstGrade')} < ${BARELY_SATISFIED}`,
  unrated: (of) => of('leftUnrated'),
  handle_due: (of) => of('handleDue'),
  handle_in_time: (of) => sql`${of('handleDue')} AND NOT ${of('handleLate')}`,
  handle_late: (of) => of('handleLate'),
};

/** What a figure counts of demands `d`, as far as columns tell. */
export function figureCondition(figure: Figure, at: Moments): Prisma.Sql {
  switch (figure) {
    case 'open':
      return isOpen;
    case 'overdue':
      return sql`${isOpen} AND ${isOverdue(at.now)}`;
    case 'due_soon':
      return sql`${isOpen} AND NOT ${isOverdue(at.now)} AND d.next_due_at > ${at.now} AND d.next_due_at <= ${at.soon}`;
    case 'supervised':
      return sql`${isOpen} AND d.supervised`;
    case 'provisional':
      return sql`${isOpen} AND d.provisional`;
    case 'filed':
      return sql`d.created_at >= ${at.from} AND d.created_at < ${at.to}`;
    case 'closed':
      return sql`d.stage = 'closed' AND d.closed_at >= ${at.from} AND d.closed_at < ${at.to}`;
    default:
      return wasOpen(at);
  }
}

/** What a figure counts besides of those, for which their states have to be looked into; null where columns tell all. */
export function figureOutcome(figure: Figure, at: Moments): Prisma.Sql | null {
  if (!isByOutcome(figure)) return null;
  return BY_OUTCOME[figure]((outcome) => sql`(${OUTCOMES[outcome](at)})`);
}

const isByOutcome = (figure: Figure): figure is OfOutcome => figure in BY_OUTCOME;
