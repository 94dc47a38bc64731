import { HAPPENED, type HappenedRow } from '../../database/overview';
import { RATE_NAMES, rateOf, RATES, type Rate, type RateName, type Tally } from '../../domain/rates';
import type { OverviewView } from './overview-schema';

type Totals = Record<(typeof HAPPENED)[number], number>;

export const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const totals = (rows: readonly HappenedRow[]): Totals =>
  Object.fromEntries(HAPPENED.map((figure) => [figure, sum(rows.map((row) => row[figure]))])) as Totals;

function tallyOf(name: RateName, counts: Totals): Tally {
  const { figures, lesser }: Rate = RATES[name];
  const counted = (figure: string) => counts[figure as keyof Totals];
  const denominator = counted(figures.denominator);
  return {
    denominator,
    numerator: denominator - counted(figures.missed),
    lesser: lesser ? counted(lesser.figure) : 0,
  };
}

/** The rates of a period beside those of the one before. */
export function ratesOf(rows: readonly HappenedRow[], rowsBefore: readonly HappenedRow[]): OverviewView['rates'] {
  const [counts, before] = [totals(rows), totals(rowsBefore)];
  return RATE_NAMES.map((name) => {
    const { label, weight, figures, lesser }: Rate = RATES[name];
    const [tally, previous] = [tallyOf(name, counts), tallyOf(name, before)];
    const { numerator, denominator } = tally;
    return {
      ...{ name, label, weight, figures, numerator, denominator },
      ...rateOf(name, tally),
      lesser: lesser && { ...lesser, count: tally.lesser },
      previous: {
        value: rateOf(name, previous).value,
        numerator: previous.numerator,
        denominator: previous.denominator,
      },
    };
  });
}
