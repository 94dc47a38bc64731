import { randomUUID } from 'node:crypto';
import type { ReplyElement } from '../domain/reply';
import type { Kind, Result } from '../domain/vocabulary';
import type { AuditAction } from '../domain/audit';
import { recordAuditIn } from './audit';
import { Prisma, type Database, type Sql } from './client';
import { isInLine } from './units-in-line';

export type TemplateTexts = Partial<Record<Exclude<ReplyElement, 'media'>, string>>;

export interface NewTemplate {
  unitId: string;
  name: string;
  kind: Kind | null;
  category: string | null;
  result: Result | null;
  texts: TemplateTexts;
}

export interface StoredTemplate extends NewTemplate {
  id: string;
  /** How deep its unit stands in the tree. */
  depth: number;
  isRetired: boolean;
  updatedAt: Date;
  updatedBy: string | null;
}

const selection = Prisma.sql`
  SELECT t.id, t.unit_id AS "unitId", t.name, t.kind, t.category, t.result, t.texts, cardinality(n.path) AS depth,
    t.retired_at IS NOT NULL AS "isRetired", t.updated_at AS "updatedAt", u.name AS "updatedBy"
  FROM reply_template t JOIN unit n ON n.id = t.unit_id LEFT JOIN staff_user u ON u.id = t.updated_by`;

export interface TemplateSearch {
  /** Of these units, of those above and of those below them. */
  units: readonly string[];
  withRetired: boolean;
  after?: [name: string, id: string];
  limit: number;
}

/** By name; one row more than `limit`. */
export async function readTemplates(database: Database, search: TemplateSearch): Promise<StoredTemplate[]> {
  const { units, withRetired, after, limit } = search;
  const wanted = [isInLine(units)];
  if (!withRetired) wanted.push(Prisma.sql`t.retired_at IS NULL`);
  if (after) wanted.push(Prisma.sql`(t.name, t.id) > (${after[0]}, ${after[1]}::uuid)`);
  return database.sql<StoredTemplate>`
    ${selection} WHERE ${Prisma.join(wanted, ' AND ')} ORDER BY t.name, t.id LIMIT ${limit + 1}`;
}

/** Those in use of the unit and of the units above it. */
export const readTemplatesUsableIn = (database: Database, unit: string): Promise<StoredTemplate[]> =>
  database.sql<StoredTemplate>`
    ${selection} WHERE t.retired_at IS NULL AND t.unit_id IN (SELECT unnest(path) FROM unit WHERE id = ${unit})
    ORDER BY t.name, t.id LIMIT 500`;

/** Null for one that is not there and for one of a unit that is neither above nor below. */
export async function readTemplate(
  database: Database,
  units: readonly string[],
  id: string,
): Promise<StoredTemplate | null> {
  const [row] = await database.sql<StoredTemplate>`${selection} WHERE t.id = ${id}::uuid AND ${isInLine(units)}`;
  return row ?? null;
}

export async function insertTemplate(sql: Sql, template: NewTemplate, by: string): Promise<string> {
  const id = randomUUID();
  const { unitId, name, kind, category, result, texts } = template;
  await sql`INSERT INTO reply_template (id, unit_id, name, kind, category, result, texts, updated_by)
    VALUES (${id}::uuid, ${unitId}, ${name}, ${kind}, ${category}, ${result}, ${JSON.stringify(texts)}::jsonb, ${by})`;
  await audit(sql, 'reply_template_created', id, template, by);
  return id;
}

/** False when somebody else changed it since `basedOn`. */
export async function changeTemplate(
  database: Database,
  id: string,
  template: NewTemplate & { basedOn: Date },
  by: string,
): Promise<boolean> {
  const { unitId, name, kind, category, result, texts, basedOn } = template;
  return database.transact(async (sql) => {
    const changed = await sql`
      UPDATE reply_template SET unit_id = ${unitId}, name = ${name}, kind = ${kind}, category = ${category}, result = ${result},
        texts = ${JSON.stringify(texts)}::jsonb, updated_by = ${by}, updated_at = now()
      WHERE id = ${id}::uuid AND date_trunc('milliseconds', updated_at) = ${basedOn}::timestamptz RETURNING id`;
    if (changed.length === 0) return false;
    await audit(sql, 'reply_template_changed', id, template, by);
    return true;
  });
}

/** Takes a template out of use or back into it. What changes nothing leaves no line. */
export async function setTemplateRetired(
  database: Database,
  { id, ...template }: StoredTemplate,
  isRetired: boolean,
  by: string,
): Promise<void> {
  await database.transact(async (sql) => {
    const changed = await sql`
      UPDATE reply_template SET retired_at = ${isRetired ? new Date() : null}::timestamptz
      WHERE id = ${id}::uuid AND (retired_at IS NOT NULL) <> ${isRetired} RETURNING id`;
    const action = isRetired ? 'reply_template_retired' : 'reply_template_reopened';
    if (changed.length > 0) await audit(sql, action, id, template, by);
  });
}

function audit(sql: Sql, action: AuditAction, id: string, template: NewTemplate, by: string): Promise<void> {
  const { unitId, name, kind, category, result, texts } = template;
  const detail = { id, name, kind, category, result, texts };
  return recordAuditIn(sql, { user: by, action, target: unitId, detail });
}
