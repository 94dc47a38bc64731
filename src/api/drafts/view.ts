import { z } from 'zod';
import type { ChangeDraft, Person } from '../../database/drafts';
import { DRAFT_KIND_NAMES, DRAFT_STATE_NAMES } from '../../domain/change-draft';
import { beijing, timeSchema } from '../demands/view';
import { rulesPreviewSchema } from '../rules/check-view';
import { figuresPreviewSchema } from './figures-drafts';
import { movesSchema } from './moves-view';

const personSchema = z.object({ username: z.string(), name: z.string() });

export const draftSchema = z
  .object({
    id: z.string(),
    kind: z.enum(DRAFT_KIND_NAMES),
    target: z.string().nullable().meta({ description: '日历的年份；其他为空' }),
    baseVersion: z.int().meta({ description: '起草时依据的现行版本；0 为尚未发布过' }),
    note: z.string(),
    state: z.enum(DRAFT_STATE_NAMES),
    revision: z.int().meta({ description: '改一次加一' }),
    appliesToRunning: z.boolean().meta({ description: '时限与规则：在办诉求是否改按新版本' }),
    author: personSchema,
    createdAt: timeSchema,
    updatedAt: timeSchema,
    submittedAt: timeSchema.nullable(),
    reviewer: personSchema.nullable(),
    reviewedAt: timeSchema.nullable(),
    reviewNote: z.string().nullable(),
    version: z.int().nullable().meta({ description: '发布成的版本' }),
    progress: z
      .object({ told: z.int(), of: z.int(), finishedAt: timeSchema.nullable() })
      .nullable()
      .meta({ description: '发布后告知在办诉求的进度；不涉及在办诉求时为空' }),
  })
  .meta({ id: 'Draft' });

export const draftDetailSchema = draftSchema
  .extend({
    data: z.unknown().meta({ description: '草案内容，形状由种类决定' }),
    base: z.unknown().meta({ description: '所依据版本的内容；尚未发布过为空' }),
    newestVersion: z.int().meta({ description: '现在的版本；大于 baseVersion 时须先修改草案再送审' }),
  })
  .meta({ id: 'DraftDetail' });
export type DraftDetail = z.output<typeof draftDetailSchema>;

/** One per kind, told apart by `kind`. */
export const previewSchema = z
  .discriminatedUnion('kind', [movesSchema, rulesPreviewSchema, figuresPreviewSchema])
  .meta({ id: 'DraftPreview' });

export function draftView(draft: ChangeDraft): z.output<typeof draftSchema> {
  const { data: _data, ...rest } = draft;
  return {
    ...rest,
    author: personView(draft.author),
    reviewer: draft.reviewer && personView(draft.reviewer),
    createdAt: time(draft.createdAt),
    updatedAt: time(draft.updatedAt),
    submittedAt: draft.submittedAt && time(draft.submittedAt),
    reviewedAt: draft.reviewedAt && time(draft.reviewedAt),
  };
}

const time = (at: Date): string => beijing(at.getTime());
const personView = ({ username, name }: Person) => ({ username, name });
