import { z } from 'zod';
import { LIST_MARKS } from '../../domain/rule-words';
import type { DutyItem } from '../../database/duties';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { assignRuleSchema } from '../rules/rule-schema';
import { sheetErrorSchema } from '../sheets';
import { text } from '../text';
import { unitSchema } from '../units';

const fields = {
  category: text(50),
  name: text(200).meta({ description: '事项' }),
  unit: z.string().min(1).max(64).meta({ description: '责任单位的 id' }),
  words: z
    .array(text(30).refine((word) => !LIST_MARKS.test(word), '一个关键词里不能有顿号、逗号或分号，请分开写成几项'))
    .max(30)
    .meta({ description: '群众常用的说法，查找时用' }),
  basis: text(300, { min: 0 }).meta({ description: '依据：三定方案、权责清单等' }),
};
export const newDutySchema = z
  .strictObject({ code: text(40).optional().meta({ description: '不填则自动编号' }), ...fields })
  .meta({ id: 'NewDuty' });
export const dutyChangeSchema = z
  .strictObject({ ...fields, retired: z.boolean().meta({ description: '停用的不再用于查找' }) })
  .meta({ id: 'DutyChange' });

export const dutySchema = z
  .object({
    id: z.string(),
    code: z.string(),
    category: z.string(),
    name: z.string(),
    unit: unitSchema,
    words: z.array(z.string()),
    basis: z.string(),
    retired: z.boolean(),
    updatedAt: timeSchema,
    because: z.array(z.string()).optional().meta({ description: '查找时：文字里的哪些说法对上了' }),
  })
  .meta({ id: 'Duty' });
export type DutyView = z.output<typeof dutySchema>;

/** What is found for a demand. */
export const demandDutiesSchema = z
  .object({
    items: z.array(dutySchema).meta({ description: '现在的持有单位可以交给的' }),
    above: z.array(dutySchema).meta({ description: '不在本级管辖、要上报的：责任单位直属上级党委' }),
  })
  .meta({ id: 'DemandDuties' });

export const dutyImportSchema = z
  .object({
    applied: z.boolean().meta({ description: 'true：已写入。有错误时一条也不写' }),
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    errors: z.array(sheetErrorSchema),
  })
  .meta({ id: 'DutyImport' });

/** An item without words is skipped: no rule could tell it from others. */
export const dutyRulesSchema = z.object({
  rules: z.array(assignRuleSchema),
  skipped: z.array(z.string()).meta({ description: '没有关键词或单位已关闭的编号' }),
});

export function dutyView({ unitId, updatedAt, ...duty }: DutyItem, units: Units, because?: string[]): DutyView {
  return { ...duty, unit: unitView(units, unitId), updatedAt: beijing(updatedAt.getTime()), because };
}
