import { z } from 'zod';
import { readNotices } from '../../database/notices';
import { readSeats } from '../../database/seats';
import { createUnitDirectory } from '../../database/unit-directory';
import { addresseeOf } from '../addressee';
import type { Api, ApiDependencies } from '../app';
import { sightOfActor } from '../demands/eyes';
import type { Units } from '../demands/view';
import { Problem } from '../errors';
import { noticeIdSchema, noticeView } from '../notices';
import { createHub } from './hub';
import { createSubscriber, eventText, type Subscriber } from './subscriber';

const streamsPerUser = 10;
const replayAtMost = 200;

const eventStreamSchema = {
  content: { 'text/event-stream': { schema: z.any() } },
  description:
    'event: notice（id 为通知编号，data 同通知列表的一项）；event: queues（待办数可能有变，最多每秒一次）。每 15 秒一行注释以保持连接。',
};

export async function streamRoutes(app: Api, { database, config }: ApiDependencies): Promise<void> {
  const directory = createUnitDirectory(database);
  const hub = createHub({ database, url: config.database.url, directory, log: app.log });
  app.addHook('preClose', () => hub.close());

  async function replay(subscriber: Subscriber, after: string | undefined, units: Units): Promise<void> {
    if (after === undefined) return;
    const { actor } = subscriber;
    const search = { after, limit: replayAtMost };
    const addressee = addresseeOf(actor, await readSeats(database));
    const missed = await readNotices(database, addressee, sightOfActor(actor, units), search);
    const oldestFirst = missed.slice(0, replayAtMost).reverse();
    subscriber.catchUp(
      oldestFirst.map((row) => [row.id, eventText('notice', noticeView(row, units), row.id)] as const),
    );
  }

  app.get(
    '/stream',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['工作台'],
        summary: '实时通知（Server-Sent Events）',
        description:
          '断线重连时带上 Last-Event-ID，可补收其后的通知（最多最近 200 条）。登录失效或角色变动时，连接会被断开。',
        headers: z.object({ 'last-event-id': noticeIdSchema.optional().catch(undefined) }),
        response: { 200: eventStreamSchema },
      },
    },
    async ({ actor, sessionHash, headers }, reply) => {
      if (actor.viewedBy) throw noStreamWhileViewing();
      const units = await directory.units(actor.units);
      if (hub.count(actor.user) >= streamsPerUser) throw tooManyStreams();
      const seesAll = actor.units.some((id) => units.get(id)?.path.length === 1);
      const lastEventId = headers['last-event-id'];
      const subscriber = createSubscriber(actor, sessionHash!, { seesAll, lastEventId });
      subscriber.send(`retry: 3000\n\n${eventText('queues', {})}`);
      // Heard first and read then, so that none is missed; what comes both ways is told once.
      hub.add(subscriber);
      try {
        await replay(subscriber, lastEventId, units);
      } catch (error) {
        subscriber.stream.destroy();
        throw error;
      }
      reply.header('x-accel-buffering', 'no').type('text/event-stream; charset=utf-8');
      return reply.send(subscriber.stream);
    },
  );
}

/** A view ends by its own rules, which an open stream would outlive. */
function noStreamWhileViewing(): Problem {
  return new Problem('read_only_view', '以他人身份查看时没有实时通知，请刷新页面查看最新内容。');
}

function tooManyStreams(): Problem {
  const detail = `同一账号最多同时打开 ${streamsPerUser} 个实时连接，请关闭多余的页面。`;
  return new Problem('too_many_streams', detail, { retryAfter: 30 });
}
