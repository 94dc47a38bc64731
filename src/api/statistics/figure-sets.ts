import { z } from 'zod';
import type { Database } from '../../database/client';
import { readFigureSets, type PublishedFigureSet } from '../../database/figure-sets';
import { defaultFigureSet } from '../../domain/figure-set';
import type { Api } from '../app';
import { beijing } from '../demands/view';
import { decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { figureSetSchema } from './figure-set-schema';
import { WATCHERS } from './seat';

/** Whoever reads figures may read how they are counted, now and before. */
export function figureSetRoutes(app: Api, { database }: { database: Database }): void {
  app.get(
    '/figure-sets',
    {
      config: { access: WATCHERS },
      schema: {
        tags: ['统计'],
        summary: '统计口径的各个版本，新的在前；修改用草案（POST /drafts,kind 为 figures）',
        querystring: z.object(pageQuery),
        response: { 200: listOf(figureSetSchema) },
      },
    },
    async ({ query: { cursor, limit } }) => {
      const before = decodeCursor(cursor, z.int().min(1));
      const published = await readFigureSets(database, { before, limit: limit + 1 });
      const isWhole = published.length <= limit && !published.some(({ set }) => set.version === first.version);
      const rows = [...published.map(viewOf), ...(isWhole && (before ?? 2) > first.version ? [first] : [])];
      return pageOf(rows, limit, ({ version }) => version);
    },
  );
}

const first = { ...defaultFigureSet, note: '随系统而来', publishedAt: null, publishedBy: null };

const viewOf = ({ set, note, publishedAt, publishedBy }: PublishedFigureSet): z.output<typeof figureSetSchema> => ({
  ...set,
  ...{ note, publishedAt: beijing(publishedAt.getTime()), publishedBy },
});
