import { z } from 'zod';
import { budgetFor, type BudgetRow, type LadderRow, type Policy } from '../domain/policy';
import { ADDITION_DAYS } from '../domain/rating';
import { reasonSchema } from './demands/rating-fields';
import { timeSchema } from './demands/view';
import { text } from './text';
import { CLOCK_NAMES, CLOCKS, type ClockName, KINDS, LEVELS, URGENCIES } from '../domain/vocabulary';

// Two working years: with the longest ladder it stays far below what working time is reckoned over.
const longestWorking = 500 * 420;
const longestElapsed = 366 * 1440;

const minuteOfDay = z.int().min(0).max(1440);
const budgetSchema = z
  .strictObject({
    clock: z.enum(CLOCK_NAMES),
    kind: z.enum(KINDS).optional(),
    level: z.enum(LEVELS).optional(),
    urgency: z.enum(URGENCIES).optional(),
    scope: z.enum(['working', 'elapsed']).meta({ description: 'working：只计工作时间；elapsed：连续计时' }),
    minutes: z.int().min(1),
  })
  .refine(({ scope, minutes }) => minutes <= (scope === 'working' ? longestWorking : longestElapsed), {
    path: ['minutes'],
    message: '时限过长：工作时间不超过 500 个工作日，连续时间不超过 366 天',
  });
const rungSchema = z.strictObject({
  percent: z.int().min(1).max(500),
  step: z.enum(['remind', 'escalate', 'move_up', 'supervise']),
});

const policyFields = {
  confirmed: z.boolean().meta({ description: '是否已经主管部门确认；未确认的显示为示例' }),
  budgets: z.array(budgetSchema).min(1).max(200),
  ladders: z.partialRecord(z.enum(CLOCK_NAMES), z.array(rungSchema).min(1).max(20)),
  returnLimit: z.int().min(1).max(10),
  returnWindow: z
    .int()
    .min(1)
    .max(longestWorking)
    .optional()
    .meta({ description: '分拨后多少工作分钟内可以退单；不填为签收前都可以' }),
  informationWait: z.int().min(1).max(longestWorking),
  urgeInterval: z.strictObject({ reporter: z.int().min(1).max(43_200), staff: z.int().min(1).max(43_200) }),
  callback: z.strictObject({
    windows: z
      .array(z.tuple([minuteOfDay, minuteOfDay]))
      .min(1)
      .max(12),
    attempts: z.int().min(1).max(10),
    unreachable: z.enum(['redo', 'close']),
  }),
  redo: z.strictObject({ levelUpAfter: z.int().min(1).max(10), superviseAfter: z.int().min(1).max(10) }),
  quietHours: z.strictObject({ from: minuteOfDay, to: minuteOfDay }),
  coUnitShare: z.number().gt(0).max(1),
  reasons: z
    .array(z.strictObject({ code: reasonSchema, reopens: z.boolean() }))
    .max(20)
    .optional()
    .meta({ description: '不满意的原因经回访确认后是否重新办理；没有列出的都重新办理' }),
  additionDays: z
    .int()
    .min(1)
    .max(ADDITION_DAYS)
    .optional()
    .meta({ description: '评价后多少天内可以追评；链接最长开放 30 天' }),
  appeal: z
    .strictObject({ ruleWithin: z.int().min(1).max(longestWorking), fileWithin: z.int().min(1).max(longestWorking) })
    .optional()
    .meta({ description: '申诉：裁定期限与提出期限（工作分钟）' }),
  supervisionDays: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .meta({ description: '超时或多轮不满意列入的督办须在几个工作日内答复' }),
  promise: z
    .strictObject({
      reportWithin: z.int().min(1).max(longestElapsed),
      postponements: z.int().min(0).max(10),
      adoptedAfter: z.int().min(1).max(longestElapsed),
    })
    .optional()
    .meta({ description: '承诺：到期后多久内报告、最多推迟几次、采纳的建议没有写明时间的多久后报告（分钟）' }),
};
const publicationFields = {
  version: z.int(),
  note: z.string().meta({ description: '为什么改，依据是什么' }),
  publishedAt: timeSchema,
  publishedBy: z.string().nullable(),
};

