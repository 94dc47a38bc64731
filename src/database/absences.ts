import { randomUUID } from 'node:crypto';
import { absenceRefusal, type Absence } from '../domain/absence';
import { DEPUTED_ROLES } from '../domain/acting';
import type { Refusal } from '../domain/refusal-codes';
import { recordAuditIn } from './audit';
import { Prisma, type Database, type Sql } from './client';
import type { Person } from './seats';

export const ABSENCE_STATES = ['current', 'upcoming', 'past'] as const;
export type AbsenceState = (typeof ABSENCE_STATES)[number];

export interface AbsenceRow {
  id: string;
  user_id: string;
  user: Person;
  deputy: Person & { disabled: boolean };
  created_by: Person | null;
  from_at: Date;
  to_at: Date;
  note: string;
  created_at: Date;
  ended_at: Date | null;
  state: AbsenceState;
  /** Units of the absent person's roles that pass to a deputy. */
  units: string[];
}

export interface AbsenceSearch {
  /** Those in which this person is away or stands in; or those of people all of whose units are among these (null: everybody). */
  of: { user: string } | { units: readonly string[] | null; but: string };
  state?: AbsenceState;
  /** Beginning and id of the last one seen. */
  after?: [string, string];
  limit: number;
}

const unitsOf = Prisma.sql`
  ARRAY(SELECT DISTINCT g.unit_id FROM role_grant g WHERE g.user_id = a.user_id AND g.role = ANY(${[...DEPUTED_ROLES]}::text[]))`;
const stateOf = Prisma.sql`
  CASE WHEN a.ended_at IS NOT NULL OR a.to_at <= now() THEN 'past' WHEN a.from_at > now() THEN 'upcoming' ELSE 'current' END`;
const person = (alias: string) => Prisma.raw(`json_build_object('username', ${alias}.username, 'name', ${alias}.name)`);
const selection = Prisma.sql`
  SELECT a.id, a.user_id, a.from_at, a.to_at, a.note, a.created_at, a.ended_at, ${stateOf} AS state, ${unitsOf} AS units,
    ${person('u')} AS "user",
    json_build_object('username', d.username, 'name', d.name, 'disabled', d.disabled_at IS NOT NULL) AS deputy,
    CASE WHEN c.id IS NULL THEN NULL ELSE ${person('c')} END AS created_by
  FROM absence a JOIN staff_user u ON u.id = a.user_id JOIN staff_user d ON d.id = a.deputy_id
  LEFT JOIN staff_user c ON c.id = a.created_by`;

/** The latest first. Reads one row more than `limit`. */
export async function readAbsences(
  database: Database,
  { of, state, after, limit }: AbsenceSearch,
): Promise<AbsenceRow[]> {
  const where = [whose(of)];
  if (state) where.push(Prisma.sql`${stateOf} = ${state}`);
  if (after) where.push(Prisma.sql`(a.from_at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return database.search<AbsenceRow>`
    ${selection} WHERE ${Prisma.join(where, ' AND ')} ORDER BY a.from_at DESC, a.id DESC LIMIT ${limit + 1}`;
}

function whose(of: AbsenceSearch['of']): Prisma.Sql {
  if ('user' in of) return Prisma.sql`(a.user_id = ${of.user} OR a.deputy_id = ${of.user})`;
  const others = Prisma.sql`a.user_id <> ${of.but}`;
  if (of.units === null) return others;
  return Prisma.sql`${others} AND cardinality(${unitsOf}) > 0 AND ${unitsOf} <@ ${[...of.units]}::text[]`;
}

export async function readAbsence(database: Database, id: string): Promise<AbsenceRow | null> {
  const [row] = await database.sql<AbsenceRow>`${selection} WHERE a.id = ${id}::uuid`;
  return row ?? null;
}

/** Somebody with roles, as far as an absence asks. */
export interface Colleague extends Person {
  id: string;
  disabled: boolean;
  /** Units of roles that pass to a deputy. */
  units: string[];
}

export async function findColleague(database: Database, username: string): Promise<Colleague | null> {
  const [row] = await database.sql<Colleague>`
    SELECT u.id, u.username, u.name, u.disabled_at IS NOT NULL AS disabled,
      ARRAY(SELECT DISTINCT g.unit_id FROM role_grant g
        WHERE g.user_id = u.id AND g.role = ANY(${[...DEPUTED_ROLES]}::text[])) AS units
    FROM staff_user u WHERE u.username = ${username}`;
  return row ?? null;
}

export interface NewAbsence extends Absence {
  note: string;
  by: string;
  deputyCanSignIn: boolean;
  /** Names of the units that the deputy has no sight of. */
  outOfReach: readonly string[];
}

/** Enters it, audits it and tells the deputy; or answers what speaks against it, and has done nothing then. */
export async function enterAbsence(sql: Sql, wanted: NewAbsence, now: number): Promise<{ id: string } | Refusal> {
  // One after the other, so that two together cannot make a circle or overlap.
  await sql`SELECT pg_advisory_xact_lock(hashtext('absence'))`;
  const known = await sql<{ user: string; deputy: string; from: Date; to: Date }>`
    SELECT user_id AS "user", deputy_id AS deputy, from_at AS "from", to_at AS "to" FROM absence
    WHERE ended_at IS NULL AND to_at > to_timestamp(${now / 1000}::float8)`;
  const absences = known.map((row) => ({ ...row, from: row.from.getTime(), to: row.to.getTime() }));
  const refused = absenceRefusal(
    absences,
    wanted,
    { canSignIn: wanted.deputyCanSignIn, outOfReach: wanted.outOfReach },
    now,
  );
  if (refused) return refused;
  const id = randomUUID();
  const { user, deputy, note, by } = wanted;
  const [from, to] = [new Date(wanted.from), new Date(wanted.to)];
  await sql`INSERT INTO absence (id, user_id, deputy_id, from_at, to_at, note, created_by)
    VALUES (${id}::uuid, ${user}, ${deputy}, ${from}, ${to}, ${note}, ${by})`;
  const detail = { absence: id, deputy, from: from.toISOString(), to: to.toISOString() };
  await recordAuditIn(sql, { user: by, action: 'absence_entered', target: user, detail });
  await tellDeputy(sql, `absence:${id}`, deputy, { absent: user, fromAt: wanted.from, toAt: wanted.to });
  return { id };
}

/** Ends it now, or takes back one that has not begun. False when it was over before. */
export async function endAbsence(database: Database, row: AbsenceRow, by: string): Promise<boolean> {
  return database.transact(async (sql) => {
    const ended = await sql<{ deputy_id: string }>`
      UPDATE absence SET ended_at = now() WHERE id = ${row.id}::uuid AND ended_at IS NULL AND to_at > now() RETURNING deputy_id`;
    if (ended.length === 0) return false;
    await recordAuditIn(sql, { user: by, action: 'absence_ended', target: row.user_id, detail: { absence: row.id } });
    await tellDeputy(sql, `absence:${row.id}:ended`, ended[0]!.deputy_id, { absent: row.user_id, ended: true });
    return true;
  });
}

const tellDeputy = (sql: Sql, key: string, deputy: string, data: { absent: string } & Record<string, unknown>) => sql`
  INSERT INTO notice (key, kind, user_id, at, data)
  SELECT ${key}, 'deputised', ${deputy}, now(), ${JSON.stringify(data)}::jsonb - 'absent'
    || jsonb_build_object('person', u.name) FROM staff_user u WHERE u.id = ${data.absent}
  ON CONFLICT (key) DO NOTHING`;
