import { z } from 'zod';
import type { AnnouncedNotice } from '../database/notices';
import { countUnread, markRead, markReadUpTo, type NoticeRow, readNotices } from '../database/notices';
import { createUnitDirectory } from '../database/unit-directory';
import { NOTICES, type NoticeKind } from '../domain/notice';
import { CLOCK_NAMES } from '../domain/vocabulary';
import type { Api, ApiDependencies } from './app';
import { sightOfActor } from './demands/eyes';
import { beijing, timeSchema, unitView, type Units } from './demands/view';
import { flag } from './flag';
import { decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { unitSchema } from './units';

const kinds = Object.keys(NOTICES) as [NoticeKind, ...NoticeKind[]];
export const noticeIdSchema = z.string().regex(/^\d{1,18}$/, '不是通知的编号');

export const noticeSchema = z
  .object({
    id: z.string(),
    kind: z.enum(kinds),
    label: z.string(),
    clock: z.enum(CLOCK_NAMES).nullable(),
    at: timeSchema.meta({ description: '业务时间' }),
    lateBySeconds: z.int().meta({ description: '比计划晚了多少秒才执行' }),
    demand: z.object({ number: z.string(), title: z.string() }).nullable(),
    unit: unitSchema.nullable().meta({ description: '发给哪个单位;空为发给本人' }),
    role: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    read: z.boolean(),
  })
  .meta({ id: 'Notice' });

const unreadSchema = z.int().meta({ description: '未读数,最多数到 1000' });
const unreadAtMost = 1000;
export const noticesSchema = listOf(noticeSchema).extend({ unread: unreadSchema });
const readSchema = z
  .union([
    z.strictObject({ ids: z.array(noticeIdSchema).min(1).max(200) }),
    z.strictObject({ upTo: noticeIdSchema.meta({ description: '这一条及更早的全部' }) }),
  ])
  .meta({ id: 'NoticesRead' });

export async function noticeRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  app.get(
    '/notices',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['工作台'],
        summary: '我的通知:提醒、超时升级、新任务',
        querystring: z.object({ unread: flag.optional(), kind: z.enum(kinds).optional(), ...pageQuery }),
        response: { 200: noticesSchema },
      },
    },
    async ({ actor, query: { unread, kind, cursor, limit } }) => {
      const before = decodeCursor(cursor, noticeIdSchema);
      const sight = sightOfActor(actor, await directory.units(actor.units));
      const [rows, left] = await Promise.all([
        readNotices(database, actor, sight, { unread, kind, before, limit }),
        countUnread(database, actor, unreadAtMost),
      ]);
      const page = pageOf(rows, limit, (row) => row.id);
      const units = await directory.units(page.items.flatMap((row) => row.unit_id ?? []));
      return { ...page, items: page.items.map((row) => noticeView(row, units)), unread: left };
    },
  );

  app.post(
    '/notices/read',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['工作台'],
        summary: '标为已读',
        body: readSchema,
        response: { 200: z.object({ unread: unreadSchema }) },
      },
    },
    async ({ actor, body }) => {
      if ('ids' in body) await markRead(database, actor, body.ids);
      else await markReadUpTo(database, actor.user, body.upTo);
      return { unread: await countUnread(database, actor, unreadAtMost) };
    },
  );
}

export function noticeView(row: NoticeRow | AnnouncedNotice, units: Units): z.output<typeof noticeSchema> {
  const { id, kind, clock, at, number, title, role } = row;
  return {
    ...{ id, kind, label: NOTICES[kind], clock, role },
    at: beijing(at.getTime()),
    lateBySeconds: row.late_by,
    demand: number === null || title === null ? null : { number, title },
    unit: row.unit_id === null ? null : unitView(units, row.unit_id),
    data: dataView(row.data ?? {}, units),
    read: 'read' in row && row.read,
  };
}

/** Details as the domain wrote them, with times and units as they are everywhere else in JSON. */
export function dataView(data: Record<string, unknown>, units: Units): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      if (typeof value === 'number' && /(At|End)$/.test(key)) return [key, beijing(value)];
      if (key === 'insteadOf' && typeof value === 'string') return [key, unitView(units, value)];
      return [key, value];
    }),
  );
}
