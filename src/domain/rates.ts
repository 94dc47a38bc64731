import { ASPECTS, FIGURES, type Aspect, type Figure } from './figures';
import { defaultFigureSet, type FigureSet } from './figure-set';
import type { Grade } from './vocabulary';

export interface Rate {
  label: string;
  aspect: Aspect;
  /** What the numerator counts of the aspect; the other part is `missed`. */
  counts: 'good' | 'bad';
  /** Which way is better; `none` where the number only says something. */
  better: 'high' | 'low' | 'none';
  /** Its weight in the combined figure stands in the figure set. */
  isWeighed: boolean;
}

const rate = (label: string, aspect: Aspect, counts: Rate['counts'], better: Rate['better']): Rate => ({
  ...{ label, aspect, counts, better, isWeighed: false },
});
const weighed = (label: string, aspect: Aspect): Rate => ({ ...rate(label, aspect, 'good', 'high'), isWeighed: true });

/** 三率, and the others that districts use. */
export const RATES = {
  response: weighed('响应率', 'contact'),
  resolution: weighed('解决率', 'resolution'),
  satisfaction: weighed('满意率', 'grade'),
  on_time: rate('按时办结率', 'handle', 'good', 'high'),
  on_time_own: rate('按时办结率（扣除他方用时）', 'own', 'good', 'high'),
  accepted_on_time: rate('按时签收率', 'accept', 'good', 'high'),
  returns: rate('回退率', 'return', 'bad', 'low'),
  redos: rate('重办率', 'redo', 'bad', 'low'),
  participation: rate('评价率', 'voice', 'good', 'high'),
  proxy: rate('代评率', 'proxy', 'bad', 'none'),
  valid_callbacks: rate('有效回访率', 'reach', 'good', 'high'),
  callback_satisfaction: rate('回访满意率', 'call', 'good', 'high'),
  contradictions: rate('抽查矛盾率', 'check', 'bad', 'low'),
  appeals_upheld: rate('申诉成立率', 'appeal', 'bad', 'none'),
} as const satisfies Record<string, Rate>;
export type RateName = keyof typeof RATES;
export const RATE_NAMES = Object.keys(RATES) as RateName[];
/** What the overview shows. */
export const MAIN_RATES = ['response', 'resolution', 'satisfaction', 'on_time'] as const satisfies readonly RateName[];

export interface RateFigures {
  denominator: Figure;
  numerator: Figure;
  missed: Figure;
}

export function figuresOfRate(name: RateName): RateFigures {
  const { aspect, counts }: Rate = RATES[name];
  const { due, good, bad } = ASPECTS[aspect];
  return counts === 'good'
    ? { denominator: due, numerator: good, missed: bad }
    : { denominator: due, numerator: bad, missed: good };
}

/** Part of the numerator, and what each of it counts: 基本满意 is not quite satisfied. */
export const lesserOf = (name: RateName, set: FigureSet): { figure: Figure; counts: number } | null =>
  name === 'satisfaction' ? { figure: 'barely_satisfied', counts: set.barelyCounts } : null;

/** Why a rate is less than the numbers beside it say: «其中基本满意 5 件按 0.9 计»; null where all of them count whole. */
export const lesserWords = (lesser: { count: number; counts: number } | null): string | null =>
  lesser && lesser.count > 0 && lesser.counts < 1
    ? `其中${FIGURES.barely_satisfied} ${lesser.count} 件按 ${lesser.counts} 计`
    : null;

export const weightOf = (name: RateName, { weights }: FigureSet): number =>
  name in weights ? weights[name as keyof FigureSet['weights']] : 0;

/** From this grade on a rating counts as satisfied; this grade alone is 基本满意. No rating is neither. */
export const BARELY_SATISFIED: Grade = 3;

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

export function rateOf(name: RateName, tally: Tally, set: FigureSet = defaultFigureSet): RateValue {
  const { denominator, numerator, lesser } = tally;
  const less = lesser * (1 - (lesserOf(name, set)?.counts ?? 1));
  const value = denominator === 0 ? null : rounded((numerator - less) / denominator);
  return { value, isSmall: denominator < set.small };
}

type Values = Partial<Record<RateName, number | null>>;

/** The rates by their weights; null while one that has a weight has nothing to count. */
export function combinedOf(values: Values, set: FigureSet = defaultFigureSet): number | null {
  let sum = 0;
  for (const name of RATE_NAMES) {
    const weight = weightOf(name, set);
    if (weight === 0) continue;
    const value = values[name] ?? null;
    if (value === null) return null;
    sum += weight * value;
  }
  return rounded(sum);
}

const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
