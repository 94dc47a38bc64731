import { z } from 'zod';
import type { Analysis } from '../../analysis/analysis';
import { CONCERNS, IMPROVEMENT_STATES, type Concern, type ImprovementState } from '../../domain/improvement';
import { ANALYSIS_STATES, type AnalysisState } from '../../database/analyses';
import { DIMENSIONS, type Dimension } from '../../domain/rating';
import { RATE_NAMES } from '../../domain/rates';
import { DISSATISFACTION_REASONS, type DissatisfactionReason } from '../../domain/vocabulary';
import { timeSchema } from '../demands/view';
import { unitSchema } from '../units';

const count = z.int().min(0);
const share = z.number().nullable();
const named = z.object({ id: z.string(), name: z.string() });
const days = { from: z.string(), to: z.string() };
const number = z.string();
const keysOf = <Word extends string>(words: Record<Word, unknown>) => Object.keys(words) as [Word, ...Word[]];

const pastImprovementSchema = z.object({
  ...{ number, title: z.string(), unit: named },
  state: z.enum(keysOf<ImprovementState>(IMPROVEMENT_STATES)),
  sentBack: count,
});
const unitLineSchema = z.object({
  unit: named,
  ...{ assigned: count, returned: count, answered: count, redone: count },
  ...{ handleDue: count, handleLate: count, ownLate: count, rated: count, dissatisfied: count },
  // Reports from before these were counted have none.
  ...{ checked: count.default(0), contradicted: count.default(0) },
});

export const analysisDataSchema = z
  .object({
    unit: named,
    days: z.object(days),
    compared: z.object({ ...days, reportId: z.string().nullable(), title: z.string().nullable() }),
    figures: z.object({ version: z.int(), confirmed: z.boolean(), small: z.int() }),
    filed: z.object({ count, before: count }),
    closed: z.object({ count, before: count }),
    rates: z.array(
      z.object({
        ...{ name: z.enum(RATE_NAMES), label: z.string(), better: z.enum(['high', 'low', 'none']) },
        ...{ numerator: count, denominator: count, value: share, isSmall: z.boolean(), before: share },
        lesser: z
          .object({ count, counts: z.number() })
          .nullable()
          .default(null)
          .meta({ description: '分子中打折计的件数和每件计多少（基本满意）' }),
      }),
    ),
    combined: z.object({ value: share, before: share, isSmall: z.boolean().default(false) }),
    dimensions: z.array(
      z.object({ name: z.enum(keysOf<Dimension>(DIMENSIONS)), label: z.string(), average: share, count }),
    ),
    parked: z.object({ count, average: share, longest: share }),
    findings: z.array(z.string()),
    topics: z.array(
      z.object({ category: z.string(), dissatisfied: count, rated: count, before: count, words: z.array(z.string()) }),
    ),
    reasons: z.array(
      z.object({
        code: z.enum(keysOf<DissatisfactionReason>(DISSATISFACTION_REASONS)),
        ...{ label: z.string(), count, before: count },
      }),
    ),
    places: z.array(z.object({ place: named, category: z.string(), filed: count, dissatisfied: count, before: count })),
    people: z
      .array(z.object({ count, categories: z.array(z.string()), numbers: z.array(number) }))
      .meta({ description: '同一电话本期多次提出的；只有件数和编号，看不到是谁' }),
    units: z.array(unitLineSchema),
    standouts: z.array(
      z.object({
        unit: named,
        concern: z.enum(keysOf<Concern>(CONCERNS)),
        ...{ numerator: count, denominator: count, value: z.number(), overall: z.number() },
      }),
    ),
    checks: z.object({
      ...{ checked: count, contradicted: count },
      cases: z.array(
        z.object({
          ...{ number, unit: named.nullable(), rating: z.int().nullable() },
          found: z.enum(['satisfied', 'dissatisfied']),
        }),
      ),
    }),
    quality: z.object({ average: share, count, low: z.array(z.object({ number, grade: z.int() })) }),
    additions: z
      .object({ count, turned: count })
      .default({ count: 0, turned: 0 })
      .meta({ description: '追评件数，和其中由满意转为不满意的' }),
    cases: z.array(z.object({ number, title: z.string(), why: z.array(z.string()) })),
    improvements: z.array(pastImprovementSchema),
  })
  .meta({ id: 'AnalysisData' }) satisfies z.ZodType<Analysis>;

export const analysisSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    unit: unitSchema,
    ...days,
    state: z.enum(keysOf<AnalysisState>(ANALYSIS_STATES)),
    stateLabel: z.string(),
    progress: z.number().min(0).max(1),
    failure: z.string().nullable(),
    createdAt: timeSchema,
    finishedAt: timeSchema.nullable(),
    requestedBy: z
      .object({ username: z.string(), name: z.string() })
      .nullable()
      .meta({ description: '空为每月定期生成' }),
  })
  .meta({ id: 'Analysis' });
export const analysisDetailSchema = analysisSchema
  .extend({
    data: analysisDataSchema.nullable().meta({ description: '完成以后才有；旧版本生成、现在读不出来的也没有' }),
    canAsk: z.boolean().meta({ description: '能否按这份分析要求整改' }),
  })
  .meta({ id: 'AnalysisDetail' });

export const improvementSchema = z
  .object({
    ...{ number, title: z.string(), unit: unitSchema },
    owner: z.object({ username: z.string(), name: z.string() }).nullable().meta({ description: '责任人' }),
    state: z.enum(keysOf<ImprovementState>(IMPROVEMENT_STATES)),
    stateLabel: z.string(),
    stageLabel: z.string(),
    sentBack: count.meta({ description: '验收时退回重改的次数' }),
    dueAt: timeSchema.nullable().meta({ description: '办理到期' }),
    createdAt: timeSchema,
    closedAt: timeSchema.nullable(),
    about: z.array(z.object({ section: z.string(), key: z.string() })).meta({ description: '针对分析中的哪一处' }),
  })
  .meta({ id: 'Improvement' });
