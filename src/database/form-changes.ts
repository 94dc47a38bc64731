import type { FormData } from '../domain/form';
import { recordAuditIn } from './audit';
import type { Database, Sql } from './client';

export interface FormToPublish {
  code: string;
  version: number;
  data: FormData;
  by: string;
}

/** A new form with its first version. Throws a unique violation when the code is in use. */
export async function createForm(sql: Sql, unitId: string, { code, data, by }: Omit<FormToPublish, 'version'>) {
  await sql`INSERT INTO form (code, unit_id) VALUES (${code}, ${unitId})`;
  await publish(sql, { code, version: 1, data, by });
}

/** Publishes the version after `basedOn`; false when another one has been published since. */
export async function publishForm(database: Database, { version: basedOn, ...next }: FormToPublish): Promise<boolean> {
  return database.transact(async (sql) => {
    const inUse = await sql`SELECT code FROM form WHERE code = ${next.code} AND retired_at IS NULL FOR UPDATE`;
    // A statement of its own: one that waited for the lock would still see the versions from before it waited.
    const [held] = await sql<{ newest: number | null }>`
      SELECT max(version) AS newest FROM form_version WHERE form_code = ${next.code}`;
    if (inUse.length === 0 || held!.newest !== basedOn) return false;
    await publish(sql, { ...next, version: basedOn + 1 });
    return true;
  });
}

async function publish(sql: Sql, { code, version, data, by }: FormToPublish): Promise<void> {
  await sql`INSERT INTO form_version (form_code, version, data, published_by)
    VALUES (${code}, ${version}, ${JSON.stringify(data)}::jsonb, ${by})`;
  const detail = { title: data.title, version };
  await recordAuditIn(sql, { user: by, action: 'form_published', target: `form/${code}`, detail });
}

/** Takes a form out of use, or back into it. What changes nothing leaves no line. */
export async function setFormRetired(database: Database, code: string, isRetired: boolean, by: string): Promise<void> {
  await database.transact(async (sql) => {
    const changed = await sql`
      UPDATE form SET retired_at = ${isRetired ? new Date() : null}::timestamptz
      WHERE code = ${code} AND (retired_at IS NOT NULL) <> ${isRetired} RETURNING code`;
    const action = isRetired ? 'form_retired' : 'form_reopened';
    if (changed.length > 0) await recordAuditIn(sql, { user: by, action, target: `form/${code}` });
  });
}
