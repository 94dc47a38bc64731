import { z } from 'zod';
import type { ToldRow } from '../../database/told';
import { MESSAGE_STATES } from '../../database/messages';
import { CHANNEL_LABELS } from '../../domain/notice-channel';
import { isForReporter, NOTICES, type NoticeKind } from '../../domain/notice';
import { CLOCK_NAMES, ROLES } from '../../domain/vocabulary';
import { dataView } from '../notices';
import { unitSchema } from '../units';
import { personSchema } from './case';
import { beijing, timeSchema, unitView, type Units } from './view';

const messageSchema = z.object({
  channel: z.string(),
  meant: z.string().meta({ description: '本应走的渠道；none 为没有登记联系方式' }),
  meantLabel: z.string(),
  to: z.string().nullable().meta({ description: '人员、机器人或 Webhook 的名称；发给诉求人和尚未分发时为空' }),
  state: z.enum(MESSAGE_STATES),
  repeated: z.boolean().meta({ description: '前一次可能已送到，再发时标明重复提醒' }),
  dueAt: timeSchema.meta({ description: '最早何时响铃（避开安静时段）；重试时为下次' }),
  sentAt: timeSchema.nullable(),
  attempts: z.int(),
  lastError: z.string().nullable().meta({ description: '没有发出的原因' }),
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
    reporter: z.boolean().meta({ description: '告知诉求人' }),
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
    reporter: isForReporter(kind),
    messages: messages.map(({ channel, meant, to, state, repeated, dueAt, sentAt, attempts, lastError }) => ({
      ...{ channel, meant, to, state, repeated, attempts, lastError },
      meantLabel: CHANNEL_LABELS[meant] ?? meant,
      dueAt: beijing(Date.parse(dueAt)),
      sentAt: sentAt === null ? null : beijing(Date.parse(sentAt)),
    })),
  };
}
