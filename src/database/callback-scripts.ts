import { randomUUID } from 'node:crypto';
import type { ScriptStep } from '../domain/callback-script';
import type { Kind } from '../domain/vocabulary';
import { recordAuditIn } from './audit';
import { Prisma, type Database, type Sql } from './client';

export interface ScriptRow {
  id: string;
  unit: string;
  category: string | null;
  kind: Kind | null;
  title: string;
  steps: ScriptStep[];
  updated_by: { username: string; name: string };
  updated_at: Date;
  retired: boolean;
}

const selection = Prisma.sql`
  SELECT s.id, s.unit_id AS unit, s.category, s.kind, s.title, s.steps, s.updated_at, s.retired_at IS NOT NULL AS retired,
    json_build_object('username', u.username, 'name', u.name) AS updated_by
  FROM callback_script s JOIN staff_user u ON u.id = s.updated_by`;

/** The scripts of these units, by unit and title. */
export async function readScripts(
  database: Database,
  units: readonly string[],
  withRetired: boolean,
): Promise<ScriptRow[]> {
  return database.search<ScriptRow>`
    ${selection} WHERE s.unit_id = ANY(${[...units]}::text[]) AND (${withRetired} OR s.retired_at IS NULL)
    ORDER BY s.unit_id, s.title, s.id LIMIT 500`;
}

export async function readScript(database: Database, id: string): Promise<ScriptRow | null> {
  const [row] = await database.sql<ScriptRow>`${selection} WHERE s.id::text = ${id}`;
  return row ?? null;
}

export type WrittenScript = Pick<ScriptRow, 'category' | 'kind' | 'title' | 'steps'>;

/** Answers the id of the new script; audited. */
export async function insertScript(sql: Sql, unit: string, script: WrittenScript, by: string): Promise<string> {
  const id = randomUUID();
  const { category, kind, title, steps } = script;
  await sql`INSERT INTO callback_script (id, unit_id, category, kind, title, steps, updated_by)
    VALUES (${id}::uuid, ${unit}, ${category}, ${kind}, ${title}, ${JSON.stringify(steps)}::jsonb, ${by})`;
  const detail = { script: id, title };
  await recordAuditIn(sql, { user: by, action: 'callback_script_created', target: unit, detail });
  return id;
}

/** Also takes a retired script back into use. */
export async function changeScript(
  database: Database,
  { id, unit, title: before }: ScriptRow,
  { category, kind, title, steps }: WrittenScript,
  by: string,
): Promise<void> {
  await database.transact(async (sql) => {
    await sql`UPDATE callback_script SET category = ${category}, kind = ${kind}, title = ${title},
      steps = ${JSON.stringify(steps)}::jsonb, updated_by = ${by}, updated_at = now(), retired_at = NULL WHERE id = ${id}::uuid`;
    const detail = { script: id, before, title };
    await recordAuditIn(sql, { user: by, action: 'callback_script_changed', target: unit, detail });
  });
}

/** False when it was retired before. */
export async function retireScript(database: Database, { id, unit, title }: ScriptRow, by: string): Promise<boolean> {
  return database.transact(async (sql) => {
    const rows = await sql<object>`
      UPDATE callback_script SET retired_at = now() WHERE id = ${id}::uuid AND retired_at IS NULL RETURNING id`;
    if (rows.length === 0) return false;
    const detail = { script: id, title };
    await recordAuditIn(sql, { user: by, action: 'callback_script_retired', target: unit, detail });
    return true;
  });
}
