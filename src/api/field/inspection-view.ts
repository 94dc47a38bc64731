import { z } from 'zod';
import type { Database } from '../../database/client';
import { demandsOfFindings } from '../../database/collected-demands';
import { findingsOf, type FindingRow, type InspectionRow } from '../../database/inspections';
import { FINDING_CATEGORIES } from '../../domain/inspection';
import { RISKS } from '../../domain/vocabulary';
import type { SignedIn } from '../actor';
import { sightOfActor } from '../demands/eyes';
import { beijing, timeSchema, unitView, type Units } from '../demands/view';
import { unitSchema } from '../units';
import { collectedDemandSchema, collectedView, type CollectedView } from './collected-view';

const personSchema = z.object({ username: z.string(), name: z.string() });
export const inspectionSchema = z
  .object({
    id: z.string(),
    building: unitSchema,
    name: z.string(),
    plannedAt: timeSchema,
    createdBy: personSchema,
    finishedAt: timeSchema.nullable(),
    finishedBy: personSchema.nullable(),
    counts: z.object({ green: z.int(), amber: z.int(), red: z.int() }).meta({ description: '各级风险的条数' }),
  })
  .meta({ id: 'Inspection' });
export const findingSchema = z
  .object({
    id: z.string(),
    category: z.enum(FINDING_CATEGORIES),
    risk: z.enum(RISKS),
    place: z.string(),
    description: z.string(),
    createdAt: timeSchema,
    createdBy: personSchema,
    demand: collectedDemandSchema.nullable().meta({ description: '它成为的诉求' }),
  })
  .meta({ id: 'Finding' });
export type FindingView = z.output<typeof findingSchema>;
export const inspectionPageSchema = inspectionSchema
  .extend({ findings: z.array(findingSchema) })
  .meta({ id: 'InspectionPage' });

export function inspectionView(row: InspectionRow, units: Units): z.output<typeof inspectionSchema> {
  const { id, name, green, amber, red, finished_at, finished_by_username, finished_by_name } = row;
  return {
    ...{ id, name, building: unitView(units, row.building_id), plannedAt: beijing(row.planned_at.getTime()) },
    createdBy: { username: row.created_by_username, name: row.created_by_name },
    finishedAt: finished_at && beijing(finished_at.getTime()),
    finishedBy:
      finished_by_username === null
        ? null
        : { username: finished_by_username, name: finished_by_name ?? finished_by_username },
    counts: { green, amber, red },
  };
}

function findingView(row: FindingRow, demand: CollectedView | null): FindingView {
  const { id, category, risk, place, description, created_at, created_by_username, created_by_name } = row;
  return {
    ...{ id, category, risk, place, description, demand, createdAt: beijing(created_at.getTime()) },
    createdBy: { username: created_by_username, name: created_by_name },
  };
}

/** With their demands, as far as the caller may see them. */
export async function findingViews(
  database: Database,
  actor: SignedIn,
  rows: readonly FindingRow[],
  units: Units,
): Promise<FindingView[]> {
  const filed = rows.filter(({ demand_id }) => demand_id !== null).map(({ id }) => id);
  const demands = filed.length > 0 ? await demandsOfFindings(database, filed, sightOfActor(actor, units)) : [];
  const byFinding = new Map(demands.map((demand) => [demand.origin, collectedView(demand)]));
  return rows.map((row) => findingView(row, byFinding.get(row.id) ?? null));
}

export async function inspectionPage(
  database: Database,
  actor: SignedIn,
  row: InspectionRow,
  units: Units,
): Promise<z.output<typeof inspectionPageSchema>> {
  const findings = await findingViews(database, actor, await findingsOf(database, row.id), units);
  return { ...inspectionView(row, units), findings };
}
