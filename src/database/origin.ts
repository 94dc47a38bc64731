import type { FormField } from '../domain/form';
import { Prisma, type Database } from './client';

type Labelled = { id: string; name: string } | null;

/** Where a demand came from, with the names of it. */
export interface RecordedOrigin {
  form: { code: string; version: number; title: string; fields: FormField[] } | null;
  answers: Record<string, unknown> | null;
  campaign: Labelled;
  visit: Labelled;
  inspection: Labelled;
  batch: Labelled;
}

const labelled = (id: Prisma.Sql, name: Prisma.Sql) =>
  Prisma.sql`CASE WHEN ${id} IS NOT NULL THEN json_build_object('id', ${id}, 'name', ${name}) END`;

/** A subselect: the origin of a demand as JSON, or null. */
export const originOfDemand = (id: string): Prisma.Sql => Prisma.sql`(SELECT json_build_object(
    'form', CASE WHEN v.form_code IS NOT NULL THEN json_build_object('code', v.form_code, 'version', v.version,
      'title', v.data->'title', 'fields', v.data->'fields') END,
    'answers', o.answers,
    'campaign', ${labelled(Prisma.sql`c.id`, Prisma.sql`c.name`)},
    'visit', ${labelled(Prisma.sql`s.id`, Prisma.sql`e.name`)},
    'inspection', ${labelled(Prisma.sql`i.id`, Prisma.sql`i.name`)},
    'batch', ${labelled(Prisma.sql`b.id`, Prisma.sql`b.file_name`)})
  FROM demand_origin o
  LEFT JOIN form_version v ON v.form_code = o.form_code AND v.version = o.form_version
  LEFT JOIN campaign c ON c.id = o.campaign_id
  LEFT JOIN visit s ON s.id = o.visit_id LEFT JOIN enterprise e ON e.id = s.enterprise_id
  LEFT JOIN finding f ON f.id = o.finding_id LEFT JOIN inspection i ON i.id = f.inspection_id
  LEFT JOIN import_batch b ON b.id = o.batch_id
  WHERE o.demand_id = ${id}::uuid)`;

export async function readOrigin(database: Database, demandId: string): Promise<RecordedOrigin | null> {
  const [row] = await database.sql<{ origin: RecordedOrigin | null }>`SELECT ${originOfDemand(demandId)} AS origin`;
  return row!.origin;
}