export const policyVersionSchema = z
  .object({ ...publicationFields, confirmed: policyFields.confirmed })
  .meta({ id: 'PolicyVersion' });
export const publishedPolicySchema = z.object({ ...policyFields, ...publicationFields }).meta({ id: 'Policy' });

/** What was read may be sent back with its changes: `version` then says what they are based on; the service gives the next. */
export const newPolicySchema = z
  .strictObject({
    ...policyFields,
    version: z.int().optional().meta({ description: '修改时依据的版本；其间有人发布过则拒绝' }),
    note: text(500).optional().meta({ description: '为什么改，依据是什么' }),
    publishedAt: z.string().optional().meta({ description: '忽略' }),
    publishedBy: z.string().nullish().meta({ description: '忽略' }),
  })
  .check(({ value, issues }) => {
    for (const [path, message] of faultsOf(value)) issues.push({ code: 'custom', path, message, input: value });
  })
  .meta({ id: 'NewPolicy' }) satisfies z.ZodType<Given>;

type Given = Omit<Policy, 'version'>;
type Fault = [path: (string | number)[], message: string];

/** What no single field shows. */
function faultsOf(policy: Given): Fault[] {
  return [
    ...clocksWithoutBudget(policy.budgets),
    ...Object.entries(policy.ladders).flatMap(([clock, rungs]) => ladderFaults(clock as ClockName, rungs)),
    ...windowFaults(policy.callback.windows),
    ...ratingFaults(policy),
    ...(policy.redo.superviseAfter < policy.redo.levelUpAfter
      ? [[['redo', 'superviseAfter'], '列入督办的轮次不能早于上提一级的轮次'] satisfies Fault]
      : []),
  ];
}

/** A supervision's answer has the days that the supervisor gave; every other clock needs a budget for every demand. */
function clocksWithoutBudget(budgets: BudgetRow[]): Fault[] {
  const demands = KINDS.flatMap((kind) =>
    LEVELS.flatMap((level) => URGENCIES.map((urgency) => ({ kind, level, urgency }))),
  );
  const all = { budgets } as Policy;
  return CLOCK_NAMES.filter((clock) => clock !== 'supervision')
    .filter((clock) => demands.some((demand) => budgetFor(all, clock, demand) === null))
    .map((clock) => [['budgets'], `“${CLOCKS[clock]}”时限没有覆盖全部诉求，请加一条不带条件的时限`]);
}

function ladderFaults(clock: ClockName, rungs: LadderRow[]): Fault[] {
  const path = ['ladders', clock];
  const percents = rungs.map(({ percent }) => percent);
  const isAscending = percents.every((percent, i) => i === 0 || percent > percents[i - 1]!);
  return [
    ...(isAscending ? [] : [[path, `“${CLOCKS[clock]}”的阶梯百分比须从小到大，不能重复`] satisfies Fault]),
    ...(percents.includes(100) ? [] : [[path, `“${CLOCKS[clock]}”的阶梯须有 100（到期）一级`] satisfies Fault]),
  ];
}

/** Whoever rates is reminded once, and never escalated to. */
function ratingFaults({ ladders, reasons = [] }: Given): Fault[] {
  const rungs = ladders.rate ?? [];
  const isOnce =
    rungs.filter(({ percent }) => percent < 100).length <= 1 && rungs.every(({ percent }) => percent <= 100);
  const codes = reasons.map(({ code }) => code);
  return [
    ...(isOnce ? [] : [[['ladders', 'rate'], '“评价”只提醒一次：到期前最多一级，到期后没有'] satisfies Fault]),
    ...(new Set(codes).size === codes.length ? [] : [[['reasons'], '不满意的原因不能重复'] satisfies Fault]),
  ];
}

function windowFaults(windows: [number, number][]): Fault[] {
  const isOrdered = windows.every(([from, to], i) => from < to && (i === 0 || windows[i - 1]![1] <= from));
  return isOrdered ? [] : [[['callback', 'windows'], '回访时段须在一天之内，从早到晚排列，互不重叠']];
}
