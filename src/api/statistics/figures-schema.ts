import { z } from 'zod';
import { RATE_NAMES, type RateName } from '../../domain/rates';
import { GROUPING_NAMES } from '../../domain/grouping';
import { timeSchema } from '../demands/view';
import { invalidInput } from '../errors';
import { dateSchema, periodQuery } from '../period';
import { unitSchema } from '../units';
import { count, figureSchema, pastRateSchema, rateDefinitionSchema, share } from './rates-view';

export const figuresQuery = z.object({
  unit: z.string().max(64).optional().meta({ description: '本单位或下级单位；不填则为本人所在的最高一级' }),
  ...periodQuery,
  by: z.enum(GROUPING_NAMES).optional().meta({ description: '按什么分组；不填则只有合计' }),
  rates: z
    .string()
    .max(400)
    .optional()
    .meta({ description: `要哪些比率，用逗号分隔；不填则全部：${RATE_NAMES.join(',')}` }),
});

export function rateNamesOf(asked: string | undefined): readonly RateName[] {
  if (asked === undefined || asked === '') return RATE_NAMES;
  const names = asked.split(',');
  const unknown = names.find((name) => !(RATE_NAMES as string[]).includes(name));
  if (unknown !== undefined) throw invalidInput('/rates', `没有“${unknown.slice(0, 40)}”这个比率，请从列表中选择。`);
  return RATE_NAMES.filter((name) => names.includes(name));
}

const valueSchema = z.object({
  name: z.enum(RATE_NAMES),
  ...{ value: share, numerator: count, denominator: count },
  isSmall: z.boolean(),
  lesser: z.object({ figure: figureSchema, count, counts: z.number() }).nullable(),
  previous: pastRateSchema.nullable().meta({ description: '上期（之前同样长的一段时间）；按时间分组时为空' }),
  lastYear: pastRateSchema.nullable().meta({ description: '去年同期；按时间分组时为空' }),
});
const rowSchema = z.object({
  key: z.string(),
  label: z.string(),
  search: z.record(z.string(), z.string()).meta({ description: '打开这一组的诉求列表时，除 figure 以外的查询参数' }),
  ...{ filed: count, closed: count, combined: share },
  isSmall: z.boolean().meta({ description: '综合所用的三率有一项样本少' }),
  rates: z.array(valueSchema),
});
export type FiguresRow = z.output<typeof rowSchema>;

export const figuresSchema = z
  .object({
    unit: unitSchema,
    ...{ from: dateSchema, to: dateSchema },
    asOf: timeSchema.meta({ description: '何时所计；同样的问题 15 秒内得到同样的数字' }),
    by: z.enum(GROUPING_NAMES).nullable(),
    set: z.object({
      version: z.int(),
      confirmed: z.boolean().meta({ description: '口径是否已经主管部门确认；未确认的为示例' }),
      small: z.int(),
    }),
    periods: z.object({
      previous: z.object({ from: dateSchema, to: dateSchema }),
      lastYear: z.object({ from: dateSchema, to: dateSchema }),
    }),
    definitions: z.array(rateDefinitionSchema),
    total: rowSchema.meta({ description: '该单位及下级承办的；别的单位在同一批诉求上做的不算' }),
    rows: z.array(rowSchema),
    omitted: count.meta({ description: '分组过多，没有列出的组数；下载的文件里全部都有' }),
    elsewhere: rowSchema.nullable().meta({ description: '按承办单位时，本单位以外承办的；不在合计之内' }),
    parked: z
      .object({ count, average: z.number().nullable(), longest: z.number().nullable() })
      .meta({ description: '挂账：现有件数，平均和最长已挂天数' }),
    dimensions: z
      .array(z.object({ name: z.string(), label: z.string(), average: z.number().nullable(), count }))
      .meta({ description: '四个方面的平均分（1 到 5）和评了它的轮次数' }),
    additions: z
      .object({ count, turned: count.meta({ description: '其中由满意转为不满意的' }) })
      .meta({ description: '追评：不改变原评价和满意率' }),
  })
  .meta({ id: 'Figures' });
export type FiguresView = z.output<typeof figuresSchema>;
