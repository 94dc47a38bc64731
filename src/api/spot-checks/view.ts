import { z } from 'zod';
import type { ListedCheck, SampledCase, SpotCheckRow } from '../../database/spot-checks';
import { CALLBACK_ENDINGS, CALLBACK_STATES } from '../../domain/callback';
import { REPLACEMENT_CAUSES, strataOf, VERDICTS, verdictOf, type Replacement } from '../../domain/spot-check';
import { isSealed } from '../../spot-check/commitment';
import { gradeSchema } from '../demands/action-bodies';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

const personSchema = z.object({ username: z.string(), name: z.string() });
const stateSchema = z.enum(['committed', 'drawn']).meta({ description: 'committed：已封存范围和种子，还没有抽取' });
const replacementSchema = z.object({
  number: z.string(),
  because: z.enum(REPLACEMENT_CAUSES).meta({ description: '未接通、跳过，或抽取时已重办' }),
  next: z.string().nullable().meta({ description: '替补；空为这个办理单位没有更多可抽' }),
});
const caseSchema = z.object({ number: z.string(), leadUnit: unitSchema });
const sampledSchema = caseSchema.extend({
  title: z.string(),
  round: z.int(),
  rating: gradeSchema.nullable().meta({ description: '原评价' }),
  callback: z.string().meta({ description: '回访任务的 id' }),
  state: z.enum(CALLBACK_STATES),
  result: z.enum(CALLBACK_ENDINGS).nullable(),
  grade: gradeSchema.nullable().meta({ description: '抽查回访时的评价' }),
  verdict: z.enum(VERDICTS).nullable().meta({ description: '与原评价：一致、好评被推翻、差评好转' }),
  solved: z.boolean().nullable(),
  replyQuality: gradeSchema.nullable(),
  replaces: z.string().nullable().meta({ description: '替补哪一件' }),
  skip: z.object({ by: personSchema.nullable(), at: timeSchema, reason: z.string() }).nullable(),
});

const summaryFields = {
  id: z.string(),
  unit: unitSchema,
  state: stateSchema,
  drawnBy: personSchema,
  committedAt: timeSchema.nullable(),
  drawnAt: timeSchema.nullable(),
  from: timeSchema,
  to: timeSchema,
  percent: z.number(),
  frameSize: z.int(),
  seedHash: z.string().nullable().meta({ description: '种子的 SHA-256，抽取前已公布' }),
  frameHash: z.string().nullable().meta({ description: '范围的 SHA-256，抽取前已公布' }),
  plan: z.string().nullable().meta({ description: '由哪个计划产生' }),
};

export const listedCheckSchema = z
  .object({ ...summaryFields, jobs: z.int(), ended: z.int(), contradicted: z.int() })
  .meta({ id: 'ListedSpotCheck' });

export const spotCheckSchema = z
  .object({
    ...summaryFields,
    seed: z.string().nullable().meta({ description: '抽取以前保密；抽中本人所在单位的诉求时，回访结束以前也保密' }),
    frame: z
      .array(z.object({ number: z.string(), leadUnit: z.string() }))
      .meta({ description: '按此与种子可重做抽取' }),
    strata: z.array(z.object({ leadUnit: unitSchema, size: z.int(), drawn: z.int() })),
    replacements: z.array(replacementSchema),
    sample: z.array(sampledSchema),
    canDraw: z.boolean(),
  })
  .meta({ id: 'SpotCheck' });
export type SpotCheckView = z.output<typeof spotCheckSchema>;

export const replacementsOf = ({ strata }: SpotCheckRow): Replacement[] =>
  (strata ?? []).flatMap(({ replacements = [] }) => replacements);

function summaryOf(row: Omit<SpotCheckRow, 'frame' | 'seed' | 'strata' | 'sight'>, isDrawn: boolean, units: Units) {
  return {
    ...{ id: row.id, percent: row.percent, seedHash: row.seed_hash, frameHash: row.frame_hash, plan: row.plan_id },
    unit: unitView(units, row.unit_id),
    state: isDrawn ? ('drawn' as const) : ('committed' as const),
    drawnBy: { username: row.username, name: row.name },
    committedAt: row.committed_at && beijing(row.committed_at.getTime()),
    drawnAt: isDrawn ? beijing(row.drawn_at.getTime()) : null,
    from: beijing(row.from_at.getTime()),
    to: beijing(row.to_at.getTime()),
  };
}

export function listedCheckView(row: ListedCheck, units: Units): z.output<typeof listedCheckSchema> {
  const { frame_size: frameSize, jobs, ended, contradicted } = row;
  return { ...summaryOf(row, row.sample !== null, units), frameSize, jobs, ended, contradicted };
}

/** `knowsAll`: no drawn case is kept from the reader. */
export interface KnownSample {
  sample: SampledCase[];
  knowsAll: boolean;
}

/**
 * Everything needed to redo the draw, and what the calls came to. Frame and seed together name every drawn case: from whom some
 * are kept, the seed is.
 */
export function spotCheckView(
  row: SpotCheckRow,
  { sample, knowsAll }: KnownSample,
  units: Units,
  canDraw: boolean,
): SpotCheckView {
  const { percent, seed, frame } = row;
  const isDrawn = row.sample !== null && !isSealed(seed);
  const replacements = replacementsOf(row);
  return {
    ...summaryOf(row, isDrawn, units),
    ...{ frame, frameSize: frame.length, seed: isDrawn && knowsAll ? seed : null, canDraw: canDraw && !isDrawn },
    strata: strataOf(frame, percent).map((stratum) => ({ ...stratum, leadUnit: unitView(units, stratum.leadUnit) })),
    replacements: knowsAll ? replacements : shownReplacements(replacements, sample, row),
    sample: sample.map((each) => sampledView(each, replacements, units)),
  };
}

/** Those of cases that the reader may know of. */
const shownReplacements = (all: readonly Replacement[], sample: readonly SampledCase[], { frame }: SpotCheckRow) => {
  const shown = new Set(sample.map(({ lead_unit_id }) => lead_unit_id));
  const leadOf = new Map(frame.map(({ number, leadUnit }) => [number, leadUnit]));
  const numbers = new Set(sample.map(({ number }) => number));
  return all.filter(({ number, next }) => shown.has(leadOf.get(number) ?? '') && (next === null || numbers.has(next)));
};

function sampledView(row: SampledCase, replacements: readonly Replacement[], units: Units) {
  const { number, title, round, rounds, job, state, result, grade, found } = row;
  const rating = rounds.find((each) => each.round === round)?.rating ?? null;
  return {
    ...{ number, title, round, callback: job, state, result, grade, rating },
    leadUnit: unitView(units, row.lead_unit_id),
    verdict: verdictOf(rating, result),
    solved: found?.solved ?? null,
    replyQuality: found?.replyQuality ?? null,
    replaces: replacements.find(({ next }) => next === number)?.number ?? null,
    skip: row.skipped_at && {
      by: row.skipped_by,
      at: beijing(row.skipped_at.getTime()),
      reason: row.skip_reason ?? '',
    },
  };
}
