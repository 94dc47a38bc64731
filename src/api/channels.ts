import { z } from 'zod';
import { readChannels, writeChannels } from '../database/channels';
import { CHANNEL_KINDS } from '../domain/channel';
import type { Api, ApiDependencies } from './app';
import { flag } from './flag';
import { requireRootAdministrator } from './root-administrator';
import { text } from './text';

export const channelSchema = z
  .object({
    name: z.string(),
    kind: z.enum(CHANNEL_KINDS),
    retired: z.boolean().meta({ description: '已停用，不再提供选择' }),
  })
  .meta({ id: 'Channel' });
const channelsSchema = z.object({ items: z.array(channelSchema) });
const newChannelsSchema = z
  .strictObject({
    items: z
      .array(z.strictObject({ name: text(50), kind: z.enum(CHANNEL_KINDS), retired: z.boolean().default(false) }))
      .max(100, '最多 100 个渠道'),
  })
  .superRefine(({ items }, context) => {
    items.forEach(({ name }, i) => {
      if (items.findIndex((each) => each.name === name) < i)
        context.addIssue({ code: 'custom', path: ['items', i, 'name'], message: '有同名的渠道' });
    });
    if (!items.some(({ retired }) => !retired))
      context.addIssue({ code: 'custom', path: ['items'], message: '至少保留一个在用的渠道' });
  })
  .meta({ id: 'Channels' });
const tags = ['收集'];

export async function channelRoutes(app: Api, { database }: ApiDependencies): Promise<void> {
  app.get(
    '/channels',
    {
      config: { access: 'signed-in' },
      schema: {
        tags,
        summary: '收集渠道，按提供选择的次序',
        querystring: z.object({ retired: flag.optional().meta({ description: '也列出已停用的' }) }),
        response: { 200: channelsSchema },
      },
    },
    async ({ query: { retired = false } }) => ({ items: await readChannels(database, retired) }),
  );

  app.put(
    '/channels',
    {
      config: { access: ['administrator'] },
      preValidation: ({ actor }) => requireRootAdministrator(database, actor, '收集渠道'),
      schema: {
        tags,
        summary: '整个渠道列表（区级管理员）；列表里没有的停用，用过的名称不会消失',
        body: newChannelsSchema,
        response: { 200: channelsSchema },
      },
    },
    async ({ actor, body: { items } }) => {
      await writeChannels(database, items, actor.user);
      return { items: await readChannels(database, true) };
    },
  );
}
