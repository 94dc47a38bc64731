import { z } from 'zod';
import type { DirectoryUnit } from '../../database/unit-directory';
import { readPastDemands } from '../../database/past-demands';
import type { Database, Prisma } from '../../database/client';
import { FINDING_CODES, FINDING_SEVERITIES, type Finding, type FindingSeverity } from '../../domain/rule-finding';
import { lintRules } from '../../domain/rule-lint';
import { RULE_TABLES, type RuleSet, type RuleTable } from '../../domain/routing';
import { LEVELS, RISKS, URGENCIES } from '../../domain/vocabulary';
import { COMPARED, dryRun, type Compared, type DryRun, type Said } from '../../routing/dry-run';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';

export const findingSchema = z
  .object({
    severity: z
      .enum(Object.keys(FINDING_SEVERITIES) as [FindingSeverity, ...FindingSeverity[]])
      .meta({ description: 'error：不能发布；warning：请审定人留意；note：说明' }),
    code: z.enum(FINDING_CODES),
    table: z.enum(Object.keys(RULE_TABLES) as [RuleTable, ...RuleTable[]]),
    rules: z.array(z.string()).meta({ description: '涉及的规则编号' }),
    message: z.string(),
  })
  .meta({ id: 'RuleFinding' });

const saidSchema = z.object({
  level: z.enum(LEVELS),
  leadUnit: unitSchema.nullable(),
  coUnits: z.array(unitSchema),
  replyingUnit: unitSchema.nullable(),
  direct: z.boolean(),
  category: z.string(),
  urgency: z.enum(URGENCIES),
  risk: z.enum(RISKS),
});
const aimSchema = z.object({
  named: z.int().meta({ description: '提出了主办单位的件数' }),
  followed: z.int().meta({ description: '与人最后选的主办单位相同的件数' }),
});
const counts = Object.fromEntries(COMPARED.map((field) => [field, z.int()])) as Record<Compared, z.ZodInt>;

export const dryRunSchema = z
  .object({
    days: z.int(),
    demands: z.int().meta({ description: '试算的诉求件数' }),
    dispatched: z.int().meta({ description: '其中已由人分拨的件数，下面两个命中数以此为准' }),
    before: aimSchema,
    after: aimSchema,
    changed: z.int(),
    byField: z.object(counts).meta({ description: '每一项有多少件会变' }),
    changes: z
      .array(
        z.object({
          number: z.string(),
          title: z.string(),
          unit: unitSchema,
          createdAt: timeSchema,
          before: saidSchema.meta({ description: '登记时规则的建议' }),
          after: saidSchema.meta({ description: '按新规则的建议' }),
          rule: z.object({ id: z.string(), reason: z.string() }).meta({ description: '新规则中起作用的一条' }),
          dispatched: z
            .object({ leadUnit: unitSchema, level: z.enum(LEVELS) })
            .nullable()
            .meta({ description: '实际由人分拨给谁' }),
          changed: z.array(z.enum(COMPARED)),
        }),
      )
      .meta({ description: '会变的诉求，主办和层级会变的在前；最多 200 件' }),
  })
  .meta({ id: 'RuleDryRun' });
export type DryRunView = z.output<typeof dryRunSchema>;

/** What a draft of the rules would do, for whoever reviews it. */
export const rulesPreviewSchema = z
  .object({ kind: z.literal('rules'), findings: z.array(findingSchema), dryRun: dryRunSchema })
  .meta({ id: 'RulesPreview' });

const MOST_CHANGES = 200;
const MOST_DEMANDS = 10_000;

export const lintIn = (rules: Pick<RuleSet, 'classify' | 'assign'>, units: Units): Finding[] =>
  lintRules(rules, [...units.values()]);

export async function dryRunView(
  database: Database,
  rules: RuleSet,
  { sight, days, units }: { sight: Prisma.Sql; days: number; units: Map<string, DirectoryUnit> },
): Promise<DryRunView> {
  const past = await readPastDemands(database, { sight, days, limit: MOST_DEMANDS });
  const { changes, ...counted } = await dryRun(rules, past, units, MOST_CHANGES);
  return { days, ...counted, changes: changes.map((change) => changeView(change, units)) };
}

function changeView(change: DryRun['changes'][number], units: Units): DryRunView['changes'][number] {
  const { placeId, createdAt, before, after, dispatched, ...rest } = change;
  return {
    ...rest,
    unit: unitView(units, placeId),
    createdAt: beijing(createdAt.getTime()),
    before: saidView(before, units),
    after: saidView(after, units),
    dispatched: dispatched && { leadUnit: unitView(units, dispatched.lead), level: dispatched.level },
  };
}

const saidView = ({ lead, co, replying, ...said }: Said, units: Units): z.output<typeof saidSchema> => ({
  ...said,
  leadUnit: lead === null ? null : unitView(units, lead),
  coUnits: co.map((id) => unitView(units, id)),
  replyingUnit: replying === null ? null : unitView(units, replying),
});
