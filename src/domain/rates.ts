import type { Figure } from './figures';
import type { Grade, Result } from './vocabulary';

export interface Rate {
  label: string;
  /** Its part in the combined figure. */
  weight: number;
  /** `missed` is what the denominator holds beyond the numerator. */
  figures: { denominator: Figure; numerator: Figure; missed: Figure };
  /** Part of the numerator, and what each of it counts: 基本满意 is not quite satisfied. */
  lesser: { figure: Figure; counts: number } | null;
}

/** 三率 and the rate of cases handled in time. 示例: no authority has confirmed weights and the 0.9 (domain.md §6). */
export const RATES = {
  response: {
    label: '响应率',
    weight: 0.1,
    figures: { denominator: 'contact_due', numerator: 'contact_in_time', missed: 'contact_late' },
    lesser: null,
  },
  resolution: {
    label: '解决率',
    weight: 0.5,
    figures: { denominator: 'answered', numerator: 'resolved', missed: 'unresolved' },
    lesser: null,
  },
  satisfaction: {
    label: '满意率',
    weight: 0.4,
    figures: { denominator: 'rated', numerator: 'satisfied', missed: 'dissatisfied' },
    lesser: { figure: 'barely_satisfied', counts: 0.9 },
  },
  on_time: {
    label: '按时办结率',
    weight: 0,
    figures: { denominator: 'handle_due', numerator: 'handle_in_time', missed: 'handle_late' },
    lesser: null,
  },
} as const satisfies Record<string, Rate>;
export type RateName = keyof typeof RATES;
export const RATE_NAMES = Object.keys(RATES) as RateName[];

export const RESOLVING_RESULTS: readonly Result[] = ['resolved', 'adopted'];
/** From this grade on a rating counts as satisfied; this grade alone is 基本满意. No rating is neither. */
export const BARELY_SATISFIED: Grade = 3;

/** Fewer cases than this say little: the console marks them. */
const SMALL = 10;

export interface Tally {
  denominator: number;
  numerator: number;
  /** Of the numerator, what the rate's `lesser` counts; 0 without one. */
  lesser: number;
}

export interface RateValue {
  /** Between 0 and 1, to four decimals; null when there was nothing to count. */
  value: number | null;
  isSmall: boolean;
}

export function rateOf(name: RateName, { denominator, numerator, lesser }: Tally): RateValue {
  const less = lesser * (1 - ((RATES[name] as Rate).lesser?.counts ?? 1));
  const value = denominator === 0 ? null : rounded((numerator - less) / denominator);
  return { value, isSmall: denominator < SMALL };
}

/** The rates by their weights; null while one that has a weight has nothing to count. */
export function combinedOf(values: Record<RateName, number | null>): number | null {
  let sum = 0;
  for (const name of RATE_NAMES) {
    const { weight } = RATES[name];
    const value = values[name];
    if (weight === 0) continue;
    if (value === null) return null;
    sum += weight * value;
  }
  return rounded(sum);
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
