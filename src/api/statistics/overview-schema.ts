import { z } from 'zod';
import { FIGURE_NAMES } from '../../domain/figures';
import { RATE_NAMES } from '../../domain/rates';
import { LEVELS, STAGE_NAMES, type Stage } from '../../domain/vocabulary';
import { timeSchema } from '../demands/view';
import { dateSchema } from '../period';
import { unitSchema } from '../units';

const count = z.int().min(0);
const share = z.number().min(0).max(1).nullable().meta({ description: '0 到 1,四位小数;没有可计的为 null' });
const standing = { open: count, overdue: count, dueSoon: count, supervised: count };
const figure = z.enum(FIGURE_NAMES);
export const figureSchema = figure.meta({
  id: 'Figure',
  description: '统计数字:同名的诉求列表筛选(figure)列出的正是它所计的诉求',
});

const rateSchema = z.object({
  name: z.enum(RATE_NAMES),
  label: z.string(),
  weight: z.number().meta({ description: '在综合得分中的权重;0 为不计入' }),
  value: share,
  numerator: count,
  denominator: count,
  isSmall: z.boolean().meta({ description: '分母不足 10 件,比率仅供参考' }),
  lesser: z
    .object({ figure: figureSchema, count, counts: z.number() })
    .nullable()
    .meta({ description: '分子中打折计的部分:基本满意按 0.9 计' }),
  previous: z
    .object({ value: share, numerator: count, denominator: count })
    .meta({ description: '之前同样长的一段时间' }),
  figures: z.object({ denominator: figureSchema, numerator: figureSchema, missed: figureSchema }),
});

export const overviewSchema = z
  .object({
    unit: unitSchema,
    from: dateSchema,
    to: dateSchema,
    asOf: timeSchema.meta({ description: '何时所计;同样的问题 15 秒内得到同样的数字' }),
    open: z.object({
      ...{ total: count, overdue: count, dueSoon: count, supervised: count, provisional: count },
      byStage: z.array(
        z.object({ stage: z.enum(STAGE_NAMES as [Stage, ...Stage[]]), label: z.string(), count, overdue: count }),
      ),
      byLevel: z.array(z.object({ level: z.enum(LEVELS), count, overdue: count })),
    }),
    filed: count,
    closed: count,
    unrated: count.meta({ description: '逾期未评价,不计入满意率' }),
    rates: z.array(rateSchema),
    combined: z.object({ value: share }).meta({ description: '三率按权重合计;有一率无可计则为 null' }),
    trend: z.array(z.object({ day: dateSchema, filed: count, closed: count })),
    categories: z.array(z.object({ category: z.string(), filed: count, open: count, dissatisfied: count })),
    units: z
      .array(z.object({ unit: unitSchema, parentId: z.string().nullable(), ...standing }))
      .meta({ description: '直属下级;没有下级时为本单位' }),
  })
  .meta({ id: 'Overview' });
export type OverviewView = z.output<typeof overviewSchema>;
