import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { recordAuditIn } from '../../database/audit';
import { finishInspection, insertInspection, readInspections } from '../../database/inspections';
import { createUnitDirectory } from '../../database/unit-directory';
import { roundOver } from '../../domain/inspection';
import { tooFarAhead } from '../../domain/visit';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api, ApiDependencies } from '../app';
import { keyHeader } from '../demands/intake';
import type { Units } from '../demands/view';
import { invalidInput, Problem, problemOf } from '../errors';
import { flag } from '../flag';
import { instant, instantOf } from '../instant';
import { once } from '../once';
import { cursorTime, decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { dateSchema, endOfDate, startOfDate } from '../period';
import { requestKey } from '../request-key';
import { text } from '../text';
import { buildingRoutes } from './buildings';
import { findingRoutes } from './findings';
import { inspectionPage, inspectionPageSchema, inspectionSchema, inspectionView } from './inspection-view';
import { seenInspection } from './seen-inspection';
import { FIELD_READERS, INSPECTORS } from './seats';

const searchSchema = z.object({
  unit: z.string().min(1).max(64).optional().meta({ description: '该单位及其下级的楼宇' }),
  from: dateSchema.optional().meta({ description: '计划日期起（北京时间）' }),
  to: dateSchema.optional().meta({ description: '计划日期止，含当日' }),
  open: flag.optional().meta({ description: 'true：还没有结束；false：已经结束' }),
  ...pageQuery,
});
export const newInspectionSchema = z
  .strictObject({
    building: z.string().min(1).max(64).meta({ description: '楼宇的单位 id' }),
    name: text(100),
    plannedAt: instant,
  })
  .meta({ id: 'NewInspection' });
const params = z.object({ id: z.string().max(64) });

export async function inspectionRoutes(app: Api, dependencies: ApiDependencies): Promise<void> {
  const { database } = dependencies;
  const directory = createUnitDirectory(database);

  app.get(
    '/inspections',
    {
      config: { access: FIELD_READERS },
      schema: {
        tags: ['巡查'],
        summary: '楼宇巡查，最近的在前',
        querystring: searchSchema,
        response: { 200: listOf(inspectionSchema) },
      },
    },
    async ({ actor, query }) => {
      const { unit, from, to, open, cursor, limit } = query;
      const [at, id] = decodeCursor(cursor, z.tuple([cursorTime, z.uuid()])) ?? [];
      const rows = await readInspections(database, {
        ...{ seats: unitsWithRole(actor, ...FIELD_READERS), unit, open, limit: limit + 1 },
        from: from === undefined ? undefined : startOfDate(from),
        to: to === undefined ? undefined : endOfDate(to),
        after: at === undefined || id === undefined ? undefined : { at, id },
      });
      const units = await directory.units();
      const page = pageOf(rows, limit, (row) => [row.planned_at.toISOString(), row.id]);
      return { ...page, items: page.items.map((row) => inspectionView(row, units)) };
    },
  );

  app.post(
    '/inspections',
    {
      config: { access: INSPECTORS },
      schema: {
        tags: ['巡查'],
        summary: '新建一轮巡查',
        headers: keyHeader,
        body: newInspectionSchema,
        response: { 201: inspectionPageSchema },
      },
    },
    async ({ actor, body, headers }, reply) => {
      const units = await directory.units([body.building]);
      requireBuilding(actor, body.building, units);
      const plannedAt = instantOf(body.plannedAt);
      const refusal = tooFarAhead('巡查', plannedAt.getTime(), Date.now());
      if (refusal) throw problemOf(refusal);
      const given = headers['idempotency-key'];
      const key = given ? requestKey(`${actor.user}\ninspection`, given, body) : null;
      const { id } = await once<{ id: string }>(database, actor.user, key, (remember) =>
        database.transact(async (sql) => {
          const made = { id: randomUUID() };
          const { building, name } = body;
          await insertInspection(sql, { ...made, building, name, plannedAt, by: actor.user });
          const detail = { inspection: made.id, name };
          await recordAuditIn(sql, { user: actor.user, action: 'inspection_created', target: building, detail });
          await remember(sql, made);
          return made;
        }),
      );
      void reply.code(201).header('location', `/api/v1/inspections/${id}`);
      return inspectionPage(database, actor, await seenInspection(database, actor, INSPECTORS, id), units);
    },
  );

  app.get(
    '/inspections/:id',
    {
      config: { access: FIELD_READERS },
      schema: { tags: ['巡查'], summary: '一轮巡查和它的发现', params, response: { 200: inspectionPageSchema } },
    },
    async ({ actor, params: { id } }) => {
      const row = await seenInspection(database, actor, FIELD_READERS, id);
      return inspectionPage(database, actor, row, await directory.units());
    },
  );

  app.post(
    '/inspections/:id/actions/finish',
    {
      config: { access: INSPECTORS },
      schema: { tags: ['巡查'], summary: '结束一轮巡查', params, response: { 200: inspectionPageSchema } },
    },
    async ({ actor, params: { id } }) => {
      const { building_id } = await seenInspection(database, actor, INSPECTORS, id);
      await database.transact(async (sql) => {
        if (!(await finishInspection(sql, id, actor.user, new Date()))) throw problemOf(roundOver());
        const detail = { inspection: id };
        await recordAuditIn(sql, { user: actor.user, action: 'inspection_finished', target: building_id, detail });
      });
      const row = await seenInspection(database, actor, INSPECTORS, id);
      return inspectionPage(database, actor, row, await directory.units());
    },
  );

  findingRoutes(app, dependencies, directory);
  buildingRoutes(app, dependencies, directory);
}

function requireBuilding(actor: SignedIn, id: string, units: Units): void {
  const unit = units.get(id);
  if (unit?.kind !== 'building' || unit.closed) throw invalidInput('/building', '请从列表中选择一栋楼宇。');
  const seats = unitsWithRole(actor, ...INSPECTORS);
  if (!unit.path.some((each) => seats.includes(each)))
    throw new Problem('unit_out_of_reach', '只能巡查本单位和下级的楼宇，请由楼宇所在的园区或社区新建。');
}
