import { z } from 'zod';
import { countConcerned, publishCalendar, type PublishedYear, readCalendars } from '../database/calendars';
import { isUniqueViolation } from '../database/violations';
import type { CalendarYear } from '../domain/calendar';
import { localDay } from '../domain/working-time';
import type { Api, ApiDependencies } from './app';
import { daysSchema, impossibleDays, newYearSchema } from './calendar-schema';
import { noticeSchema, noticeView, readNoticeSchema } from './calendar-notice';
import { beijing, timeSchema } from './demands/view';
import { Problem } from './errors';
import { listOf } from './paging';
import { requireRootAdministrator } from './root-administrator';
import { startCalendarChange } from './start-change';

export const publishedYearSchema = z
  .object({
    year: z.int(),
    published: z.boolean().meta({ description: 'false：日历未发布，落在该年的到期时间为暂定' }),
    version: z.int().nullable(),
    source: z.string().nullable(),
    publishedAt: timeSchema.nullable(),
    publishedBy: z.string().nullable(),
    days: daysSchema,
  })
  .meta({ id: 'CalendarYear' });
export const acceptedSchema = publishedYearSchema
  .extend({
    replanned: z.int().meta({ description: '现有时限落在该年或以后、或为暂定的在办诉求数，随后重算' }),
    told: z.int().meta({ description: '将被告知新日历的在办诉求数：以后启动的时限也按新日历计算' }),
  })
  .meta({ id: 'CalendarAccepted' });
const yearParams = z.object({ year: z.coerce.number().int().min(2000).max(2199) });

export async function calendarRoutes(app: Api, { database, temporal }: ApiDependencies): Promise<void> {
  app.get(
    '/calendars',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['规则'],
        summary: '各年日历，含尚未发布的下一年',
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

  app.post(
    '/calendars/:year/notice',
    {
      config: { access: ['administrator'] },
      preValidation: ({ actor }) => requireRootAdministrator(database, actor),
      schema: {
        tags: ['规则'],
        summary: '读一份节假日安排通知：读出的日子、要核对之处、与已发布日历的差别；什么也不写',
        params: yearParams,
        body: noticeSchema,
        response: { 200: readNoticeSchema },
      },
    },
    async ({ params: { year }, body }) => {
      const [held] = await readCalendars(database, year);
      return noticeView(year, body.text, held);
    },
  );

  app.put(
    '/calendars/:year',
    {
      config: { access: ['administrator'] },
      preValidation: ({ actor }) => requireRootAdministrator(database, actor),
      schema: {
        tags: ['规则'],
        summary: '直接发布或更正一年的日历（区级管理员，不经草案，没有第二人批准）；在办诉求的时限随后重算',
        params: yearParams,
        body: newYearSchema,
        response: { 202: acceptedSchema },
      },
    },
    async ({ actor, params: { year }, body }, reply) => {
      const [before] = await readCalendars(database, year);
      const { version: basedOn, ...given } = body;
      if (basedOn !== undefined && basedOn !== (before?.version ?? 0)) throw publishedMeanwhile(year);
      const next = { year, version: (before?.version ?? 0) + 1, ...given };
      refuseImpossibleDays(next);
      const concerned = await countConcerned(database, year);
      try {
        await publishCalendar(database, { ...next, by: actor.user }, before, () => startCalendarChange(temporal, next));
      } catch (error) {
        if (isUniqueViolation(error)) throw publishedMeanwhile(year);
        throw error;
      }
      const [held] = await readCalendars(database, year);
      return reply.code(202).send({ ...yearView(held!), replanned: concerned.touched, told: concerned.told });
    },
  );
}

function refuseImpossibleDays(year: CalendarYear): void {
  const errors = impossibleDays(year, '/days');
  if (errors.length > 0) throw new Problem('invalid_input', `填写有误：${errors[0]!.message}。`, { errors });
}

type YearView = z.output<typeof publishedYearSchema>;

function yearView({ year, version, source, days, publishedAt, publishedBy }: PublishedYear): YearView {
  return { year, published: true, version, source, publishedAt: beijing(publishedAt.getTime()), publishedBy, days };
}

function unpublished(year: number): YearView {
  return { year, published: false, version: null, source: null, publishedAt: null, publishedBy: null, days: {} };
}

const publishedMeanwhile = (year: number): Problem =>
  new Problem('version_conflict', `其间已有人发布了 ${year} 年的日历，请查看后再改。`);
