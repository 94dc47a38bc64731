import { z } from 'zod';
import { findAnalysis, searchAnalyses, type AnalysisWithData } from '../../database/analyses';
import type { Database } from '../../database/client';
import { createUnitDirectory } from '../../database/unit-directory';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { notFound } from '../errors';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { WATCHERS } from '../statistics/seat';
import { isUuid } from '../uploads';
import { analysisDataSchema, analysisDetailSchema, analysisSchema } from './analysis-schema';
import { analysisView } from './view';

export const analysisParams = z.object({ id: z.string().max(64) });

/** Who orders reports and improvements of a unit. */
export const ORDERERS = ['supervisor', 'administrator'] as const;

/**
 * The report, for whoever watches its unit or one above. What an older version of the service wrote in a shape that is no
 * longer read counts as no data. Throws not_found.
 */
export async function seenAnalysis(database: Database, actor: SignedIn, id: string): Promise<AnalysisWithData> {
  const seats = unitsWithRole(actor, ...WATCHERS);
  const found = isUuid(id) ? await findAnalysis(database, id, seats) : null;
  if (!found) throw notFound('这份专题分析');
  return { ...found, data: analysisDataSchema.nullable().safeParse(found.data).data ?? null };
}

/** Whether the caller orders for the unit: there, or in a unit above. */
export const ordersFor = (actor: SignedIn, path: readonly string[]): boolean =>
  unitsWithRole(actor, ...ORDERERS).some((unit) => path.includes(unit));

export function analysisReading(app: Api, { database }: ApiDependencies): void {
  const directory = createUnitDirectory(database);

  app.get(
    '/analyses',
    {
      config: { access: WATCHERS },
      schema: {
        tags: ['专题分析'],
        summary: '专题分析：本单位和下级单位的，新的在前',
        querystring: z.object({ unit: z.string().max(64).optional(), ...pageQuery }),
        response: { 200: listOf(analysisSchema) },
      },
    },
    async ({ actor, query: { unit, limit, cursor } }) => {
      const after = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()]));
      const seats = unitsWithRole(actor, ...WATCHERS);
      const rows = await searchAnalyses(database, { seats, unit, after, limit });
      const units = await directory.units(rows.map((row) => row.unit_id));
      const { items, nextCursor } = pageOf(rows, limit, ({ sort_key, id }) => [sort_key, id]);
      return { items: items.map((row) => analysisView(row, units)), nextCursor };
    },
  );

  app.get(
    '/analyses/:id',
    {
      config: { access: WATCHERS },
      schema: {
        tags: ['专题分析'],
        summary: '一份专题分析：进度，完成后有全部内容',
        params: analysisParams,
        response: { 200: analysisDetailSchema },
      },
    },
    async ({ actor, params: { id } }) => {
      const row = await seenAnalysis(database, actor, id);
      const units = await directory.units([row.unit_id]);
      const canAsk = row.state === 'done' && ordersFor(actor, units.get(row.unit_id)?.path ?? []);
      return { ...analysisView(row, units), data: row.data, canAsk };
    },
  );
}
