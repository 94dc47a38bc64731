import { z } from 'zod';
import type { Database } from '../../database/client';
import { readTopicDemands, readTopics } from '../../database/topics';
import type { UnitDirectory } from '../../database/unit-directory';
import type { Api } from '../app';
import { seenDemand, unitsOf } from '../demands/eyes';
import { demandSchema, demandView } from '../demands/view';
import { flag } from '../flag';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { readerOf, seenTopic, showTopic, showTopics, topicParams, topicTags } from './seen';
import { topicSchema } from './view';

const cursorSchema = z.tuple([cursorTime, z.uuid()]);

export function readingRoutes(app: Api, database: Database, directory: UnitDirectory): void {
  app.get(
    '/topics',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: topicTags,
        summary: '类案：本单位、上级和下级的，以及您负责的，最新的在前',
        querystring: z.object({
          ...pageQuery,
          unit: z.string().max(64).optional().meta({ description: '该单位及其下级的' }),
          closed: flag.optional().meta({ description: '只列已结束的，或只列没有结束的' }),
          own: flag.optional().meta({ description: '只列您负责的' }),
        }),
        response: { 200: listOf(topicSchema) },
      },
    },
    async ({ actor, query: { cursor, limit, unit, closed, own } }) => {
      const search = { unit, isClosed: closed, isOwn: own, after: decodeCursor(cursor, cursorSchema), limit };
      const rows = await readTopics(database, await readerOf(actor, directory), search);
      const page = pageOf(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id]);
      return { ...page, items: await showTopics(database, directory, actor, page.items) };
    },
  );

  app.get(
    '/topics/:id',
    {
      config: { access: 'signed-in' },
      schema: { tags: topicTags, summary: '一件类案', params: topicParams, response: { 200: topicSchema } },
    },
    ({ actor, params: { id } }) => showTopic(database, directory, actor, id),
  );

  app.get(
    '/topics/:id/demands',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: topicTags,
        summary: '归入类案而您可以查看的诉求，最新的在前',
        params: topicParams,
        querystring: z.object(pageQuery),
        response: { 200: listOf(demandSchema) },
      },
    },
    async ({ actor, params: { id }, query: { cursor, limit } }) => {
      await seenTopic(database, directory, actor, id);
      const { sight } = await readerOf(actor, directory);
      const rows = await readTopicDemands(database, id, sight, { after: decodeCursor(cursor, cursorSchema), limit });
      const page = pageOf(rows, limit, (row) => [row.at, row.id]);
      const units = await directory.units(page.items.slice(0, 1).flatMap(unitsOf));
      return { ...page, items: page.items.map((row) => demandView(row, units)) };
    },
  );

  app.get(
    '/demands/:number/topics',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: topicTags,
        summary: '一件诉求归入的类案',
        params: z.object({ number: z.string().max(40) }),
        response: { 200: z.object({ items: z.array(topicSchema) }) },
      },
    },
    async ({ actor, params }) => {
      const { demand } = await seenDemand(database, directory, actor, params.number);
      const rows = await readTopics(database, await readerOf(actor, directory), { demand: demand.id, limit: 50 });
      return { items: await showTopics(database, directory, actor, rows) };
    },
  );
}
