import { z } from 'zod';
import { findCallback, searchCallbacks, type CallbackSearch } from '../../database/callbacks';
import { createUnitDirectory } from '../../database/unit-directory';
import { CALLBACK_STATES } from '../../domain/callback';
import type { Api, ApiDependencies } from '../app';
import { notFound } from '../errors';
import { moment } from '../instant';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { callbackActionRoutes } from './actions';
import { callbackScriptRoutes } from './scripts';
import { staffingRoutes } from './staffing';
import { CALLBACK_KINDS, callbackSchema, showCallbacks } from './view';
import { idParams, viewerOf, WATCHERS } from './viewer';

const dueSchema = z
  .enum(['true', 'false', '1', '0'])
  .transform((value) => (value === 'true' || value === '1' ? ('now' as const) : ('later' as const)))
  .or(moment.transform((value) => new Date(value)))
  .meta({ description: 'true：回访时段已到；false：未到；时间：在此之前开始' });
const searchSchema = z.object({
  due: dueSchema.optional(),
  state: z.enum(CALLBACK_STATES).optional().meta({ description: '不填为全部未结束的任务' }),
  kind: z.enum(CALLBACK_KINDS).optional(),
  ...pageQuery,
});

export async function callbackRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database } = dependencies;
  const directory = createUnitDirectory(database);

  app.get(
    '/callbacks',
    {
      config: { access: WATCHERS, standIns: true },
      schema: {
        tags: ['回访'],
        summary: '回访任务，按回访时段排序',
        querystring: searchSchema,
        response: { 200: listOf(callbackSchema) },
      },
    },
    async ({ actor, query }) => {
      const after = decodeCursor(query.cursor, z.tuple([cursorTime, z.string()]));
      const search: CallbackSearch = { ...query, viewer: viewerOf(actor), after };
      const rows = await searchCallbacks(database, search);
      const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.window_start.toISOString(), row.id]);
      return { items: await showCallbacks(database, items, await directory.units()), nextCursor };
    },
  );

  app.get(
    '/callbacks/:id',
    {
      config: { access: WATCHERS, standIns: true },
      schema: { tags: ['回访'], summary: '一件回访任务', params: idParams, response: { 200: callbackSchema } },
    },
    async ({ actor, params }) => {
      const row = await findCallback(database, params.id, viewerOf(actor));
      if (!row) throw notFound('该回访任务');
      const [view] = await showCallbacks(database, [row], await directory.units());
      return view!;
    },
  );

  staffingRoutes(app, dependencies, directory);
  callbackScriptRoutes(app, dependencies, directory);
  callbackActionRoutes(app, dependencies, directory);
}
