import type { FigureSet } from '../domain/figure-set';
import type { Figure } from '../domain/figures';
import { BARELY_SATISFIED } from '../domain/rates';
import { Prisma } from './client';
import { isPacked } from './demand-facts';
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

const mayBeLate = (clock: 'accept' | 'contact' | 'handle') =>
  sql`(${isOpen} OR NOT ${isPacked} OR d.facts LIKE ${`%["${clock}","breached",%`})`;
const isBadlyRated = sql`COALESCE(d.rating < ${BARELY_SATISFIED}, FALSE)`;

/**
 * Of figures that count few: what a demand `d` has to be to be counted, in any period. So a list need not look at all the others.
 * What was told beside the state (calls, appeals, additions) is looked at in any case.
 */
export function likelyCounted(figure: Figure, { resolving }: Pick<FigureSet, 'resolving'>): Prisma.Sql | undefined {
  switch (figure) {
    case 'accept_late':
      return mayBeLate('accept');
    case 'contact_late':
      return mayBeLate('contact');
    case 'handle_late':
    case 'own_late':
      return mayBeLate('handle');
    case 'redone':
      return sql`d.round > 1`;
    case 'dissatisfied':
      return sql`(d.round > 1 OR ${isBadlyRated})`;
    case 'unresolved': {
      const pairs = Object.entries(resolving).flatMap(([kind, results]) =>
        results.map((result) => `${kind} ${result}`),
      );
      const isSaidResolved = sql`COALESCE(d.kind || ' ' || d.result = ANY(${pairs}::text[]), FALSE)`;
      return sql`(d.round > 1 OR ${isBadlyRated} OR NOT ${isSaidResolved} OR NOT ${isPacked} OR d.facts LIKE '%"dissatisfied"%')`;
    }
    default:
      return undefined;
  }
}
