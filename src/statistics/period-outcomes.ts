import type { Database, Prisma } from '../database/client';
import { readFacts, type FactsRow } from '../database/demand-facts';
import type { Calendar } from '../domain/calendar';
import type { FigureSet } from '../domain/figure-set';
import { windowOf } from '../domain/figure-set';
import { outcomesOf, type Mark, type Span } from '../domain/outcomes';

/** A demand of which something is to be counted in a period. */
export interface CountedDemand extends Omit<FactsRow, 'facts'> {
  closedAt: number | null;
  isClosed: boolean;
  round: number;
  marks: Mark[];
}

export interface PeriodAsked {
  /** Condition on a demand `d`. */
  scope: Prisma.Sql;
  /** Whole Beijing days; `to` is not included. The set may shift them. */
  from: Date;
  to: Date;
  now: number;
  set: FigureSet;
  calendar: Calendar;
  /** Condition on a demand `d` without which nothing is asked of it. */
  likely?: Prisma.Sql;
  /** Told after every page, with what was read of it. */
  onPage?: (rows: readonly FactsRow[]) => void;
}

export const spanOf = ({ set, from, to, now }: Pick<PeriodAsked, 'set' | 'from' | 'to' | 'now'>): Span => ({
  ...windowOf(set, { from: from.getTime(), to: to.getTime() }),
  now,
});

/** One pass over the demands of a period. Those of which there is nothing to count are left out. */
export async function readOutcomes(database: Database, asked: PeriodAsked): Promise<CountedDemand[]> {
  const { scope, set, calendar, likely, onPage } = asked;
  const span = spanOf(asked);
  const counted: CountedDemand[] = [];
  const isIn = (at: number) => at >= span.from && at < span.to;
  const search = { scope, from: new Date(span.from), to: new Date(span.to), likely };
  for await (const page of readFacts(database, search)) {
    for (const row of page) {
      const { stage, closedAt } = row.facts;
      const marks = outcomesOf(row.facts, span, set, calendar);
      const isClosed = stage === 'closed' && closedAt !== null && isIn(closedAt);
      if (marks.length > 0 || isClosed || isIn(row.createdAt)) counted.push(countedDemand(row, isClosed, marks));
    }
    onPage?.(page);
  }
  return counted;
}

function countedDemand(row: FactsRow, isClosed: boolean, marks: Mark[]): CountedDemand {
  const { id, number, kind, category, channel, level, place, lead, createdAt } = row;
  const { closedAt, round } = row.facts;
  return { id, number, kind, category, channel, level, place, lead, createdAt, closedAt, isClosed, round, marks };
}
