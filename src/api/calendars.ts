import { z } from 'zod';
import type { calendarChange } from '../../workflows';
import { countConcerned, publishCalendar, type PublishedYear, readCalendars } from '../database/calendars';
import { isUniqueViolation } from '../database/violations';
import { calendarOf, type CalendarYear } from '../domain/calendar';
import { localDay } from '../domain/working-time';
import type { Temporal } from '../temporal';
import type { Api, ApiDependencies } from './app';
import { beijing, timeSchema } from './demands/view';
import { Problem } from './errors';
import { listOf } from './paging';
import { requireRootAdministrator } from './root-administrator';
import { text } from './text';

const minuteOfDay = z.int().min(0).max(1440);
const dayRuleSchema = z
  .union([
    z.enum(['off', 'work']),
    z
      .array(z.tuple([minuteOfDay, minuteOfDay]))
      .min(1)
      .max(6),
  ])
  .meta({ description: 'off 休息,work 上班,或当日的工作时段(距零点的分钟数)' });
const daysSchema = z
  .record(z.string().regex(/^\d{2}-\d{2}$/, '日期写作 MM-DD'), dayRuleSchema)
  .refine((days) => Object.keys(days).length <= 366, '日期过多')
  .meta({ description: '与周一至周五上班不同的日子,键为 MM-DD' });
export const publishedYearSchema = z
  .object({
    year: z.int(),
    published: z.boolean().meta({ description: 'false:日历未发布,落在该年的到期时间为暂定' }),
    version: z.int().nullable(),
    source: z.string().nullable(),
    publishedAt: timeSchema.nullable(),
    publishedBy: z.string().nullable(),
    days: daysSchema,
  })
  .meta({ id: 'CalendarYear' });
export const acceptedSchema = publishedYearSchema
  .extend({
    replanned: z.int().meta({ description: '现有时限落在该年或以后、或为暂定的在办诉求数,随后重算' }),
    told: z.int().meta({ description: '将被告知新日历的在办诉求数:以后启动的时限也按新日历计算' }),
  })
  .meta({ id: 'CalendarAccepted' });
const yearParams = z.object({ year: z.coerce.number().int().min(2000).max(2199) });
const newYearSchema = z.strictObject({ source: text(500), days: daysSchema }).meta({ id: 'NewCalendarYear' });

const startWithin = 4_000;

export async function calendarRoutes(app: Api, { database, temporal }: ApiDependencies): Promise<void> {
  app.get(
    '/calendars',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['规则'],
        summary: '各年日历,含尚未发布的下一年',
        response: { 200: listOf(publishedYearSchema) },
      },
    },
    async () => {
      const published = await readCalendars(database);
      const next = localDay(Date.now()).year + 1;
      const missing = [next - 1, next].filter((year) => published.every((held) => held.year !== year));
      const items = [...published.map(yearView), ...missing.map(unpublished)];
      return { items: items.sort((a, b) => a.year - b.year) };
    },
  );

  app.get(
    '/calendars/:year',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['规则'], summary: '一年的日历', params: yearParams, response: { 200: publishedYearSchema } },
    },
    async ({ params: { year } }) => {
      const [held] = await readCalendars(database, year);
      return held ? yearView(held) : unpublished(year);
    },
  );

  app.put(
    '/calendars/:year',
    {
      config: { access: ['administrator'] },
      preValidation: ({ actor }) => requireRootAdministrator(database, actor),
      schema: {
        tags: ['规则'],
        summary: '发布或更正一年的日历(区级管理员);在办诉求的时限随后重算',
        params: yearParams,
        body: newYearSchema,
        response: { 202: acceptedSchema },
      },
    },
    async ({ actor, params: { year }, body }, reply) => {
      const [before] = await readCalendars(database, year);
      const next = { year, version: (before?.version ?? 0) + 1, ...body };
      refuseImpossibleDays(next);
      const concerned = await countConcerned(database, year);
      try {
        await publishCalendar(database, { ...next, by: actor.user }, before, () => startChange(temporal, next));
      } catch (error) {
        if (isUniqueViolation(error)) throw publishedMeanwhile(year);
        throw error;
      }
      const [held] = await readCalendars(database, year);
      return reply.code(202).send({ ...yearView(held!), replanned: concerned.touched, told: concerned.told });
    },
  );
}

/** It waits a little before it tells anybody, so that what is published here can be read by then. */
async function startChange(temporal: Temporal, { year, version }: CalendarYear): Promise<void> {
  const { client, taskQueue } = temporal;
  await temporal.within(startWithin, () =>
    client.workflow.start<typeof calendarChange>('calendarChange', {
      workflowId: `${taskQueue}/calendar-change/${year}.${version}`,
      taskQueue,
      args: [{ year, version }],
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
  );
}

/** The domain knows which days exist and which hours make sense; each is asked about alone, to name the wrong ones. */
function refuseImpossibleDays({ days, ...year }: CalendarYear): void {
  const errors = Object.entries(days)
    .filter(([day, rule]) => !isPossible({ ...year, days: { [day]: rule } }))
    .map(([day]) => ({
      path: `/days/${day}`,
      message: `${year.year} 年没有 ${day} 这一天,或当日时段不是从早到晚、互不重叠`,
    }));
  if (errors.length > 0) throw new Problem('invalid_input', `填写有误:${errors[0]!.message}。`, { errors });
}

function isPossible(year: CalendarYear): boolean {
  try {
    calendarOf([year]);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

type YearView = z.output<typeof publishedYearSchema>;

function yearView({ year, version, source, days, publishedAt, publishedBy }: PublishedYear): YearView {
  return { year, published: true, version, source, publishedAt: beijing(publishedAt.getTime()), publishedBy, days };
}

function unpublished(year: number): YearView {
  return { year, published: false, version: null, source: null, publishedAt: null, publishedBy: null, days: {} };
}

const publishedMeanwhile = (year: number): Problem =>
  new Problem('version_conflict', `其间已有人发布了 ${year} 年的日历,请查看后再改。`);
