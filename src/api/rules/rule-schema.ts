import { z } from 'zod';
import type { RuleSet } from '../../domain/routing';
import { FILED_KINDS, LEVELS, RISKS, SUBJECT_TYPES, URGENCIES } from '../../domain/vocabulary';
import { timeSchema } from '../demands/view';
import { text } from '../text';

/** More rules than this nobody can review. */
export const MOST_RULES = 1_000;

const unit = z.string().min(1).max(64);
const some = <Value extends z.ZodType>(value: Value, most = 50) => z.array(value).min(1).max(most).optional();
const where = {
  category: some(text(50)),
  under: some(unit).meta({ description: '所在地是这些单位之一，或在其下' }),
  level: some(z.enum(LEVELS)).meta({ description: '所在地的层级' }),
  subject: some(z.enum(SUBJECT_TYPES)),
  kind: some(z.enum(FILED_KINDS)),
  words: some(text(50)).meta({ description: '标题或内容里有其中一个词' }),
};
const ruleFields = {
  id: z
    .string()
    .trim()
    .regex(/^[\p{L}\p{N}_-]{1,40}$/u, '编号须为 1 到 40 个文字、数字、横线或下划线'),
  reason: text(200).meta({ description: '命中时给分拨人看的理由' }),
};

export const classifyRuleSchema = z
  .strictObject({
    ...ruleFields,
    when: z.strictObject(where),
    then: z.strictObject({
      category: text(50).optional(),
      urgency: z.enum(URGENCIES).optional(),
      risk: z.enum(RISKS).optional(),
    }),
  })
  .meta({ id: 'ClassifyRule' });
export const assignRuleSchema = z
  .strictObject({
    ...ruleFields,
    when: z.strictObject({ ...where, urgency: some(z.enum(URGENCIES)), risk: some(z.enum(RISKS)) }),
    then: z.strictObject({
      level: z.enum(LEVELS).optional().meta({ description: '不填为所在地的层级' }),
      lead: unit.optional().meta({ description: '主办单位的 id；不填由该级党委分拨' }),
      co: some(unit, 20),
      replying: unit.optional().meta({ description: '不填由主办单位反馈' }),
      direct: z.boolean().optional().meta({ description: '直通：不经人工直接分拨' }),
    }),
  })
  .meta({ id: 'AssignRule' });

const ruleTables = {
  confirmed: z.boolean().meta({ description: '是否已经主管部门确认；未确认的显示为示例' }),
  classify: z.array(classifyRuleSchema).max(MOST_RULES).meta({ description: '识别：符合的都算，风险和缓急取重' }),
  assign: z.array(assignRuleSchema).max(MOST_RULES).meta({ description: '分派：从上到下，第一条符合的算' }),
};
export const rulesSchema = z.strictObject(ruleTables).meta({ id: 'Rules' }) satisfies z.ZodType<
  Omit<RuleSet, 'version'>,
  unknown
>;
export type RulesBody = z.output<typeof rulesSchema>;

/** What was read may be sent back with its changes: `version` then says what they are based on. */
export const newRulesSchema = rulesSchema
  .extend({
    version: z.int().optional().meta({ description: '修改时依据的版本；其间有人发布过则拒绝' }),
    note: text(500).meta({ description: '为什么改，依据是什么' }),
    publishedAt: z.string().optional().meta({ description: '忽略' }),
    publishedBy: z.string().nullish().meta({ description: '忽略' }),
  })
  .meta({ id: 'NewRules' });

const publicationFields = {
  version: z.int(),
  note: z.string().meta({ description: '为什么改，依据是什么' }),
  publishedAt: timeSchema,
  publishedBy: z.string().nullable(),
};
export const ruleSetVersionSchema = z
  .object({ ...publicationFields, confirmed: ruleTables.confirmed })
  .meta({ id: 'RuleSetVersion' });
export const ruleSetSchema = z.object({ ...publicationFields, ...ruleTables }).meta({ id: 'RuleSet' });
