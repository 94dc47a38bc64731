import type { BudgetRow } from '../../../../../src/domain/policy';
import type { ClockName } from '../../../../../src/domain/vocabulary';

/** A row with its place among all rows, which is how the service names it in an error. */
export interface PlacedRow {
  at: number;
  row: BudgetRow;
}

export const placedRows = (budgets: readonly BudgetRow[], clock: ClockName): PlacedRow[] =>
  budgets.map((row, at) => ({ at, row })).filter(({ row }) => row.clock === clock);

export const replaced = (budgets: readonly BudgetRow[], at: number, row: BudgetRow): BudgetRow[] =>
  budgets.map((each, i) => (i === at ? row : each));

export const swapped = (budgets: readonly BudgetRow[], one: number, other: number): BudgetRow[] =>
  budgets.map((each, i) => (i === one ? budgets[other]! : i === other ? budgets[one]! : each));

const fitsAll = (one: string | undefined, other: string | undefined): boolean => one === undefined || one === other;

/** Whether no demand ever comes to this row, because one above it takes all that it would. */
export const isShadowed = (above: readonly BudgetRow[], row: BudgetRow): boolean =>
  above.some(
    ({ kind, level, urgency }) => fitsAll(kind, row.kind) && fitsAll(level, row.level) && fitsAll(urgency, row.urgency),
  );

/** Whether rows stand elsewhere than before; one row alone that differs has only been filled in anew. */
export const areMoved = (before: readonly BudgetRow[], after: readonly BudgetRow[]): boolean =>
  before.length !== after.length || after.filter((row, at) => row !== before[at]).length > 1;
