import { z } from 'zod';
import { STEPS_AT_ONCE, type StepAtOnce } from '../../domain/change-preview';
import { CLOCK_NAMES } from '../../domain/vocabulary';
import { timeSchema } from '../demands/view';
import { unitSchema } from '../units';

const steps = Object.fromEntries(STEPS_AT_ONCE.map((step) => [step, z.int()])) as Record<StepAtOnce, z.ZodInt>;
const countSchema = z.object({
  demands: z.int().meta({ description: '到期时间会变的在办诉求数' }),
  clocks: z.int().meta({ description: '会变的时限数' }),
  earlier: z.int(),
  later: z.int(),
  breaches: z.int().meta({ description: '一生效就超期的时限数' }),
  atOnce: z.object(steps).meta({
    description: '一生效就提醒、升级、上提一级、列入督办、按未评价办结的件数；到期时间没有变的也算',
  }),
});

/** What a change of policy or calendar would move, by the same functions as the running workflows. */
export const movesSchema = z
  .object({
    kind: z.enum(['policy', 'calendar']),
    applies: z.boolean().meta({ description: 'false：在办诉求沿用原版本，什么也不会变' }),
    at: timeSchema.meta({ description: '按此刻试算' }),
    warnings: z.array(z.string()).meta({ description: '时限与规则：请审定人留意的地方' }),
    lookedAt: z.int().meta({ description: '看过的在办诉求数' }),
    complete: z.boolean().meta({ description: 'false：在办诉求太多，只看了这么多' }),
    total: countSchema,
    byUnit: z.array(countSchema.extend({ unit: unitSchema })).meta({ description: '按现在持有的单位' }),
    items: z.array(
      z.object({
        number: z.string(),
        title: z.string(),
        unit: unitSchema,
        clock: z.enum(CLOCK_NAMES),
        oldDueAt: timeSchema,
        newDueAt: timeSchema,
        provisional: z.boolean(),
        breaches: z.boolean(),
        atOnce: z.array(z.enum(STEPS_AT_ONCE)).meta({ description: '一生效就发生的各级；只有它时到期时间不变' }),
      }),
    ),
    nextCursor: z.string().optional(),
  })
  .meta({ id: 'DraftMoves' });
export type Moves = z.output<typeof movesSchema>;
