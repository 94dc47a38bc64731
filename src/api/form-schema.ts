import { z } from 'zod';
import { CHOICE_SEPARATORS, FIELD_KINDS, type FormField } from '../domain/form';
import { FILED_KINDS, SUBJECT_TYPES } from '../domain/vocabulary';
import { timeSchema } from './demands/view';
import { isStorable, text } from './text';
import { unitSchema } from './units';

const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length;
const words = (max: number, most: number) =>
  z.array(text(max)).max(most, `最多 ${most} 项`).refine(isUnique, '有重复的项');
const someOf = <Word extends string>(all: readonly [Word, ...Word[]]) =>
  z.array(z.enum(all)).min(1, '至少选一项').refine(isUnique, '有重复的项');

export const formFieldSchema = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][A-Za-z0-9_]{0,39}$/, '栏目代号须以小写字母开头，只用字母、数字和下划线，最多 40 个字'),
    label: text(100),
    kind: z.enum(FIELD_KINDS),
    options: words(100, 50).optional().meta({ description: '只用于单选和多选' }),
    required: z.boolean(),
    categories: words(50, 50).optional().meta({ description: '只在这些类别下出现；不填则总是出现' }),
    help: text(200).optional(),
  })
  .superRefine((field, context) => {
    const say = (message: string) => context.addIssue({ code: 'custom', path: ['options'], message });
    const isChoice = field.kind === 'choice' || field.kind === 'choices';
    if (isChoice && !field.options?.length) say('单选和多选须列出选项');
    if (!isChoice && field.options !== undefined) say('只有单选和多选可以列出选项');
    if (field.kind === 'choices' && field.options?.some((option) => CHOICE_SEPARATORS.test(option)))
      say('多选的选项里不能有顿号、逗号、分号和竖线');
  })
  .meta({ id: 'FormField' });

const formFields = {
  title: text(100),
  intro: text(2_000, { min: 0 }).default(''),
  subjectTypes: someOf(SUBJECT_TYPES),
  kinds: someOf(FILED_KINDS),
  categories: words(50, 50).default([]).meta({ description: '可选的类别；空为不限' }),
  channels: words(50, 50).default([]).meta({ description: '用于哪些渠道；空为不限' }),
  asksContact: z.enum(['required', 'optional', 'no']),
  fields: z.array(formFieldSchema).max(40, '最多 40 个栏目').default([]),
};
type Fields = { categories: string[]; fields: FormField[] };

/** Names are unique, and a field is asked only for categories that can be chosen. */
function checkFields({ categories, fields }: Fields, context: z.RefinementCtx): void {
  fields.forEach((field, i) => {
    const say = (of: string, message: string) => context.addIssue({ code: 'custom', path: ['fields', i, of], message });
    if (fields.findIndex(({ name }) => name === field.name) < i) say('name', '有同名的栏目');
    const strange = (field.categories ?? []).filter(
      (category) => categories.length > 0 && !categories.includes(category),
    );
    if (strange.length > 0) say('categories', `征集表没有类别：${strange.join('、')}`);
  });
}

export const newFormSchema = z
  .strictObject({
    code: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/, '编号须以小写字母开头，为 2 到 40 个小写字母、数字或横线'),
    unit: z.string().min(1).max(64).meta({ description: '归哪个单位；该单位及其下级都可以使用' }),
    ...formFields,
  })
  .superRefine(checkFields)
  .meta({ id: 'NewForm' });
export const nextFormSchema = z
  .strictObject({
    version: z.int().min(1).meta({ description: '在哪个版本上修改；其间有新版本时拒绝' }),
    ...formFields,
  })
  .superRefine(checkFields)
  .meta({ id: 'NextForm' });

export const formDataSchema = z.object({ ...formFields, fields: z.array(formFieldSchema) });
export const collectionFormSchema = formDataSchema
  .extend({
    code: z.string(),
    unit: unitSchema,
    version: z.int(),
    retired: z.boolean().meta({ description: '已停用，不能再登记' }),
    publishedAt: timeSchema,
    publishedBy: z.string().nullable().meta({ description: '用户名；空为随系统提供' }),
  })
  .meta({ id: 'Form' });

/** Answers as they are sent; the form says what each may be. */
export const answersSchema = z
  .record(
    z.string().min(1).max(40),
    z.union([
      z.string().max(4_000).refine(isStorable, '含有无法保存的字符'),
      z.number(),
      z.array(z.string().max(100)).max(50),
      z.null(),
    ]),
  )
  .refine((answers) => Object.keys(answers).length <= 40, '最多 40 项')
  .meta({ description: '征集表各栏目的内容，按栏目代号' });
