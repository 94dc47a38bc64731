import type { Figure } from '../domain/figures';
import { Prisma } from './client';
import { isOpen } from './open-stages';

export { isOpen };

/** The period that is counted (`to` not included), what is now, and until when something is due soon. */
export interface Moments {
  from: Date;
  to: Date;
  now: Date;
  soon: Date;
}

const { sql } = Prisma;

const isOverdue = (now: Date) => sql`(d.overdue_since IS NOT NULL OR COALESCE(d.next_due_at <= ${now}, FALSE))`;
/** An improvement was not filed: what happens to it is work, and no figure of what people filed. */
const isFiled = sql`d.kind <> 'improvement'`;

/** What a figure counts of demands `d`. Of those by outcome the demands are found before: see statistics/period-outcomes.ts. */
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
    case 'deferred':
      return sql`d.stage = 'deferred'`;
    case 'filed':
      return sql`${isFiled} AND d.created_at >= ${at.from} AND d.created_at < ${at.to}`;
    case 'closed':
      return sql`${isFiled} AND d.stage = 'closed' AND d.closed_at >= ${at.from} AND d.closed_at < ${at.to}`;
    default:
      return sql`TRUE`;
  }
}
