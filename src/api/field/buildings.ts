import { z } from 'zod';
import { newestRisks, readBuildings, readRounds, type BuildingRow, type CategoryRisk } from '../../database/buildings';
import type { Database } from '../../database/client';
import { unfollowedFindings } from '../../database/inspections';
import type { UnitDirectory } from '../../database/unit-directory';
import { FINDING_CATEGORIES } from '../../domain/inspection';
import { RISKS } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Api } from '../app';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { notFound } from '../errors';
import { decodeCursor, listOf, pageOf, pageQuery } from '../paging';
import { unitSchema } from '../units';
import { findingSchema, findingViews } from './inspection-view';
import { FIELD_READERS } from './seats';

const unitId = z.string().min(1).max(64);
const riskSchema = z.object({
  category: z.enum(FINDING_CATEGORIES),
  risk: z.enum(RISKS).meta({ description: '其中最重的' }),
  inspection: z.string(),
  at: timeSchema,
});
export const buildingSchema = z
  .object({
    unit: unitSchema,
    lastFoundAt: timeSchema.nullable(),
    openRounds: z.int().meta({ description: '还没有结束的巡查' }),
    openDemands: z.int().meta({ description: '由巡查而来、尚未办结的诉求' }),
    risks: z.array(riskSchema).meta({ description: '每个类别最近一次查到的风险；没有列出的类别还没有查过' }),
  })
  .meta({ id: 'Building' });
const roundSchema = z.object({
  ...{ id: z.string(), name: z.string(), plannedAt: timeSchema, finishedAt: timeSchema.nullable() },
  risks: z.array(riskSchema.pick({ category: true, risk: true })),
});
export const buildingPageSchema = buildingSchema
  .extend({
    rounds: z.array(roundSchema).meta({ description: '最近的巡查，新的在前' }),
    unfollowed: z
      .array(findingSchema.extend({ inspection: z.string() }))
      .meta({ description: '黄色、没有转为诉求、以后的巡查也没有再看过的发现，新的在前' }),
  })
  .meta({ id: 'BuildingPage' });
type Building = z.output<typeof buildingSchema>;

const LAST_ROUNDS = 12;
const MOST_UNFOLLOWED = 50;

export function buildingRoutes(app: Api, { database }: { database: Database }, directory: UnitDirectory): void {
  app.get(
    '/buildings',
    {
      config: { access: FIELD_READERS },
      schema: {
        tags: ['巡查'],
        summary: '楼宇和各类别最近的风险',
        querystring: z.object({ unit: unitId.optional().meta({ description: '该单位及其下级' }), ...pageQuery }),
        response: { 200: listOf(buildingSchema) },
      },
    },
    async ({ actor, query: { unit, cursor, limit } }) => {
      const after = decodeCursor(cursor, z.string().max(64));
      const rows = await readBuildings(database, { seats: seatsOf(actor), unit, after, limit: limit + 1 });
      const page = pageOf(rows, limit, ({ id }) => id);
      return { ...page, items: await buildingViews(database, page.items, await directory.units()) };
    },
  );

  app.get(
    '/buildings/:unit',
    {
      config: { access: FIELD_READERS },
      schema: {
        tags: ['巡查'],
        summary: '一栋楼宇最近几轮巡查的风险',
        params: z.object({ unit: unitId }),
        response: { 200: buildingPageSchema },
      },
    },
    async ({ actor, params }) => {
      const rows = await readBuildings(database, { seats: seatsOf(actor), building: params.unit, limit: 1 });
      const [building] = await buildingViews(database, rows, await directory.units());
      if (!building) throw notFound('该楼宇');
      const found = await unfollowedFindings(database, params.unit, MOST_UNFOLLOWED);
      const views = await findingViews(database, actor, found, await directory.units());
      return {
        ...building,
        rounds: await roundViews(database, params.unit),
        unfollowed: views.map((view, i) => ({ ...view, inspection: found[i]!.inspection_id })),
      };
    },
  );
}

const seatsOf = (actor: SignedIn): string[] => unitsWithRole(actor, ...FIELD_READERS);

async function buildingViews(database: Database, rows: readonly BuildingRow[], units: Units): Promise<Building[]> {
  const risks = await newestRisks(
    database,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, last_at, open_rounds, open_demands }) => ({
    ...{ unit: unitView(units, id), openRounds: open_rounds, openDemands: open_demands },
    lastFoundAt: last_at && beijing(last_at.getTime()),
    risks: risks
      .filter((risk) => risk.building_id === id)
      .map((risk) => ({ ...riskOf(risk), inspection: risk.inspection_id, at: beijing(risk.planned_at.getTime()) })),
  }));
}

const riskOf = ({ category, risk }: CategoryRisk) => ({ category, risk });

async function roundViews(database: Database, building: string): Promise<z.output<typeof roundSchema>[]> {
  const { rounds, risks } = await readRounds(database, building, LAST_ROUNDS);
  return rounds.map(({ id, name, planned_at, finished_at }) => ({
    ...{ id, name, plannedAt: beijing(planned_at.getTime()) },
    finishedAt: finished_at && beijing(finished_at.getTime()),
    risks: risks.filter((risk) => risk.inspection_id === id).map(riskOf),
  }));
}
