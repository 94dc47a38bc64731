import { z } from 'zod';
import { readPreferences, writePreferences, type PreferenceRow } from '../database/preferences';
import {
  CHANNEL_LABELS,
  defaultPreference,
  LEAST_OPEN,
  openMinutes,
  PERSON_CHANNELS,
  RINGING_KINDS,
  ringingKindLabel,
  type Hours,
  type PersonChannel,
} from '../domain/notice-channel';
import { newestQuietHours } from '../notices/quiet-hours';
import { maskAddress, sealAddress } from '../notices/sealed';
import { createSenders } from '../notices/senders';
import type { Api, ApiDependencies } from './app';
import { kindsSchema } from './endpoint-view';
import { invalidInput } from './errors';
import { clockTime } from '../domain/local-time';

const minute = z.int().min(0).max(1_440).meta({ description: '当天第几分钟' });
const hoursSchema = z.strictObject({ from: minute, to: minute }).nullable();
const digestSchema = z.int().min(0).max(1_439).nullable().meta({ description: '每天这一分钟汇总成一条；null 为逐条' });

export const noticePreferencesSchema = z
  .object({
    kinds: z.array(z.object({ kind: z.enum(RINGING_KINDS), label: z.string() })),
    channels: z.array(
      z.object({
        channel: z.enum(PERSON_CHANNELS),
        label: z.string(),
        connected: z.boolean().meta({ description: '本系统已接通这个渠道；没有接通的只记录' }),
        address: z.string().nullable().meta({ description: '只显示头尾' }),
        chosen: z.boolean().meta({ description: '本人设置过；否则为默认（示例）' }),
        kinds: z.array(z.string()).nullable(),
        quietHours: hoursSchema,
        digestAt: digestSchema,
      }),
    ),
  })
  .meta({ id: 'NoticePreferences' });

export const preferencesChangeSchema = z
  .strictObject({
    channels: z
      .array(
        z.strictObject({
          channel: z.enum(PERSON_CHANNELS),
          address: z.string().trim().max(254).nullable().optional().meta({ description: '不填不变，null 删除' }),
          kinds: kindsSchema,
          quietHours: hoursSchema,
          digestAt: digestSchema,
        }),
      )
      .min(1)
      .max(PERSON_CHANNELS.length)
      .refine((all) => new Set(all.map(({ channel }) => channel)).size === all.length, '同一渠道只能出现一次'),
  })
  .meta({ id: 'NoticePreferencesChange' });

const tags = ['通知'];
const mail = z.email();
const phone = /^1\d{10}$/;

export async function preferenceRoutes(app: Api, { database, config }: ApiDependencies): Promise<void> {
  const { notices, secretKeys: keys } = config;
  const connected = Object.keys(createSenders(notices));

  app.get(
    '/me/notice-preferences',
    {
      config: { access: 'signed-in' },
      schema: { tags, summary: '我怎样接收外发通知', response: { 200: noticePreferencesSchema } },
    },
    async ({ actor }) => preferencesView(await readPreferences(database, actor.user), connected),
  );

  app.put(
    '/me/notice-preferences',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '修改接收方式、地址、安静时段和每日汇总；没有列出的渠道不变',
        body: preferencesChangeSchema,
        response: { 200: noticePreferencesSchema },
      },
    },
    async ({ actor, body: { channels } }) => {
      await requireOpenHours(channels);
      const changes = channels.map(({ address, quietHours: quiet, ...rest }, i) => ({
        ...rest,
        quiet,
        ...(address == null ? { address } : { address: sealed(address, rest.channel, actor.user, i) }),
      }));
      await writePreferences(database, actor.user, changes);
      return preferencesView(await readPreferences(database, actor.user), connected);
    },
  );

  /** Throws unless a message can still go out: the person's hours come on top of the policy's. */
  async function requireOpenHours(channels: z.output<typeof preferencesChangeSchema>['channels']): Promise<void> {
    const [newest] = await database.sql<{ quiet: Hours | null }>`${newestQuietHours}`;
    const policy = newest?.quiet ?? null;
    const at = channels.findIndex(({ quietHours }) => {
      const all = [policy, quietHours].filter((each) => each !== null);
      return quietHours !== null && openMinutes(all) < LEAST_OPEN;
    });
    if (at < 0) return;
    const also =
      policy && policy.from !== policy.to
        ? `（时限规则的安静时段 ${clockTime(policy.from)}–${clockTime(policy.to)} 也不发）`
        : '';
    throw invalidInput(
      `/channels/${at}/quietHours`,
      `这样一天里几乎没有能发消息的时间${also}，请改短，至少留出 ${LEAST_OPEN / 60} 小时；不想收的请去掉通知种类。`,
    );
  }

  function sealed(address: string, channel: PersonChannel, user: string, i: number) {
    const plain = channel === 'mail' ? address : address.replace(/[\s-]/g, '');
    if (channel === 'mail' ? !mail.safeParse(plain).success : !phone.test(plain))
      throw invalidInput(`/channels/${i}/address`, channel === 'mail' ? '不是邮箱地址' : '请填写 11 位手机号码');
    return { sealed: sealAddress(plain, user, channel, keys), masked: maskAddress(plain) };
  }
}

function preferencesView(
  rows: readonly PreferenceRow[],
  connected: readonly string[],
): z.output<typeof noticePreferencesSchema> {
  return {
    kinds: RINGING_KINDS.map((kind) => ({ kind, label: ringingKindLabel(kind) })),
    channels: rows.map(({ channel, masked, chosen }) => {
      const { kinds, quiet, digestAt } = chosen ? preferenceOf(chosen) : defaultPreference(channel);
      return {
        ...{ channel, address: masked, digestAt, chosen: chosen !== null, quietHours: quiet },
        label: CHANNEL_LABELS[channel] ?? channel,
        connected: connected.includes(channel),
        kinds: kinds === null ? null : [...kinds],
      };
    }),
  };
}

const preferenceOf = ({ kinds, quietFrom, quietTo, digestAt }: NonNullable<PreferenceRow['chosen']>) => ({
  ...{ kinds, digestAt },
  quiet: quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo },
});
