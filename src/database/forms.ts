import type { FormData } from '../domain/form';
import { Prisma, type Database } from './client';
import { isInLine } from './units-in-line';

export interface PublishedForm {
  code: string;
  unitId: string;
  version: number;
  data: FormData;
}

export interface StoredForm extends PublishedForm {
  isRetired: boolean;
  publishedAt: Date;
  /** The user name; null for what came with the service. */
  publishedBy: string | null;
}

const selection = Prisma.sql`
  SELECT f.code, f.unit_id AS "unitId", v.version, v.data, f.retired_at IS NOT NULL AS "isRetired",
    v.published_at AS "publishedAt", u.username AS "publishedBy"
  FROM form f JOIN unit n ON n.id = f.unit_id JOIN form_version v ON v.form_code = f.code
  LEFT JOIN staff_user u ON u.id = v.published_by`;
const isNewest = Prisma.sql`v.version = (SELECT max(version) FROM form_version WHERE form_code = f.code)`;

/** That version, whatever became of the form; without one, the newest of a form that is in use. */
export async function readForm(database: Database, code: string, version?: number): Promise<PublishedForm | null> {
  const which = version === undefined ? Prisma.sql`f.retired_at IS NULL` : Prisma.sql`v.version = ${version}`;
  const [row] = await database.sql<StoredForm>`
    ${selection} WHERE f.code = ${code} AND ${which} ORDER BY v.version DESC LIMIT 1`;
  if (!row) return null;
  return { code: row.code, unitId: row.unitId, version: row.version, data: row.data };
}

export interface FormSearch {
  /** Of these units, of those above and of those below them. */
  units: readonly string[];
  /** Only forms that can be used in this unit. */
  usedIn?: string;
  withRetired: boolean;
  after?: string;
  limit: number;
}

/** The newest version of each form, by code; one row more than `limit`. */
export async function readForms(database: Database, search: FormSearch): Promise<StoredForm[]> {
  const { units, usedIn, withRetired, after, limit } = search;
  const wanted = [isNewest, isInLine(units)];
  if (usedIn !== undefined)
    wanted.push(Prisma.sql`n.id IN (SELECT unnest(place.path) FROM unit place WHERE place.id = ${usedIn})`);
  if (!withRetired) wanted.push(Prisma.sql`f.retired_at IS NULL`);
  if (after !== undefined) wanted.push(Prisma.sql`f.code > ${after}`);
  return database.sql<StoredForm>`
    ${selection} WHERE ${Prisma.join(wanted, ' AND ')} ORDER BY f.code LIMIT ${limit + 1}`;
}

/** The versions of one form that the caller may see, newest first. */
export async function readFormVersions(
  database: Database,
  code: string,
  { units, before, limit }: { units: readonly string[]; before?: number; limit: number },
): Promise<StoredForm[]> {
  return database.sql<StoredForm>`
    ${selection} WHERE f.code = ${code} AND ${isInLine(units)} AND v.version < ${before ?? 2_147_483_647}
    ORDER BY v.version DESC LIMIT ${limit}`;
}
