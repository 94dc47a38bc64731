import { z } from 'zod';
import type { EndpointRow } from '../database/endpoints';
import { CHANNEL_LABELS, ENDPOINT_CHANNELS, RINGING_KINDS } from '../domain/notice-channel';
import { beijing, timeSchema, unitView, type Units } from './demands/view';
import { text } from './text';
import { unitSchema } from './units';

export const kindsSchema = z
  .array(z.enum(RINGING_KINDS))
  .max(RINGING_KINDS.length)
  .nullable()
  .meta({ description: '要哪些通知；null 为全部外发通知' });

export const endpointSchema = z
  .object({
    id: z.string(),
    unit: unitSchema,
    channel: z.enum(ENDPOINT_CHANNELS),
    channelLabel: z.string(),
    name: z.string(),
    url: z.string().meta({ description: '只显示主机和末尾几位' }),
    kinds: z.array(z.string()).nullable(),
    signed: z.boolean().meta({ description: '带签名' }),
    oldSecretUntil: timeSchema.nullable().meta({ description: '更换密钥后，旧密钥到何时还一并签名' }),
    createdAt: timeSchema,
    disabled: z.object({ at: timeSchema, reason: z.string() }).nullable(),
    failed: z.int().meta({ description: '已放弃的消息条数' }),
  })
  .meta({ id: 'Endpoint' });
/** The secret of a webhook is shown by the answer that made it and by no other. */
export const endpointMadeSchema = endpointSchema
  .extend({ secret: z.string().optional().meta({ description: 'Webhook 的签名密钥，只在这里显示一次' }) })
  .meta({ id: 'EndpointMade' });

const url = z.string().trim().max(2_000).meta({ description: '完整网址，https' });
const secret = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .meta({ description: '钉钉、飞书机器人的加签密钥；Webhook 的密钥由系统生成' });
export const newEndpointSchema = z
  .strictObject({
    unit: z.string().min(1).max(64),
    channel: z.enum(ENDPOINT_CHANNELS),
    name: text(50),
    url,
    secret: secret.optional(),
    kinds: kindsSchema.default(null),
  })
  .meta({ id: 'NewEndpoint' });
export const endpointChangeSchema = z
  .strictObject({
    name: text(50),
    kinds: kindsSchema,
    disabled: z.boolean(),
    url: url.optional().meta({ description: '不填则不变' }),
    secret: secret.nullable().optional().meta({ description: '机器人的加签密钥：不填不变，null 去掉' }),
  })
  .meta({ id: 'EndpointChange' });
export const testedSchema = z
  .object({ delivered: z.boolean(), detail: z.string().nullable().meta({ description: '没有送到的原因' }) })
  .meta({ id: 'EndpointTest' });

export function endpointView(row: EndpointRow, units: Units): z.output<typeof endpointSchema> {
  const { id, channel, name, kinds, signed, failed } = row;
  return {
    ...{ id, channel, name, kinds, signed, failed },
    channelLabel: CHANNEL_LABELS[channel] ?? channel,
    unit: unitView(units, row.unit_id),
    url: row.url_masked,
    oldSecretUntil: row.old_secret_until && beijing(row.old_secret_until.getTime()),
    createdAt: beijing(row.created_at.getTime()),
    disabled: row.disabled_at && { at: beijing(row.disabled_at.getTime()), reason: row.disabled_reason ?? '' },
  };
}
