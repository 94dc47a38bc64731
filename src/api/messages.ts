import { z } from 'zod';
import { MESSAGE_STATES, type MessageRow, readMessages } from '../database/messages';
import { createUnitDirectory } from '../database/unit-directory';
import { NOTICES } from '../domain/notice';
import { quietEnd } from '../domain/local-time';
import { ROLES, type Role } from '../domain/vocabulary';
import type { Api, ApiDependencies } from './app';
import { coveredUnits } from './covered-units';
import { sightOfActor } from './demands/eyes';
import { beijing, timeSchema, unitView, type Units } from './demands/view';
import { noticeIdSchema, noticeSchema } from './notices';
import { decodeCursor, listOf, pageOf, pageQuery } from './paging';
import { unitSchema } from './units';

export const messageSchema = z
  .object({
    id: z.string(),
    channel: z.string(),
    state: z.enum(MESSAGE_STATES).meta({ description: 'waiting 待发(含待重试)、sent 已发、failed 多次失败已放弃' }),
    kind: noticeSchema.shape.kind,
    label: z.string(),
    unit: unitSchema.nullable(),
    role: z.enum(ROLES).nullable(),
    user: z.object({ username: z.string(), name: z.string() }).nullable().meta({ description: '发给本人时' }),
    demand: z.string().nullable().meta({ description: '诉求编号;无权查看时为空' }),
    at: timeSchema.meta({ description: '通知的业务时间' }),
    dueAt: timeSchema.nullable().meta({ description: '何时发送或重试;已发出或已放弃的为空' }),
    sentAt: timeSchema.nullable(),
    attempts: z.int(),
    lastError: z.string().nullable(),
    quietHours: z.boolean().meta({ description: '发生在安静时段,推迟到时段结束才发' }),
  })
  .meta({ id: 'Message' });

export async function messageRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  app.get(
    '/messages',
    {
      config: { access: ['administrator'] },
      schema: {
        tags: ['组织'],
        summary: '会响铃的消息(短信等)的发送情况',
        querystring: z.object({ state: z.enum(MESSAGE_STATES).optional(), ...pageQuery }),
        response: { 200: listOf(messageSchema) },
      },
    },
    async ({ actor, query: { state, cursor, limit } }) => {
      const { all } = await coveredUnits(database, actor, 'administrator');
      const sight = sightOfActor(actor, await directory.units(actor.units));
      const before = decodeCursor(cursor, noticeIdSchema);
      const rows = await readMessages(database, { sight, all, state, before, limit: limit + 1 });
      const page = pageOf(rows, limit, (row) => row.id);
      const units = await directory.units(page.items.flatMap((row) => row.unit_id ?? []));
      return { ...page, items: page.items.map((row) => messageView(row, units)) };
    },
  );
}

function messageView(row: MessageRow, units: Units): z.output<typeof messageSchema> {
  const { id, channel, state, kind, attempts, username, number } = row;
  return {
    ...{ id, channel, state, kind, attempts },
    label: NOTICES[kind],
    unit: row.unit_id === null ? null : unitView(units, row.unit_id),
    role: row.role as Role | null,
    user: username === null ? null : { username, name: row.user_name ?? username },
    demand: number,
    at: beijing(row.at.getTime()),
    dueAt: state === 'waiting' ? beijing(row.due_at.getTime()) : null,
    sentAt: row.sent_at && beijing(row.sent_at.getTime()),
    lastError: row.last_error,
    quietHours: isHeldBack(row),
  };
}

/** By when it happened and not by `due_at`, which every attempt puts off and a few seconds are added to from the first. */
function isHeldBack({ at, late_by, quiet }: MessageRow): boolean {
  const rang = at.getTime() + late_by * 1_000;
  return quiet !== null && quietEnd(rang, quiet) !== rang;
}
