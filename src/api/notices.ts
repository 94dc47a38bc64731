import { z } from 'zod';
import type { AnnouncedNotice } from '../database/notices';
import { countUnread, markRead, markReadUpTo, type NoticeRow, readNotices } from '../database/notices';
import { type HeldSeats, readSeats } from '../database/seats';
import { createUnitDirectory } from '../database/unit-directory';
import { NOTICES, type NoticeKind } from '../domain/notice';
import { CLOCK_NAMES } from '../domain/vocabulary';
import type { SignedIn } from './actor';
import { addresseeOf } from './addressee';
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
    unit: unitSchema.nullable().meta({ description: '发给哪个单位；空为发给本人' }),
    role: z.string().nullable(),
    data: z.record(z.string(), z.unknown()),
    standIn: z
      .object({ username: z.string(), name: z.string() })
      .optional()
      .meta({ description: '发给休假的某人，由您代办' }),
    read: z.boolean(),
  })
  .meta({ id: 'Notice' });

const unreadSchema = z.int().meta({ description: '未读数，最多数到 1000' });
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
        summary: '我的通知：提醒、超时升级、新任务',
        querystring: z.object({ unread: flag.optional(), kind: z.enum(kinds).optional(), ...pageQuery }),
        response: { 200: noticesSchema },
      },
    },
    async ({ actor, query: { unread, kind, cursor, limit } }) => {
      const before = decodeCursor(cursor, noticeIdSchema);
      const sight = sightOfActor(actor, await directory.units(actor.units));
      const seats = await readSeats(database);
      const addressee = addresseeOf(actor, seats);
      const [rows, left] = await Promise.all([
        readNotices(database, addressee, sight, { unread, kind, before, limit }),
        countUnread(database, addressee, unreadAtMost),
      ]);
      const page = pageOf(rows, limit, (row) => row.id);
      const units = await directory.units(page.items.flatMap((row) => row.unit_id ?? []));
      return {
        ...page,
        items: page.items.map((row) => noticeView(row, units, standInOf(row, actor, seats))),
        unread: left,
      };
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
      const addressee = addresseeOf(actor, await readSeats(database));
      if ('ids' in body) await markRead(database, addressee, body.ids);
      else await markReadUpTo(database, actor.user, body.upTo);
      return { unread: await countUnread(database, addressee, unreadAtMost) };
    },
  );
}

/** The absent person to whom it is addressed, where that is not the caller. */
function standInOf({ user_id: user, role, unit_id: unit }: NoticeRow, actor: SignedIn, seats: HeldSeats) {
  if (user === actor.user) return undefined;
  if (user !== null) return seats.personOf(user) ?? undefined;
  const isOwn = actor.grants.some((grant) => grant.role === role && grant.unit === unit);
  const absent = isOwn ? undefined : actor.acting.find((grant) => grant.role === role && grant.unit === unit)?.for;
  return absent === undefined ? undefined : (seats.personOf(absent) ?? undefined);
}

export function noticeView(
  row: NoticeRow | AnnouncedNotice,
  units: Units,
  standIn: z.output<typeof noticeSchema>['standIn'] = undefined,
): z.output<typeof noticeSchema> {
  const { id, kind, clock, at, number, title, role } = row;
  return {
    ...{ id, kind, label: NOTICES[kind], clock, role },
    at: beijing(at.getTime()),
    lateBySeconds: row.late_by,
    demand: number === null || title === null ? null : { number, title },
    unit: row.unit_id === null ? null : unitView(units, row.unit_id),
    data: dataView(row.data ?? {}, units),
    ...(standIn ? { standIn } : {}),
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
