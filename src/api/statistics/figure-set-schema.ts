import { z } from 'zod';
import { defaultFigureSet, type FigureSet } from '../../domain/figure-set';
import { RESULTS } from '../../domain/vocabulary';
import { timeSchema } from '../demands/view';
import { text } from '../text';

const weight = z.number().min(0).max(1);
const results = z.array(z.enum(RESULTS)).max(RESULTS.length);
const fields = {
  confirmed: z.boolean().meta({ description: '是否已经主管部门确认；未确认的显示为示例' }),
  weights: z
    .strictObject({ response: weight, resolution: weight, satisfaction: weight })
    .refine((all) => Math.abs(all.response + all.resolution + all.satisfaction - 1) < 1e-6, '三率权重之和须为 1'),
  barelyCounts: z.number().min(0).max(1).meta({ description: '基本满意每件计多少' }),
  resolution: z
    .enum(['declared', 'confirmed'])
    .meta({ description: 'declared：以办理结果为准；confirmed：有回访或抽查的，以诉求人的说法为准' }),
  resolving: z
    .strictObject({ consultation: results, help: results, complaint: results, suggestion: results })
    .default(() => structuredClone(defaultFigureSet.resolving))
    .meta({ description: '各类诉求的哪些办理结果算已解决；不填则为默认（示例）：咨询解释说明也算' }),
  exclude: z
    .strictObject({
      appeals: z.boolean().meta({ description: '申诉成立的评价和超时' }),
      unreasonable: z.boolean().meta({ description: '裁定为不合理诉求的评价' }),
      deferred: z.boolean().meta({ description: '挂账期间的超时' }),
      merged: z.boolean().meta({ description: '并入他案的诉求（评价除外）' }),
      proxy: z.boolean().meta({ description: '代评' }),
    })
    .meta({ description: '不计入的' }),
  dayEnds: z
    .int()
    .min(1)
    .max(1440)
    .meta({ description: '统计日在几分截止（当日零时起的分钟数）：1440 为自然日，720 为前一日 12 时至当日 12 时' }),
  monthBegins: z.int().min(1).max(28).meta({ description: '考核月从几日起：1 为自然月，19 为上月 19 日至本月 18 日' }),
  small: z.int().min(2).max(1000).meta({ description: '分母少于几件的标为样本少' }),
};

/** What was read may be sent back with its changes: the version is ignored, the service gives the next. */
export const newFigureSetSchema = z
  .strictObject({ ...fields, version: z.int().optional().meta({ description: '忽略' }) })
  .meta({ id: 'NewFigureSet' }) satisfies z.ZodType<Omit<FigureSet, 'version'>>;
export const figureSetSchema = z
  .object({
    ...fields,
    version: z.int(),
    note: text(500),
    publishedAt: timeSchema.nullable().meta({ description: '空为随系统而来的口径' }),
    publishedBy: z.string().nullable(),
  })
  .meta({ id: 'FigureSet' });
