import { z } from 'zod';
import { MESSAGE_STATES, MOST_REPLAYED, readAttempts, readMessages, replayMessages } from '../database/messages';
import { createUnitDirectory } from '../database/unit-directory';
import { CHANNEL_LABELS } from '../domain/notice-channel';
import type { SignedIn } from './actor';
import type { Api, ApiDependencies } from './app';
import { coveredUnits } from './covered-units';
import { sightOfActor } from './demands/eyes';
import { notFound, Problem } from './errors';
import { attemptView, messageDetailSchema, messageSchema, messageView } from './message-view';
import { noticeIdSchema, noticeSchema } from './notices';
import { decodeCursor, listOf, pageOf, pageQuery } from './paging';

export { messageSchema };
const channels = Object.keys(CHANNEL_LABELS) as [string, ...string[]];
const filter = {
  channel: z.enum(channels).optional().meta({ description: '实际渠道或本应走的渠道' }),
  kind: noticeSchema.shape.kind.optional(),
  demand: z.string().max(40).optional().meta({ description: '诉求编号' }),
};
const replaySchema = z.strictObject(filter).meta({ id: 'MessagesReplay' });
const replayedSchema = z
  .object({ replayed: z.int().meta({ description: `一次最多 ${MOST_REPLAYED} 条` }) })
  .meta({ id: 'MessagesReplayed' });
const idParams = z.object({ id: noticeIdSchema });
const tags = ['通知'];
const access = ['administrator'] as ['administrator'];

export async function messageRoutes(app: Api, { database, config: { publicUrl } }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);

  async function sightOf(actor: SignedIn) {
    const { all } = await coveredUnits(database, actor, 'administrator');
    return { all, sight: sightOfActor(actor, await directory.units(actor.units)) };
  }

  async function readOne(actor: SignedIn, id: string) {
    const [row] = await readMessages(database, { ...(await sightOf(actor)), id, limit: 1 });
    if (!row) throw notFound('这条消息');
    return row;
  }

  app.get(
    '/messages',
    {
      config: { access },
      schema: {
        tags,
        summary: '外发消息（短信、邮件、机器人等）的发送情况',
        querystring: z.object({ state: z.enum(MESSAGE_STATES).optional(), ...filter, ...pageQuery }),
        response: { 200: listOf(messageSchema) },
      },
    },
    async ({ actor, query: { cursor, limit, ...asked } }) => {
      const before = decodeCursor(cursor, noticeIdSchema);
      const rows = await readMessages(database, { ...(await sightOf(actor)), ...asked, before, limit: limit + 1 });
      const page = pageOf(rows, limit, (row) => row.id);
      const units = await directory.units(page.items.flatMap((row) => row.unit_id ?? []));
      return { ...page, items: page.items.map((row) => messageView(row, units, publicUrl)) };
    },
  );

  app.get(
    '/messages/:id',
    {
      config: { access },
      schema: { tags, summary: '一条消息和它的每一次发送', params: idParams, response: { 200: messageDetailSchema } },
    },
    async ({ actor, params: { id } }) => {
      const row = await readOne(actor, id);
      const tries = await readAttempts(database, row.digest_id ?? id);
      const units = await directory.units(row.unit_id === null ? [] : [row.unit_id]);
      return { ...messageView(row, units, publicUrl), receipt: row.receipt, tries: tries.map(attemptView) };
    },
  );

  app.post(
    '/messages/:id/actions/replay',
    {
      config: { access },
      schema: { tags, summary: '重发一条已放弃的消息', params: idParams, response: { 200: replayedSchema } },
    },
    async ({ actor, params: { id } }) => {
      await readOne(actor, id);
      const replayed = await replayMessages(database, { ...(await sightOf(actor)), id }, actor.user);
      if (replayed === 0) throw new Problem('not_allowed_in_state', '这条消息没有被放弃，不需要重发。');
      return { replayed };
    },
  );

  app.post(
    '/messages/actions/replay',
    {
      config: { access },
      schema: {
        tags,
        summary: '重发所有（或按条件）已放弃的消息',
        body: replaySchema,
        response: { 200: replayedSchema },
      },
    },
    async ({ actor, body }) => ({
      replayed: await replayMessages(database, { ...(await sightOf(actor)), ...body }, actor.user),
    }),
  );
}
