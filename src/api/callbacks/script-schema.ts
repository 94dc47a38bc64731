import { z } from 'zod';
import type { ScriptRow } from '../../database/callback-scripts';
import { ANSWER_KINDS, SCRIPT_BLANKS, unknownBlanks } from '../../domain/callback-script';
import { FILED_KINDS } from '../../domain/vocabulary';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { text } from '../text';
import { unitSchema } from '../units';

const stepSchema = z.object({
  title: z.string(),
  lines: z.array(z.string()),
  answer: z.enum(ANSWER_KINDS).meta({ description: '怎样记回答；none 为只说不记' }),
  options: z.array(z.string()).optional(),
});

export const scriptSchema = z
  .object({
    id: z.string(),
    unit: unitSchema,
    category: z.string().nullable(),
    kind: z.enum(FILED_KINDS).nullable(),
    title: z.string(),
    steps: z.array(stepSchema),
    updatedBy: z.object({ username: z.string(), name: z.string() }),
    updatedAt: timeSchema,
    retired: z.boolean(),
  })
  .meta({ id: 'CallbackScript' });

/** The script for one job; the built-in one has no unit and is an example. */
export const chosenScriptSchema = z
  .object({
    id: z.string().nullable(),
    unit: unitSchema.nullable(),
    title: z.string(),
    steps: z.array(stepSchema),
    isExample: z.boolean().meta({ description: '内置示例，没有单位写过提纲时用' }),
  })
  .meta({ id: 'ChosenCallbackScript' });

const writtenFields = {
  title: text(60),
  category: text(50).nullable().default(null).meta({ description: '空为不限类别' }),
  kind: z.enum(FILED_KINDS).nullable().default(null).meta({ description: '空为不限类型' }),
  steps: z
    .array(
      z
        .strictObject({
          title: text(40),
          lines: z.array(text(300)).min(1).max(20),
          answer: z.enum(ANSWER_KINDS).default('none'),
          options: z.array(text(40)).min(2).max(10).optional(),
        })
        .refine(({ answer, options }) => (answer === 'choice') === (options !== undefined), {
          message: '选择类的步骤要给出 2 到 10 个选项，其他步骤不要选项',
          path: ['options'],
        }),
    )
    .min(1)
    .max(20)
    .refine((steps) => unknownBlanks(steps).length === 0, {
      error: ({ input }) =>
        `【${unknownBlanks(input as never).join('】【')}】不是可填的空，可用：【${SCRIPT_BLANKS.join('】【')}】`,
    }),
};
export const newScriptSchema = z
  .strictObject({ unit: z.string().min(1).max(64), ...writtenFields })
  .meta({ id: 'NewCallbackScript' });
export const scriptChangeSchema = z.strictObject(writtenFields).meta({ id: 'CallbackScriptChange' });

export const scriptView = (row: ScriptRow, units: Units): z.output<typeof scriptSchema> => {
  const { id, category, title, steps, retired } = row;
  return {
    ...{ id, category, title, steps, retired, updatedBy: row.updated_by },
    kind: row.kind as z.output<typeof scriptSchema>['kind'],
    unit: unitView(units, row.unit),
    updatedAt: beijing(row.updated_at.getTime()),
  };
};
