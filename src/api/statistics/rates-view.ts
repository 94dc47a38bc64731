import { z } from 'zod';
import type { FigureSet } from '../../domain/figure-set';
import { FIGURE_NAMES } from '../../domain/figures';
import { figuresOfRate, lesserOf, RATE_NAMES, RATES, weightOf, type RateName } from '../../domain/rates';
import { ratesOf, type Counts } from '../../domain/tallying';

export const count = z.int().min(0);
export const share = z.number().min(0).max(1).nullable().meta({ description: '0 到 1，四位小数；没有可计的为 null' });
export const figureSchema = z.enum(FIGURE_NAMES).meta({
  id: 'Figure',
  description: '统计数字：同名的诉求列表筛选（figure）列出的正是它所计的诉求',
});

export const rateDefinitionSchema = z.object({
  name: z.enum(RATE_NAMES),
  label: z.string(),
  weight: z.number().meta({ description: '在综合得分中的权重；0 为不计入' }),
  better: z.enum(['high', 'low', 'none']).meta({ description: '高好、低好，或只说明情况' }),
  figures: z.object({ denominator: figureSchema, numerator: figureSchema, missed: figureSchema }),
});
export const pastRateSchema = z.object({ value: share, numerator: count, denominator: count });
export const rateSchema = rateDefinitionSchema.extend({
  value: share,
  numerator: count,
  denominator: count,
  isSmall: z.boolean().meta({ description: '分母太小（默认不足 10 件），比率仅供参考' }),
  lesser: z
    .object({ figure: figureSchema, count, counts: z.number() })
    .nullable()
    .meta({ description: '分子中打折计的部分：基本满意默认按 0.9 计' }),
  previous: pastRateSchema.meta({ description: '之前同样长的一段时间' }),
});

export const definitionView = (name: RateName, set: FigureSet): z.output<typeof rateDefinitionSchema> => ({
  ...{ name, label: RATES[name].label, weight: weightOf(name, set), better: RATES[name].better },
  figures: figuresOfRate(name),
});

export const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** The rates of a period beside those of the one before. */
export function ratesView(
  counts: Counts,
  before: Counts,
  set: FigureSet,
  names: readonly RateName[],
): z.output<typeof rateSchema>[] {
  const past = ratesOf(before, set, names);
  return ratesOf(counts, set, names).map(({ name, numerator, denominator, lesser, value, isSmall }, i) => {
    const less = lesserOf(name, set);
    const { value: was, numerator: wasGood, denominator: wasDue } = past[i]!;
    return {
      ...definitionView(name, set),
      ...{ numerator, denominator, value, isSmall },
      lesser: less && { ...less, count: lesser },
      previous: { value: was, numerator: wasGood, denominator: wasDue },
    };
  });
}
