import type { Demand } from '../domain/demand';
import { OPEN_STAGES } from '../domain/vocabulary';
import type { Database, Prisma } from './client';

/** As much of a demand as the visit or the inspection that it came from shows. */
export interface CollectedDemand {
  /** Of the visit or the finding. */
  origin: string | null;
  title: string;
  state: Demand;
}

const MOST = 50;

/** Demands filed from these visits, the newest first, as far as the caller may see them. */
export async function demandsOfVisits(
  database: Database,
  visits: readonly string[],
  sight: Prisma.Sql,
): Promise<CollectedDemand[]> {
  return database.search<CollectedDemand>`
    SELECT o.visit_id AS origin, d.title, d.state FROM demand_origin o JOIN demand d ON d.id = o.demand_id
    WHERE o.visit_id = ANY(${[...visits]}::uuid[]) AND ${sight} ORDER BY d.created_at DESC LIMIT ${MOST}`;
}

/** What is still open about an enterprise: filed from a visit to it, or filed in its name where it stands. */
export async function openDemandsOfEnterprise(
  database: Database,
  { id, name, unit }: { id: string; name: string; unit: string },
  sight: Prisma.Sql,
): Promise<CollectedDemand[]> {
  return database.search<CollectedDemand>`
    SELECT NULL AS origin, d.title, d.state FROM demand d
    WHERE d.id IN (
      SELECT o.demand_id FROM visit v JOIN demand_origin o ON o.visit_id = v.id WHERE v.enterprise_id = ${id}::uuid
      UNION SELECT n.id FROM demand n
      WHERE n.sight @> ARRAY[${unit}]::text[] AND n.unit_id = ${unit} AND n.subject_name = ${name})
    AND d.stage = ANY(${[...OPEN_STAGES]}::text[]) AND ${sight} ORDER BY d.created_at DESC LIMIT ${MOST}`;
}

/** Demands that these findings became, as far as the caller may see them. */
export async function demandsOfFindings(
  database: Database,
  findings: readonly string[],
  sight: Prisma.Sql,
): Promise<CollectedDemand[]> {
  return database.search<CollectedDemand>`
    SELECT f.id AS origin, d.title, d.state FROM finding f JOIN demand d ON d.id = f.demand_id
    WHERE f.id = ANY(${[...findings]}::uuid[]) AND ${sight}`;
}
