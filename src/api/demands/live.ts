import { z } from 'zod';
import { LONGEST_LIVE } from '../../domain/live';
import { moment } from '../instant';

/** Whoever follows a link should see where it leads: no name and password before the host, which could pass for it. */
const plainHost = /^https:\/\/[^\s/?#@\\]+([/?#]|$)/i;

/** A live stream that goes with a reply: where, and when. */
export const liveSchema = z
  .strictObject({
    url: z
      .url({ protocol: /^https$/, error: '须为 https:// 开头的网址' })
      .max(500)
      .regex(plainHost, '网址里不能带用户名，请直接填写直播间的地址'),
    startsAt: moment,
    endsAt: moment.optional(),
  })
  .refine(({ startsAt, endsAt }) => endsAt === undefined || Date.parse(endsAt) > Date.parse(startsAt), {
    path: ['endsAt'],
    error: '结束时间须晚于开始时间',
  })
  .refine(({ startsAt, endsAt }) => Date.parse(endsAt ?? startsAt) - Date.parse(startsAt) <= LONGEST_LIVE, {
    path: ['endsAt'],
    error: '一场直播不超过 24 小时，请核对开始和结束时间',
  })
  .meta({ id: 'Live', description: '直播链接和时间' });
