import { z } from 'zod';
import { DIMENSIONS, RATED_FOR, type Dimension, type RatedFor } from '../../domain/rating';
import { DISSATISFACTION_REASONS, type DissatisfactionReason, type Grade } from '../../domain/vocabulary';

export const gradeSchema = z.union(
  [1, 2, 3, 4, 5].map((n) => z.literal(n)),
  { error: '请选 1 到 5,5 为非常满意' },
) as unknown as z.ZodType<Grade>;

export const reasonSchema = z.enum(
  Object.keys(DISSATISFACTION_REASONS) as [DissatisfactionReason, ...DissatisfactionReason[]],
);

const dimension = (name: Dimension) => gradeSchema.optional().meta({ description: DIMENSIONS[name] });

export const dimensionsSchema = z
  .strictObject({
    speed: dimension('speed'),
    effect: dimension('effect'),
    service: dimension('service'),
    reply: dimension('reply'),
  })
  .meta({ id: 'RatingDimensions', description: '分项评价，都可不填' });

export const ratedForSchema = z
  .enum(Object.keys(RATED_FOR) as [RatedFor, ...RatedFor[]])
  .meta({ description: '代评方式：collector 代为登记，telephone 电话中代评；分开统计' });
