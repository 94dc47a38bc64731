import { ASPECT_NAMES, ASPECTS, whereCounted, type Aspect, type Figure } from './figures';
import { combinedOf, figuresOfRate, rateOf, RATE_NAMES, weightOf, type RateName, type Tally } from './rates';
import type { FigureSet } from './figure-set';
import type { Mark } from './outcomes';
import { BARELY_SATISFIED } from './rates';

/** What one demand came to in one respect, once: of several the bad one counts, and the worst grade. */
export interface Verdict {
  bad: boolean;
  grade: number | null;
}

export function verdictsOf(marks: readonly Mark[]): Map<Aspect, Verdict> {
  const found = new Map<Aspect, Verdict>();
  for (const { aspect, bad, grade = null } of marks) {
    const before = found.get(aspect);
    if (!before) found.set(aspect, { bad, grade });
    else {
      before.bad ||= bad;
      if (grade !== null) before.grade = before.grade === null ? grade : Math.min(before.grade, grade);
    }
  }
  return found;
}

export function isCountedIn(figure: Figure, verdicts: ReadonlyMap<Aspect, Verdict>): boolean {
  const where = whereCounted(figure);
  const verdict = where && verdicts.get(where.aspect);
  if (!where || !verdict) return false;
  if (where.part === 'due') return true;
  if (where.part === 'barely') return !verdict.bad && verdict.grade === BARELY_SATISFIED;
  return verdict.bad === (where.part === 'bad');
}

/** Numbers of demands by figure. */
export type Counts = Partial<Record<Figure, number>>;

// Shared denominators are counted once, by the aspect that owns the figure.
const OWN_DENOMINATOR: ReadonlySet<Aspect> = new Set(
  ASPECT_NAMES.filter((aspect) => {
    const where = whereCounted(ASPECTS[aspect].due);
    return where?.aspect === aspect && where.part === 'due';
  }),
);

const plus = (counts: Counts, figure: Figure): void => {
  counts[figure] = (counts[figure] ?? 0) + 1;
};

export function addTo(counts: Counts, verdicts: ReadonlyMap<Aspect, Verdict>): void {
  for (const [aspect, verdict] of verdicts) {
    const { due, good, bad } = ASPECTS[aspect];
    if (OWN_DENOMINATOR.has(aspect)) plus(counts, due);
    plus(counts, verdict.bad ? bad : good);
    if (aspect === 'grade' && isCountedIn('barely_satisfied', verdicts)) plus(counts, 'barely_satisfied');
  }
}

export function tallyOf(name: RateName, counts: Counts): Tally {
  const { denominator, numerator } = figuresOfRate(name);
  return {
    denominator: counts[denominator] ?? 0,
    numerator: counts[numerator] ?? 0,
    lesser: name === 'satisfaction' ? (counts.barely_satisfied ?? 0) : 0,
  };
}

export interface CountedRate extends Tally {
  name: RateName;
  value: number | null;
  isSmall: boolean;
}

export const ratesOf = (counts: Counts, set: FigureSet, names: readonly RateName[] = RATE_NAMES): CountedRate[] =>
  names.map((name) => {
    const tally = tallyOf(name, counts);
    return { name, ...tally, ...rateOf(name, tally, set) };
  });

export interface CombinedRate {
  value: number | null;
  /** One that has a weight was counted from few cases: so the whole says little. */
  isSmall: boolean;
}

export const combinedIn = (rates: readonly CountedRate[], set: FigureSet): CombinedRate => ({
  value: combinedOf(Object.fromEntries(rates.map(({ name, value }) => [name, value])), set),
  isSmall: rates.some(({ name, isSmall }) => isSmall && weightOf(name, set) > 0),
});
