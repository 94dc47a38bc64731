import { z } from 'zod';
import { ATTEMPT_RESULTS, MESSAGE_STATES, type AttemptRow, type MessageRow } from '../database/messages';
import { CHANNEL_LABELS } from '../domain/notice-channel';
import { isForReporter, NOTICES } from '../domain/notice';
import { quietEnd } from '../domain/local-time';
import { ROLES, type Role } from '../domain/vocabulary';
import { lineOf, repeatedly, wordsOf } from '../notices/words';
import { beijing, timeSchema, unitView, type Units } from './demands/view';
import { noticeSchema } from './notices';
import { unitSchema } from './units';

export const messageSchema = z
  .object({
    id: z.string(),
    channel: z.string().meta({ description: 'sink 只记录不外发；spread 尚未分发到人' }),
    meant: z.string().meta({ description: '本应走的渠道；none 为没有登记联系方式' }),
    meantLabel: z.string(),
    state: z.enum(MESSAGE_STATES).meta({
      description: 'waiting 待发（含待重试）、sent 已交给渠道、failed 已放弃，可重发、skipped 事情已经办完，不用发了',
    }),
    kind: noticeSchema.shape.kind,
    label: z.string(),
    unit: unitSchema.nullable(),
    role: z.enum(ROLES).nullable(),
    user: z.object({ username: z.string(), name: z.string() }).nullable().meta({ description: '发给本人时' }),
    endpoint: z.string().nullable().meta({ description: '机器人或 Webhook 的名称' }),
    reporter: z.boolean().meta({ description: '发给诉求人' }),
    text: z.string().nullable().meta({ description: '发出的话；无权查看诉求时为空，评价链接不显示' }),
    demand: z.string().nullable().meta({ description: '诉求编号；无权查看时为空' }),
    at: timeSchema.meta({ description: '通知的业务时间' }),
    dueAt: timeSchema.nullable().meta({ description: '何时发送或重试；已发出或已放弃的为空' }),
    sentAt: timeSchema.nullable(),
    attempts: z.int(),
    lastError: z.string().nullable(),
    quietHours: z.boolean().meta({ description: '发生在安静时段，推迟到时段结束才发' }),
    repeated: z.boolean().meta({ description: '前一次可能已送到，再发时标明重复提醒' }),
    gathered: z.boolean().meta({ description: '与其他消息合并成一条发出' }),
  })
  .meta({ id: 'Message' });

export const messageDetailSchema = messageSchema
  .extend({
    receipt: z.string().nullable().meta({ description: '渠道返回的回执' }),
    tries: z.array(
      z.object({
        attempt: z.int(),
        at: timeSchema,
        outcome: z
          .enum(ATTEMPT_RESULTS)
          .meta({ description: 'sent 已送出、refused 被拒、failed 失败可重试、timed_out 不知是否送到' }),
        detail: z.string().nullable(),
        ms: z.int(),
      }),
    ),
  })
  .meta({ id: 'MessageDetail' });

export function messageView(row: MessageRow, units: Units, publicUrl: string): z.output<typeof messageSchema> {
  const { id, channel, meant, state, kind, attempts, username, number, endpoint } = row;
  return {
    ...{ id, channel, meant, state, kind, attempts, endpoint },
    label: NOTICES[kind],
    meantLabel: CHANNEL_LABELS[meant] ?? meant,
    unit: row.unit_id === null ? null : unitView(units, row.unit_id),
    role: row.role as Role | null,
    user: username === null ? null : { username, name: row.user_name ?? username },
    reporter: isForReporter(kind),
    text: textOf(row, publicUrl),
    demand: number,
    at: beijing(row.at.getTime()),
    dueAt: state === 'waiting' ? beijing(row.due_at.getTime()) : null,
    sentAt: row.sent_at && beijing(row.sent_at.getTime()),
    lastError: row.last_error,
    quietHours: isHeldBack(row),
    repeated: row.unsure,
    gathered: row.digest_id !== null,
  };
}

/** Built anew: texts are kept nowhere. */
function textOf(row: MessageRow, publicUrl: string): string | null {
  const { kind, clock, data, unit_name: unit, number, about_demand: isAboutDemand, unsure } = row;
  if (isAboutDemand && number === null) return null;
  // Without the key no link of whoever filed it can be made: it is theirs alone.
  const words = wordsOf({ kind, clock, data: data ?? {}, unit, number, demandId: number }, { publicUrl });
  return lineOf(unsure ? repeatedly(words) : words);
}

/** By when it happened and not by `due_at`, which every attempt puts off and a few seconds are added to from the first. */
function isHeldBack({ at, late_by, quiet }: MessageRow): boolean {
  const rang = at.getTime() + late_by * 1_000;
  return quiet !== null && quietEnd(rang, quiet) !== rang;
}

export const attemptView = ({ attempt, at, outcome, detail, ms }: AttemptRow) => ({
  ...{ attempt, outcome, detail, ms },
  at: beijing(at.getTime()),
});
