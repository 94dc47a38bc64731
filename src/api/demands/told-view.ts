import { z } from 'zod';
import type { ToldRow } from '../../database/told';
import { NOTICES, type NoticeKind } from '../../domain/notice';
import { CLOCK_NAMES, ROLES } from '../../domain/vocabulary';
import { dataView } from '../notices';
import { unitSchema } from '../units';
import { personSchema } from './case';
import { beijing, timeSchema, unitView, type Units } from './view';

const messageSchema = z.object({
  channel: z.string(),
  dueAt: timeSchema.meta({ description: '最早何时响铃(避开安静时段);重试时为下次' }),
  sentAt: timeSchema.nullable(),
  attempts: z.int(),
});

/** Who was told what about a demand, and when. */
export const toldNoticeSchema = z
  .object({
    kind: z.enum(Object.keys(NOTICES) as [NoticeKind, ...NoticeKind[]]),
    label: z.string(),
    clock: z.enum(CLOCK_NAMES).nullable(),
    at: timeSchema.meta({ description: '业务时间' }),
    lateBySeconds: z.int().meta({ description: '比计划晚了多少秒才执行' }),
    unit: unitSchema.nullable(),
    role: z.enum(ROLES).nullable(),
    user: personSchema.nullable(),
    data: z.record(z.string(), z.unknown()),
    readBy: z.int().meta({ description: '收到的人中几人已读' }),
    messages: z.array(messageSchema).meta({ description: '为它响铃的消息' }),
  })
  .meta({ id: 'ToldNotice' });

export function toldView(row: ToldRow, units: Units): z.output<typeof toldNoticeSchema> {
  const { kind, clock, role, username, user_name: name, messages } = row;
  return {
    ...{ kind, label: NOTICES[kind], clock, role },
    at: beijing(row.at.getTime()),
    lateBySeconds: row.late_by,
    unit: row.unit_id === null ? null : unitView(units, row.unit_id),
    user: username === null ? null : { username, name: name ?? username },
    data: dataView(row.data ?? {}, units),
    readBy: row.read_by,
    messages: messages.map(({ channel, dueAt, sentAt, attempts }) => ({
      ...{ channel, attempts },
      dueAt: beijing(Date.parse(dueAt)),
      sentAt: sentAt === null ? null : beijing(Date.parse(sentAt)),
    })),
  };
}
