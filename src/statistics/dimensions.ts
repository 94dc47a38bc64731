import { DIMENSIONS, type Dimension } from '../domain/rating';
import type { CountedDemand } from './period-outcomes';

export interface DimensionAverage {
  name: Dimension;
  label: string;
  /** 1 to 5, to two decimals; null when nobody said anything of it. */
  average: number | null;
  count: number;
}

/** Average of what the ratings of the period say of speed, effect, service and reply, of the units of which `isOf` says so. */
export function dimensionsOf(
  demands: readonly Pick<CountedDemand, 'marks'>[],
  isOf: (unit: string | null) => boolean = () => true,
): DimensionAverage[] {
  const names = Object.keys(DIMENSIONS) as Dimension[];
  const sums = new Map(names.map((name) => [name, { sum: 0, count: 0 }]));
  for (const { marks } of demands)
    for (const { dimensions } of marks.filter(({ unit }) => isOf(unit)))
      for (const [name, grade] of Object.entries(dimensions ?? {})) {
        const all = sums.get(name as Dimension);
        if (!all) continue;
        all.sum += grade;
        all.count += 1;
      }
  return names.map((name) => {
    const { sum, count } = sums.get(name)!;
    return {
      name,
      label: DIMENSIONS[name],
      average: count === 0 ? null : Math.round((100 * sum) / count) / 100,
      count,
    };
  });
}
