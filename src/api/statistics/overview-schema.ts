import { z } from 'zod';
import { LEVELS, STAGE_NAMES, type Stage } from '../../domain/vocabulary';
import { timeSchema } from '../demands/view';
import { dateSchema } from '../period';
import { unitSchema } from '../units';
import { count, rateSchema, share } from './rates-view';

const standing = { open: count, overdue: count, dueSoon: count, supervised: count };

export const overviewSchema = z
  .object({
    unit: unitSchema,
    from: dateSchema,
    to: dateSchema,
    asOf: timeSchema.meta({ description: '何时所计；同样的问题 15 秒内得到同样的数字' }),
    open: z.object({
      ...{ total: count, overdue: count, dueSoon: count, supervised: count, provisional: count },
      byStage: z.array(
        z.object({ stage: z.enum(STAGE_NAMES as [Stage, ...Stage[]]), label: z.string(), count, overdue: count }),
      ),
      byLevel: z.array(z.object({ level: z.enum(LEVELS), count, overdue: count })),
    }),
    filed: count,
    closed: count,
    unrated: count.meta({ description: '逾期未评价，不计入满意率' }),
    rates: z.array(rateSchema),
    combined: z
      .object({ value: share, isSmall: z.boolean().meta({ description: '三率有一项样本少' }) })
      .meta({ description: '三率按权重合计；有一率无可计则为 null' }),
    trend: z.array(z.object({ day: dateSchema, filed: count, closed: count })),
    categories: z.array(z.object({ category: z.string(), filed: count, open: count, dissatisfied: count })),
    units: z
      .array(z.object({ unit: unitSchema, parentId: z.string().nullable(), ...standing }))
      .meta({ description: '直属下级；没有下级时为本单位' }),
  })
  .meta({ id: 'Overview' });
export type OverviewView = z.output<typeof overviewSchema>;
