import { z } from 'zod';
import type { TopicRow } from '../../database/topics';
import { personSchema } from '../demands/case';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

/** 类案: many demands that are one matter, with somebody who answers for it. */
export const topicSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    unit: unitSchema,
    owner: personSchema,
    aim: z.string(),
    outcome: z.string().nullable(),
    createdBy: personSchema,
    createdAt: timeSchema,
    closedAt: timeSchema.nullable(),
    figures: z
      .object({
        open: z.int().meta({ description: '在办' }),
        closed: z.int().meta({ description: '已办结、不受理或撤回' }),
        dissatisfied: z.int(),
        overdue: z.int(),
        oldest: timeSchema.nullable().meta({ description: '最早登记的一件在办诉求' }),
        unseen: z.int().meta({ description: '归入本类案而您无权查看的件数，不计入以上各数' }),
      })
      .meta({ description: '您可以查看的诉求' }),
    canManage: z.boolean().meta({ description: '您可以修改、归入和移出' }),
    canConclude: z.boolean().meta({ description: '您可以写成效、结束' }),
  })
  .meta({ id: 'Topic' });
export type TopicView = z.output<typeof topicSchema>;

export function topicView(row: TopicRow, units: Units, may: Pick<TopicView, 'canManage' | 'canConclude'>): TopicView {
  const { id, title, aim, outcome, createdBy, open, closed, dissatisfied, overdue, oldest, unseen } = row;
  const orNull = (at: Date | null) => (at === null ? null : beijing(at.getTime()));
  return {
    ...{ id, title, aim, outcome, createdBy },
    unit: unitView(units, row.unitId),
    owner: { username: row.owner.username, name: row.owner.name },
    createdAt: beijing(row.createdAt.getTime()),
    closedAt: orNull(row.closedAt),
    figures: { open, closed, dissatisfied, overdue, oldest: orNull(oldest), unseen },
    ...may,
  };
}
