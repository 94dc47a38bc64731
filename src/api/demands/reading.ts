import { z } from 'zod';
import { readHeldAgainst } from '../../database/appeals';
import { searchDemands, SORTS } from '../../database/demand-search';
import { createRulesReader } from '../../database/rules';
import { readSeats } from '../../database/seats';
import type { UnitDirectory } from '../../database/unit-directory';
import { isKeptFrom } from '../../domain/contact-sight';
import { KINDS, LEVELS, STAGE_NAMES, type Stage } from '../../domain/vocabulary';
import type { Api, ApiDependencies } from '../app';
import { flag } from '../flag';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { actingOn } from './acting-on';
import { clockLedgerSchema, ledgerView } from './ledger-view';
import { scopeOf, seenDemand, sightOfActor, unitsOf } from './eyes';
import { listedBy, listQuery } from './list-query';
import { eventSchema, timelineOf } from './timeline';
import { demandSchema, demandView } from './view';

const numberParams = z.object({ number: z.string().max(40) });
/** What the list of all and the queues are narrowed by. */
export const filterQuery = {
  level: z.enum(LEVELS).optional(),
  unit: z.string().max(64).optional().meta({ description: '所在地、收集、主办、协办或反馈单位，含其下级' }),
  kind: z.enum(KINDS).optional(),
  category: z.string().max(50).optional(),
  supervised: flag.optional(),
  q: z.string().trim().max(100).optional().meta({ description: '编号、标题或正文中的文字' }),
};
/** All that says which demands are listed, in which order. */
export const demandQuery = {
  ...filterQuery,
  ...listQuery,
  stage: z.enum(STAGE_NAMES as [Stage, ...Stage[]]).optional(),
  overdue: flag.optional(),
  sort: z.enum(SORTS).default('-createdAt'),
};
const searchSchema = z.object({
  ...demandQuery,
  total: flag.optional().meta({ description: '要求同时给出总数，最多数到 10000' }),
  ...pageQuery,
});

export function readingRoutes(app: Api, { database }: ApiDependencies, directory: UnitDirectory): void {
  const readRules = createRulesReader(database);
  app.get(
    '/demands',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['诉求'],
        summary: '诉求列表',
        querystring: searchSchema,
        response: { 200: listOf(demandSchema).extend({ total: z.int().optional() }) },
      },
    },
    async ({ actor, query }) => {
      const units = await directory.units(actor.units);
      const after = decodeCursor(query.cursor, z.tuple([cursorTime, z.uuid()]));
      const sight = sightOfActor(actor, units);
      const scope = scopeOf(sight, query.unit);
      const listed = await listedBy(query, { database, readRules, scope, units, own: actor.units });
      const { rows, total } = await searchDemands(database, { ...query, sight, listed, after });
      const named = await directory.units(rows.slice(0, 1).flatMap(unitsOf));
      const seats = await readSeats(database);
      const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.sort_key, row.id]);
      return { items: items.map((row) => demandView(row, named, seats)), nextCursor, total };
    },
  );

  app.get(
    '/demands/:number/events',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['诉求'], summary: '办理经过', params: numberParams, response: { 200: listOf(eventSchema) } },
    },
    async ({ actor, params }) => {
      const { demand, units } = await seenDemand(database, directory, actor, params.number);
      const held = await readHeldAgainst(database, demand.id);
      const hidesNumbers = isKeptFrom(demand.state, actingOn(actor, demand), held);
      return { items: await timelineOf(database, demand.id, units, { hidesNumbers }) };
    },
  );

  app.get(
    '/demands/:number/clocks',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['诉求'],
        summary: '时限账本',
        params: numberParams,
        response: { 200: listOf(clockLedgerSchema) },
      },
    },
    async ({ actor, params }) => {
      const { demand, units } = await seenDemand(database, directory, actor, params.number);
      return { items: demand.state.clocks.map((clock) => ledgerView(clock, units)) };
    },
  );
}
