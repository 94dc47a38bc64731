import { z } from 'zod';
import { countToReport, listPromises } from '../../database/promises';
import { seatsToReport, type ReportingSeats } from '../../domain/promise-keeping';
import type { SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { sightOfActor } from '../demands/eyes';
import { flag } from '../flag';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { makingRoute } from './making';
import { actorOf, createPromiseReader, type PromiseReader } from './reader';
import { reportingRoute } from './reporting';
import { promiseSchema, promiseStateSchema } from './view';

const idParams = z.object({ id: z.string().max(64) });
export const promiseCountsSchema = z
  .object({ toReport: z.int().meta({ description: '到期、逾期而您可以报告的件数' }) })
  .meta({ id: 'PromiseCounts' });

export async function promiseRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const reader = createPromiseReader(dependencies.database);
  readingRoutes(app, dependencies, reader);
  makingRoute(app, dependencies, reader);
  reportingRoute(app, dependencies, reader);
}

const seatsOf = (actor: SignedIn): ReportingSeats => seatsToReport(actorOf(actor));

function readingRoutes(app: Api, { database }: ApiDependencies, { directory, read, show }: PromiseReader): void {
  app.get(
    '/promises',
    {
      config: { access: 'signed-in' },
      schema: {
        tags: ['承诺'],
        summary: '承诺台账，先到期的在前',
        querystring: z.object({
          demand: z.string().max(40).optional().meta({ description: '诉求编号' }),
          state: promiseStateSchema.optional(),
          toReport: flag.optional().meta({ description: '只要到期、逾期而您可以报告的' }),
          unit: z.string().max(64).optional().meta({ description: '承诺单位及其下级' }),
          ...pageQuery,
        }),
        response: { 200: listOf(promiseSchema) },
      },
    },
    async ({ actor, query: { cursor, state, toReport, ...query } }) => {
      const units = await directory.units();
      const search = {
        ...{ ...query, states: state && [state], sight: sightOfActor(actor, units) },
        reporters: toReport ? seatsOf(actor) : undefined,
        after: decodeCursor(cursor, z.tuple([cursorTime, z.uuid()])),
      };
      const rows = await listPromises(database, search);
      const { items, nextCursor } = pageOf(rows, query.limit, (row) => [row.due_at.toISOString(), row.id]);
      return { items: items.map((row) => show(actor, row, units)), nextCursor };
    },
  );

  app.get(
    '/promises/counts',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['承诺'], summary: '有多少承诺等您报告', response: { 200: promiseCountsSchema } },
    },
    async ({ actor }) => {
      const sight = sightOfActor(actor, await directory.units(actor.units));
      return { toReport: await countToReport(database, sight, seatsOf(actor)) };
    },
  );

  app.get(
    '/promises/:id',
    {
      config: { access: 'signed-in' },
      schema: { tags: ['承诺'], summary: '一项承诺及其报告', params: idParams, response: { 200: promiseSchema } },
    },
    async ({ actor, params }) => show(actor, await read(actor, params.id), await directory.units()),
  );
}
