import { z } from 'zod';
import type { SampledCase, SpotCheckRow } from '../database/spot-checks';
import { CALLBACK_RESULTS, CALLBACK_STATES } from '../domain/callback';
import { strataOf } from '../domain/spot-check';
import { gradeSchema } from './demands/action-bodies';
import { beijing, timeSchema, unitView, type Units } from './demands/view';
import { unitSchema } from './units';

const caseSchema = z.object({ number: z.string(), leadUnit: unitSchema });
export const spotCheckSchema = z
  .object({
    id: z.string(),
    unit: unitSchema,
    drawnBy: z.object({ username: z.string(), name: z.string() }),
    drawnAt: timeSchema,
    from: timeSchema,
    to: timeSchema,
    percent: z.number(),
    seed: z.string(),
    frameSize: z.int(),
    frame: z
      .array(z.object({ number: z.string(), leadUnit: z.string() }))
      .meta({ description: '按此与种子可重做抽取' }),
    strata: z.array(z.object({ leadUnit: unitSchema, size: z.int(), drawn: z.int() })),
    sample: z.array(
      caseSchema.extend({
        title: z.string(),
        round: z.int(),
        rating: gradeSchema.nullable().meta({ description: '原评价' }),
        callback: z.string().meta({ description: '回访任务的 id' }),
        state: z.enum(CALLBACK_STATES),
        result: z.enum([...CALLBACK_RESULTS, 'unreachable']).nullable(),
        grade: gradeSchema.nullable().meta({ description: '抽查回访时的评价' }),
      }),
    ),
  })
  .meta({ id: 'SpotCheck' });
export type SpotCheckView = z.output<typeof spotCheckSchema>;

/** Everything needed to redo the draw, and what the calls came to. */
export function spotCheckView(row: SpotCheckRow, sample: SampledCase[], units: Units): SpotCheckView {
  const { id, percent, seed, frame } = row;
  return {
    ...{ id, percent, seed, frame, frameSize: frame.length },
    unit: unitView(units, row.unit_id),
    drawnBy: { username: row.username, name: row.name },
    drawnAt: beijing(row.drawn_at.getTime()),
    from: beijing(row.from_at.getTime()),
    to: beijing(row.to_at.getTime()),
    strata: strataOf(frame, percent).map((stratum) => ({ ...stratum, leadUnit: unitView(units, stratum.leadUnit) })),
    sample: sample.map(({ number, title, lead_unit_id, round, rounds, job, state, result, grade }) => ({
      ...{ number, title, round, callback: job, state, result, grade },
      leadUnit: unitView(units, lead_unit_id),
      rating: rounds.find((each) => each.round === round)?.rating ?? null,
    })),
  };
}
