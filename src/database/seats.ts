import { standInFor, type Absence } from '../domain/absence';
import { coveredSeats, seatOf, type ActingGrant, type Seats } from '../domain/acting';
import type { Role } from '../domain/vocabulary';
import type { Database } from './client';

export interface Person {
  username: string;
  name: string;
}

/** Somebody who is away now: until when, and who does their work; null when nobody can. */
export interface Away {
  until: number;
  deputy: Person | null;
}

export interface HeldSeats extends Seats {
  /** People who are away now while nobody stands in for them: their seats count as empty. */
  unattended: readonly string[];
  /** People who hold tasks and cannot sign in any more. */
  gone: readonly string[];
  /** Null when that person is there. */
  awayAt(user: string, at: number): Away | null;
  /** Names of people of absences. */
  personOf(user: string): Person | null;
}

const FRESH_FOR = 3_000;
/** An absence that begins while this is held is known beforehand. */
const AHEAD = '10 seconds';

const held = new WeakMap<Database, { at: number; seats: Promise<HeldSeats> }>();

/**
 * Who sits where and who is away, kept for three seconds per process: every request asks. What this process changes counts at
 * once (`forgetSeats`), what another one changes within that time.
 */
export function readSeats(database: Database): Promise<HeldSeats> {
  const known = held.get(database);
  if (known && Date.now() - known.at < FRESH_FOR) return known.seats;
  const seats = read(database);
  held.set(database, { at: Date.now(), seats });
  seats.catch(() => held.delete(database));
  return seats;
}

export const forgetSeats = (database: Database): void => void held.delete(database);

interface Row {
  units: { id: string; path: string[] }[] | null;
  /** By whom a seat is held who can sign in; `away` when all of them are away now. */
  seats: { seat: string; away: boolean }[] | null;
  absences: { user: string; deputy: string; from: string; to: string }[] | null;
  people: { id: string; username: string; name: string; disabled: boolean }[] | null;
  grants: { user: string; role: Role; unit: string }[] | null;
  gone: string[] | null;
}

async function read(database: Database): Promise<HeldSeats> {
  const [row] = await database.sql<Row>`
    WITH away AS (
      SELECT user_id, deputy_id, from_at, to_at FROM absence
      WHERE ended_at IS NULL AND to_at > now() AND from_at < now() + ${AHEAD}::interval ORDER BY created_at, id)
    SELECT
      (SELECT json_agg(json_build_object('id', id, 'path', path)) FROM unit) AS units,
      (SELECT json_agg(json_build_object('seat', s.seat, 'away', s.away)) FROM (
        SELECT g.role || '@' || g.unit_id AS seat,
          bool_and(EXISTS (SELECT 1 FROM away a WHERE a.user_id = g.user_id AND a.from_at <= now())) AS away
        FROM role_grant g JOIN staff_user u ON u.id = g.user_id AND u.disabled_at IS NULL GROUP BY seat) s) AS seats,
      (SELECT json_agg(json_build_object('user', user_id, 'deputy', deputy_id, 'from', from_at, 'to', to_at)) FROM away) AS absences,
      (SELECT json_agg(json_build_object('id', id, 'username', username, 'name', name, 'disabled', disabled_at IS NOT NULL))
        FROM staff_user WHERE id IN (SELECT user_id FROM away UNION SELECT deputy_id FROM away)) AS people,
      (SELECT json_agg(json_build_object('user', user_id, 'role', role, 'unit', unit_id) ORDER BY unit_id, role)
        FROM role_grant WHERE user_id IN (SELECT user_id FROM away)) AS grants,
      (SELECT json_agg(DISTINCT t.user_id) FROM staff_user u JOIN task t ON t.user_id = u.id
        WHERE u.disabled_at IS NOT NULL) AS gone`;
  return seatsOf(row!);
}

function seatsOf(row: Row): HeldSeats {
  const units = row.units ?? [];
  const people = new Map((row.people ?? []).map((person) => [person.id, person]));
  const paths = new Map(units.map(({ id, path }) => [id, path]));
  const grants = new Map<string, ActingGrant[]>();
  for (const { user, role, unit } of row.grants ?? []) grants.set(user, [...(grants.get(user) ?? []), { role, unit }]);
  const absences = (row.absences ?? []).map(({ user, deputy, from, to }): Absence => {
    return { user, deputy, from: Date.parse(from), to: Date.parse(to) };
  });
  const disabled = new Set([...people.values()].filter((person) => person.disabled).map(({ id }) => id));
  const personOf = (user: string): Person | null => {
    const found = people.get(user);
    return found ? { username: found.username, name: found.name } : null;
  };
  const now = Date.now();
  const away = [...new Set(absences.filter(({ from }) => from <= now).map(({ user }) => user))];
  const unattended = away.filter((user) => standInFor(absences, user, now, (each) => !disabled.has(each)) === null);
  const attended = away.filter((user) => !disabled.has(user) && !unattended.includes(user));
  const staffed = new Set([
    ...(row.seats ?? []).filter((seat) => !seat.away).map(({ seat }) => seat),
    ...attended.flatMap((user) => (grants.get(user) ?? []).map(({ role, unit }) => seatOf(role, unit))),
  ]);
  return {
    ...{ absences, disabled, unattended, personOf },
    held: grants,
    covered: coveredSeats(units, staffed),
    pathOf: (unit) => paths.get(unit) ?? [],
    gone: row.gone ?? [],
    awayAt: (user, at) => {
      const absence = absences.find((each) => each.user === user && each.from <= at && at < each.to);
      if (!absence) return null;
      const deputy = standInFor(absences, user, at, (each) => !disabled.has(each));
      return { until: absence.to, deputy: deputy === null ? null : personOf(deputy) };
    },
  };
}
