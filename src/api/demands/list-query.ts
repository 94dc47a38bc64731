import { z } from 'zod';
import type { Database, Prisma } from '../../database/client';
import { newestFigureSet } from '../../database/figure-sets';
import type { ListConditions } from '../../database/list-conditions';
import type { PublishedRules } from '../../database/rules';
import { windowOf } from '../../domain/figure-set';
import { FIGURE_NAMES, isByOutcome, isOfPeriod } from '../../domain/figures';
import { MILESTONE_NAMES, type Milestone } from '../../domain/milestone';
import { invalidInput } from '../errors';
import { flag } from '../flag';
import { instant, instantOf } from '../instant';
import { dateSchema, endOfDate, periodOf, periodQuery, startOfDate } from '../period';
import { soonFrom } from '../soon';
import { countedBy, periodsOf } from '../../statistics/counted-periods';
import type { Units } from './view';

const day = (description: string) => dateSchema.optional().meta({ description: `${description}（北京时间）` });
const gradesSchema = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((each) => each.split(',')))
  .pipe(z.array(z.coerce.number<string>().int().min(1).max(5)).max(5));

/** What only the list of all is narrowed by. */
export const listQuery = {
  figure: z.enum(FIGURE_NAMES).optional().meta({ description: '统计数字：列出它所计的诉求' }),
  ...periodQuery,
  open: flag.optional().meta({ description: '尚未办结、退回或撤回' }),
  provisional: flag.optional().meta({ description: '到期日为暂定' }),
  createdFrom: day('登记日期起'),
  createdTo: day('登记日期止，含当日'),
  closedFrom: day('办结日期起'),
  closedTo: day('办结日期止，含当日'),
  dueBefore: instant.optional().meta({ description: '最近的到期时间早于此刻；只写日期为当日零时（北京时间）' }),
  answerable: z.string().max(65).optional().meta({
    description: '统计数字由哪个单位（含下级）承办；前加 = 为只算本级，加 ! 为不在其下的单位。须与 figure 一起使用',
  }),
  channel: z.string().max(50).optional().meta({ description: '收集渠道' }),
  place: z
    .string()
    .max(65)
    .optional()
    .meta({ description: '所在地单位，含其下级；前加 = 为只算本级，加 ! 为不在其下的' }),
  campaign: z.uuid().optional().meta({ description: '在哪场活动收集' }),
  batch: z.uuid().optional().meta({ description: '由哪次批量导入登记' }),
  milestone: z
    .enum(MILESTONE_NAMES as [Milestone, ...Milestone[]])
    .optional()
    .meta({ description: '走到了哪一步' }),
  returned: flag.optional().meta({ description: '退单拉锯：经过裁决、正等裁决，或本轮已退两次的在办诉求' }),
  movedUp: flag.optional().meta({
    description: '已归上级：所选单位（unit；不填为本人的单位）或其下级经办、协办过，上交、超时上提后现由上级分拨办理',
  }),
  rating: gradesSchema.optional().meta({ description: '本轮评价，1 到 5，可重复或用逗号分隔' }),
};
type ListQuery = z.output<z.ZodObject<typeof listQuery>>;

/** Where figures are counted: what the caller sees, narrowed to a unit. */
export interface Counting {
  database: Database;
  readRules: () => Promise<PublishedRules>;
  scope: Prisma.Sql;
  units: Units;
  /** The caller's own units. */
  own: readonly string[];
}

/** Throws `invalid_input` for a period that is none, or that nothing is counted in. */
export async function listedBy(query: ListQuery & { unit?: string }, counting: Counting): Promise<ListConditions> {
  const { open, provisional, createdFrom, createdTo, closedFrom, closedTo, dueBefore, rating } = query;
  return {
    ...{
      open,
      provisional,
      ratings: rating,
      returned: query.returned,
      movedUp: movedUpFrom(query, counting),
      campaign: query.campaign,
      batch: query.batch,
      milestone: query.milestone,
      channel: query.channel,
      place: query.place,
    },
    createdFrom: createdFrom === undefined ? undefined : startOfDate(createdFrom),
    createdBefore: createdTo === undefined ? undefined : endOfDate(createdTo),
    closedFrom: closedFrom === undefined ? undefined : startOfDate(closedFrom),
    closedBefore: closedTo === undefined ? undefined : endOfDate(closedTo),
    dueBefore: dueBefore === undefined ? undefined : instantOf(dueBefore),
    figure: await figureOf(query, counting),
  };
}

function movedUpFrom({ movedUp, unit }: ListQuery & { unit?: string }, { units, own }: Counting) {
  if (movedUp === undefined) return undefined;
  const from = (unit === undefined ? own : [unit]).flatMap((id) => units.get(id) ?? []);
  return { from, wanted: movedUp };
}

async function figureOf(
  { figure, from, to, answerable }: ListQuery,
  { database, readRules, scope, units }: Counting,
): Promise<ListConditions['figure']> {
  if (figure === undefined) {
    if (answerable !== undefined)
      throw invalidInput('/answerable', '承办单位（answerable）须与统计数字（figure）一起使用。');
    if (from === undefined && to === undefined) return undefined;
    throw invalidInput(
      '/figure',
      '起止日期须与统计数字（figure）一起使用；按登记或办结日期筛选请用 createdFrom、closedFrom 等。',
    );
  }
  const now = Date.now();
  const period = periodOf(isOfPeriod(figure) ? { from, to } : {}, now);
  const { from: start, to: end } = period;
  const shifted = windowOf(await newestFigureSet(database), { from: start.getTime(), to: end.getTime() });
  const soon = soonFrom(await readRules(), now);
  const at = { from: new Date(shifted.from), to: new Date(shifted.to), now: new Date(now), soon };
  const isPlain = !isByOutcome(figure) && (answerable === undefined || !isOfPeriod(figure));
  if (isPlain) return { name: figure, at };
  const counted = await periodsOf(database)({ scope, from: start, to: end, figure });
  return { name: figure, at, counted: countedBy(counted, figure, isAnswerable(answerable, units)) };
}

function isAnswerable(asked: string | undefined, units: Units): (unit: string | null) => boolean {
  if (asked === undefined) return () => true;
  if (asked.startsWith('=')) return (unit) => unit === asked.slice(1);
  const [beyond, id] = asked.startsWith('!') ? [true, asked.slice(1)] : [false, asked];
  return (unit) => (unit !== null && (units.get(unit)?.path.includes(id) ?? false)) !== beyond;
}
