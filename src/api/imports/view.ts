import { z } from 'zod';
import type { Batch } from '../../database/imports';
import { IMPORT_STATES, ROW_STATES, type ImportState, type RowState } from '../../domain/batch-import';
import { personSchema } from '../demands/case';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

export const importStateSchema = z.enum(Object.keys(IMPORT_STATES) as [ImportState, ...ImportState[]]);
export const rowStateSchema = z.enum(Object.keys(ROW_STATES) as [RowState, ...RowState[]]);

export const importSchema = z
  .object({
    id: z.string(),
    unit: unitSchema.meta({ description: '收集单位' }),
    form: z.string().meta({ description: '征集表的编号' }),
    campaign: z.string().nullable(),
    fileName: z.string(),
    state: importStateSchema,
    by: personSchema.meta({ description: '导入人；只有本人可以对应栏目和开始导入' }),
    total: z.int(),
    wrong: z.int(),
    created: z.int(),
    repeated: z.int().meta({ description: '以前导入过，或与文件中更早的一行相同；不再登记' }),
    failure: z.string().nullable(),
    createdAt: timeSchema,
    startedAt: timeSchema.nullable(),
    finishedAt: timeSchema.nullable(),
  })
  .meta({ id: 'Import' });
export type ImportView = z.output<typeof importSchema>;

const targetSchema = z
  .object({
    name: z.string(),
    label: z.string(),
    required: z.boolean(),
    takesDefault: z.boolean().meta({ description: '没有这一列时，可以给所有的行填同一个值' }),
    choices: z.array(z.string()).optional(),
    help: z.string().optional(),
  })
  .meta({ id: 'ImportTarget' });
const columnsSchema = z.record(z.string(), z.int().min(0).max(200));
const defaultsSchema = z.record(z.string(), z.string());

export const importDetailSchema = importSchema
  .extend({
    isMine: z.boolean(),
    sheet: z.string().nullable().meta({ description: '读取的工作表；csv 为空' }),
    otherSheets: z.int().meta({ description: '没有读取的工作表数' }),
    encoding: z.string().nullable(),
    headerRow: z.int().meta({ description: '列名所在的行' }),
    columns: z
      .array(
        z.object({ name: z.string(), samples: z.array(z.string()).meta({ description: '前几行的内容；只给导入人' }) }),
      )
      .meta({ description: '文件的各列；对应时用其下标' }),
    targets: z.array(targetSchema).meta({ description: '可以对应的栏目' }),
    mapping: z.object({ columns: columnsSchema, defaults: defaultsSchema }).nullable(),
    suggested: z
      .object({ columns: columnsSchema, defaults: defaultsSchema, isRemembered: z.boolean() })
      .meta({ description: '按上次的对应或列名猜测' }),
  })
  .meta({ id: 'ImportDetail' });
export type ImportDetail = z.output<typeof importDetailSchema>;

export const importRowSchema = z
  .object({
    row: z.int().meta({ description: '在文件中的行号' }),
    state: rowStateSchema,
    errors: z.array(
      z.object({
        target: z.string(),
        label: z.string(),
        message: z.string().meta({ description: '整句：第几行、哪一栏、怎么改' }),
        value: z.string().nullable().meta({ description: '这一格现在的内容；只给导入人' }),
      }),
    ),
    demand: z
      .object({ number: z.string(), title: z.string() })
      .nullable()
      .meta({ description: '登记成的诉求，若您可以查看' }),
  })
  .meta({ id: 'ImportRow' });
export type ImportRowView = z.output<typeof importRowSchema>;

const at = (time: Date | null): string | null => time && beijing(time.getTime());

export function importView(batch: Batch, units: Units): ImportView {
  const { unitId, formCode, campaignId, createdBy, createdAt, startedAt, finishedAt } = batch;
  const { id, fileName, state, total, wrong, created, repeated, failure } = batch;
  return {
    ...{ id, fileName, state, total, wrong, created, repeated, failure },
    unit: unitView(units, unitId),
    form: formCode,
    campaign: campaignId,
    by: { username: createdBy.username, name: createdBy.name },
    createdAt: beijing(createdAt.getTime()),
    startedAt: at(startedAt),
    finishedAt: at(finishedAt),
  };
}
