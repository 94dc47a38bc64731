import { z } from 'zod';
import { createRulesReader, calendarFrom } from '../../database/rules';
import { findCaller, putShift, readCallers } from '../../database/staffing';
import { refOf, type UnitDirectory } from '../../database/unit-directory';
import { dayNumber } from '../../domain/local-time';
import type { Role } from '../../domain/vocabulary';
import { readStaffing } from '../../staffing/staffing';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { unitView, type Units } from '../demands/view';
import { invalidInput, notFound, Problem } from '../errors';
import { instantOf } from '../instant';
import { dateSchema } from '../period';
import { unitSchema } from '../units';

const PLANNERS: Role[] = ['supervisor', 'administrator'];
const READERS: Role[] = ['callback', ...PLANNERS, 'auditor'];
const MOST_DAYS = 62;
const tags = ['回访'];
const personSchema = z.object({ username: z.string(), name: z.string() });

const daySchema = z.object({
  date: z.iso.date(),
  isWorkingDay: z.boolean(),
  open: z.int().meta({ description: '时段在这一天的未结束任务；今天含以前留下的' }),
  ratingsEnding: z.int().meta({ description: '评价期到这一天为止的待评价诉求' }),
  expected: z.number().meta({ description: '由此预计的不满意回访（按近 90 天不满意的比例）' }),
  callers: z.array(personSchema.extend({ capacity: z.int() })),
  capacity: z.int(),
  shortfall: z.int().meta({ description: '在岗人员办不完的件数' }),
});
export const staffingSchema = z
  .object({
    unit: unitSchema,
    today: z.iso.date(),
    items: z.array(daySchema),
    callers: z.array(personSchema).meta({ description: '可以排班的回访人员' }),
    canPlan: z.boolean(),
  })
  .meta({ id: 'CallbackStaffing' });

const shiftSchema = z
  .strictObject({
    unit: z.string().min(1).max(64),
    day: dateSchema,
    user: z.string().min(1).max(64).meta({ description: '用户名，须是该单位的回访人员' }),
    capacity: z.int().min(0).max(200).meta({ description: '当天能办几件；0 为不在岗' }),
  })
  .meta({ id: 'CallerShift' });

export function staffingRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  const readRules = createRulesReader(database);

  app.get(
    '/callbacks/staffing',
    {
      config: { access: READERS },
      schema: {
        tags,
        summary: '每天的回访件数与在岗人员',
        querystring: z.object({
          unit: z.string().max(64).optional().meta({ description: '不填为本人最高一级的单位' }),
          from: z.iso.date().optional().meta({ description: '不填为今天' }),
          to: z.iso.date().optional().meta({ description: '含当天；不填为起日后第 13 天' }),
        }),
        response: { 200: staffingSchema },
      },
    },
    async ({ actor, query }) => {
      const units = await directory.units();
      const unit = plannedUnit(actor, units, query.unit);
      const now = Date.now();
      const first = query.from ? dayOf(query.from) : dayNumber(now);
      const last = query.to ? dayOf(query.to) : first + 13;
      if (last < first) throw invalidInput('/to', '止日不能早于起日。');
      if (last - first >= MOST_DAYS) throw invalidInput('/to', `一次最多查看 ${MOST_DAYS} 天，请缩短时间段。`);
      const calendar = calendarFrom(
        (await readRules()).calendarYears,
        Math.min(now, instantOf(isoOf(first)).getTime()),
      );
      const [items, callers] = await Promise.all([
        readStaffing(database, units, refOf(unit), calendar, { first, last, now }),
        readCallers(database, unit.id),
      ]);
      return {
        unit: unitView(units, unit.id),
        today: isoOf(dayNumber(now)),
        items,
        callers,
        canPlan: plans(actor, unit.path),
      };
    },
  );

  app.put(
    '/caller-shifts',
    {
      config: { access: PLANNERS },
      schema: {
        tags,
        summary: '安排一位回访人员某天在岗，能办几件',
        body: shiftSchema,
        response: { 200: shiftSchema },
      },
    },
    async ({ actor, body }) => {
      const unit = (await directory.units([body.unit])).get(body.unit);
      if (!unit) throw invalidInput('/unit', '没有这个单位，请重新选择。');
      if (!plans(actor, unit.path))
        throw new Problem('unit_out_of_reach', '只能为本单位及下级单位的回访人员排班，请由该单位或其上级安排。');
      const user = await findCaller(database, body.user, body.unit);
      if (!user) throw invalidInput('/user', '此人不是该单位在用的回访人员，请从列表中选择。');
      await putShift(database, { ...body, user }, actor.user);
      return body;
    },
  );
}

const dayOf = (date: string): number => {
  const day = dayNumber(instantOf(date).getTime());
  if (!(day > 10_957 && day < 73_000)) throw invalidInput('/from', '日期须在 2000 到 2160 年之间。');
  return day;
};
const isoOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

const plans = (actor: SignedIn, path: readonly string[]): boolean =>
  unitsWithRole(actor, ...PLANNERS).some((id) => path.includes(id));

/** The unit asked for, or the highest of the caller's. Throws when it does not lie under one of the caller's. */
function plannedUnit(actor: SignedIn, units: Units, asked: string | undefined) {
  const seats = unitsWithRole(actor, ...READERS);
  const own = seats.flatMap((id) => units.get(id) ?? []).sort((a, b) => a.path.length - b.path.length);
  const unit = asked === undefined ? own[0] : units.get(asked);
  if (!unit) throw notFound('该单位');
  if (!unit.path.some((id) => seats.includes(id)))
    throw new Problem('unit_out_of_reach', '只能查看本单位及下级单位的回访排班，请从中选择一个单位。');
  return unit;
}
