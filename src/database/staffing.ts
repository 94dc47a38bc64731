import { recordAuditIn } from './audit';
import { Prisma, type Database } from './client';
import { seatOrAbove } from './seat-or-above';

/** Open jobs of a unit by the local day (epoch day number) on which their window opens. */
export async function openJobsByDay(database: Database, unit: string, last: number): Promise<Map<number, number>> {
  const rows = await database.sql<{ day: number; jobs: number }>`
    SELECT ((c.window_start AT TIME ZONE 'Asia/Shanghai')::date - DATE '1970-01-01')::int AS day, count(*)::int AS jobs
    FROM callback_job c
    WHERE c.state IN ('scheduled', 'offered', 'claimed') AND c.unit_id = ${unit}
      AND c.window_start < (DATE '1970-01-01' + ${last + 1}::int)::timestamp AT TIME ZONE 'Asia/Shanghai'
    GROUP BY 1`;
  return new Map(rows.map(({ day, jobs }) => [day, jobs]));
}

export interface EndingRatings {
  lead: string;
  day: number;
  demands: number;
}

/** Demands that wait for a rating, by handling unit and the local day on which its time ends. */
export async function ratingsEnding(database: Database, above: string, last: number): Promise<EndingRatings[]> {
  return database.search<EndingRatings>`
    SELECT d.lead_unit_id AS lead, ((d.next_end AT TIME ZONE 'Asia/Shanghai')::date - DATE '1970-01-01')::int AS day,
      count(*)::int AS demands
    FROM (
      SELECT d.lead_unit_id, (SELECT to_timestamp(max((clock->>'dueAt')::bigint) / 1000.0)
        FROM jsonb_array_elements(d.state->'clocks') clock WHERE clock->>'name' = 'rate' AND clock->>'endedAt' IS NULL) AS next_end
      FROM demand d JOIN unit u ON u.id = d.lead_unit_id
      WHERE d.stage = 'rating' AND u.path @> ARRAY[${above}]::text[]) d
    WHERE d.next_end < (DATE '1970-01-01' + ${last + 1}::int)::timestamp AT TIME ZONE 'Asia/Shanghai'
    GROUP BY 1, 2`;
}

/** Of the ratings under a unit in the last 90 days, and of the times that ended without one, the part that was dissatisfied (0–1). */
export async function dissatisfiedShare(database: Database, above: string): Promise<number> {
  const [row] = await database.search<{ bad: number; all: number }>`
    SELECT count(*) FILTER (WHERE e.type = 'rated' AND (e.data->>'grade')::int <= 2)::int AS bad, count(*)::int AS all
    FROM demand_event e JOIN demand d ON d.id = e.demand_id
    WHERE e.type IN ('rated', 'rating_expired') AND e.at > now() - interval '90 days' AND d.sight @> ARRAY[${above}]::text[]`;
  return row && row.all > 0 ? row.bad / row.all : 0;
}

export interface Shift {
  day: number;
  username: string;
  name: string;
  capacity: number;
}

/** Callers on duty in a unit from one local day to another, both included; those who cannot sign in are left out. */
export async function readShifts(database: Database, unit: string, first: number, last: number): Promise<Shift[]> {
  return database.sql<Shift>`
    SELECT (s.day - DATE '1970-01-01')::int AS day, u.username, u.name, s.capacity
    FROM caller_shift s JOIN staff_user u ON u.id = s.user_id AND u.disabled_at IS NULL
    WHERE s.unit_id = ${unit} AND s.day BETWEEN DATE '1970-01-01' + ${first}::int AND DATE '1970-01-01' + ${last}::int
      AND EXISTS (SELECT 1 FROM role_grant g WHERE g.user_id = s.user_id AND g.unit_id = s.unit_id AND g.role = 'callback')
      AND NOT EXISTS (SELECT 1 FROM absence a WHERE a.user_id = s.user_id AND a.ended_at IS NULL
        AND a.from_at < (s.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
        AND a.to_at > s.day::timestamp AT TIME ZONE 'Asia/Shanghai')
    ORDER BY s.day, u.username`;
}

export interface NewShift {
  unit: string;
  /** ISO date. */
  day: string;
  user: string;
  capacity: number;
}

/** Whether the person phones in the unit; the id, or null. */
export async function findCaller(database: Database, username: string, unit: string): Promise<string | null> {
  const [row] = await database.sql<{ id: string }>`
    SELECT u.id FROM staff_user u JOIN role_grant g ON g.user_id = u.id AND g.unit_id = ${unit} AND g.role = 'callback'
    WHERE u.username = ${username} AND u.disabled_at IS NULL`;
  return row?.id ?? null;
}

/** Puts somebody on duty for a day, or with capacity 0 off it; audited. */
export async function putShift(database: Database, { unit, day, user, capacity }: NewShift, by: string): Promise<void> {
  await database.transact(async (sql) => {
    if (capacity === 0)
      await sql`DELETE FROM caller_shift WHERE user_id = ${user} AND unit_id = ${unit} AND day = ${day}::date`;
    else
      await sql`INSERT INTO caller_shift (user_id, unit_id, day, capacity) VALUES (${user}, ${unit}, ${day}::date, ${capacity})
        ON CONFLICT (user_id, unit_id, day) DO UPDATE SET capacity = excluded.capacity`;
    const detail = { day, user, capacity };
    await recordAuditIn(sql, { user: by, action: 'caller_shift_set', target: unit, detail });
  });
}

/** Callers whom a unit can put on duty. */
export async function readCallers(database: Database, unit: string): Promise<{ username: string; name: string }[]> {
  return database.sql<{ username: string; name: string }>`
    SELECT u.username, u.name FROM staff_user u JOIN role_grant g ON g.user_id = u.id
    WHERE g.unit_id = ${unit} AND g.role = 'callback' AND u.disabled_at IS NULL ORDER BY u.username`;
}

/** Units for which there may be something to phone about: with open jobs, callers, or duty. */
export async function unitsWithCallbacks(database: Database): Promise<string[]> {
  const rows = await database.sql<{ id: string }>`
    SELECT DISTINCT unit_id AS id FROM callback_job WHERE state IN ('scheduled', 'offered', 'claimed')
    UNION SELECT DISTINCT unit_id FROM role_grant WHERE role = 'callback'`;
  return rows.map(({ id }) => id);
}

/** Once per unit and day; false when it was told before. */
export async function insertShortNotice(
  database: Database,
  { key, unit, at, data }: { key: string; unit: string; at: number; data: object },
): Promise<boolean> {
  const rows = await database.sql<{ id: string }>`
    INSERT INTO notice (key, kind, role, unit_id, at, data)
    SELECT ${key}, 'callers_short', 'supervisor', ${seatOrAbove(Prisma.sql`${unit}`, 'supervisor')}, ${new Date(at)},
      ${JSON.stringify(data)}::jsonb
    ON CONFLICT (key) DO NOTHING RETURNING id::text`;
  return rows.length > 0;
}
