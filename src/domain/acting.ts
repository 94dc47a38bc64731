import { absentFor, type Absence } from './absence';
import type { Actor } from './demand';
import type { Role } from './vocabulary';

/** A role in a unit by which somebody acts now. Without marks it is their own. */
export interface ActingGrant {
  role: Role;
  unit: string;
  /** The absent person whose role it is. */
  for?: string;
  /** Nobody has the role in the unit: somebody who has it in this unit above covers the seat. */
  from?: string;
}

type Staff = Actor & { kind: 'staff' };

/** Roles that pass to a deputy. Administering and auditing are trusted to a person and pass to nobody. */
export const DEPUTED_ROLES: readonly Role[] = [
  'collector',
  'dispatcher',
  'handler',
  'reviewer',
  'replier',
  'callback',
  'supervisor',
];

/** Roles whose vacant seats the nearest unit above covers: those that demands wait for. */
export const COVERED_ROLES: readonly Role[] = ['dispatcher', 'handler', 'reviewer', 'replier', 'supervisor'];

/** Somebody as whom an actor may act: themselves, or an absent person for whom they stand in. */
export interface Capacity {
  actor: Actor;
  /** The absent person; null for the actor themselves. */
  for: string | null;
}

/**
 * As whom the actor may act, themselves first. A deputy may do what the absent person could do: so what speaks against that
 * person speaks against the deputy, too.
 */
export function capacitiesOf(actor: Actor): Capacity[] {
  if (actor.kind !== 'staff') return [{ actor, for: null }];
  const absent = actsFor(actor.grants);
  if (absent.length === 0) return [{ actor, for: null }];
  const as = (user: string, whose: string | null): Capacity => {
    const grants = actor.grants.filter((grant) => (grant.for ?? null) === whose);
    return { actor: { ...actor, user, grants } satisfies Staff, for: whose };
  };
  return [as(actor.user, null), ...absent.map((user) => as(user, user))];
}

/** Where the actor belongs to: seats that are only covered from above make nobody a member of the unit. */
export const unitsBelongedTo = (actor: Staff): string[] => [
  ...new Set(actor.grants.filter((grant) => grant.from === undefined).map((grant) => grant.unit)),
];

/** The absent people for whom somebody with these grants stands in. */
export const actsFor = (grants: readonly ActingGrant[]): string[] => [
  ...new Set(grants.flatMap((grant) => grant.for ?? [])),
];

const isOver = (unit: string, path: readonly string[]): boolean => path.includes(unit);

/**
 * The grants of an absent person that the deputy has now: only where the deputy has a working role of their own in the unit or
 * above it, because nobody sees more by standing in, and whoever audits does not handle.
 */
export function deputedGrants(
  absent: string,
  held: readonly ActingGrant[],
  own: readonly ActingGrant[],
  pathOf: (unit: string) => readonly string[],
): ActingGrant[] {
  const working = own.filter(({ role }) => DEPUTED_ROLES.includes(role));
  return held
    .filter(({ role, unit }) => DEPUTED_ROLES.includes(role) && working.some((mine) => isOver(mine.unit, pathOf(unit))))
    .map((grant) => ({ ...grant, for: absent }));
}

/** A role in a unit, written as one word. */
export const seatOf = (role: string, unit: string): string => `${role}@${unit}`;

/**
 * Who covers the vacant seats: by the seat that covers, the units below where nobody who can sign in has the role. `staffed`
 * holds the seats (`seatOf`) that somebody has. A seat that nobody above has either is covered by nobody.
 */
export function coveredSeats(
  units: readonly { id: string; path: readonly string[] }[],
  staffed: ReadonlySet<string>,
): Map<string, string[]> {
  const covered = new Map<string, string[]>();
  for (const { id, path } of units) {
    for (const role of COVERED_ROLES) {
      if (staffed.has(seatOf(role, id))) continue;
      const above = path.findLast((each) => staffed.has(seatOf(role, each)));
      if (above === undefined) continue;
      const seat = seatOf(role, above);
      const held = covered.get(seat);
      if (held) held.push(id);
      else covered.set(seat, [id]);
    }
  }
  return covered;
}

/** The grants by which somebody with these covers vacant seats. */
export const coveringGrants = (
  own: readonly ActingGrant[],
  covered: ReadonlyMap<string, readonly string[]>,
): ActingGrant[] =>
  own.flatMap(({ role, unit, for: absent }) =>
    (covered.get(seatOf(role, unit)) ?? []).map((vacant) => ({
      ...{ role, unit: vacant, from: unit },
      ...(absent === undefined ? {} : { for: absent }),
    })),
  );

/** Who sits where, and who is away: what everybody's acting grants are drawn from. */
export interface Seats {
  absences: readonly Absence[];
  /** Grants of the absent people, by user. */
  held: ReadonlyMap<string, readonly ActingGrant[]>;
  /** People of the absences who cannot sign in any more. */
  disabled: ReadonlySet<string>;
  covered: ReadonlyMap<string, readonly string[]>;
  pathOf: (unit: string) => readonly string[];
}

/** Every grant by which somebody acts at that time: their own, those of vacant seats they cover, and those of absent people. */
export function actingGrants(
  who: { user: string; grants: readonly ActingGrant[] },
  { absences, held, disabled, covered, pathOf }: Seats,
  at: number,
): ActingGrant[] {
  const own = [...who.grants, ...coveringGrants(who.grants, covered)];
  const absent = absences.length === 0 ? [] : absentFor(absences, who.user, at, (user) => !disabled.has(user));
  return [
    ...own,
    ...absent.flatMap((user) => {
      const theirs = held.get(user) ?? [];
      return deputedGrants(user, [...theirs, ...coveringGrants(theirs, covered)], who.grants, pathOf);
    }),
  ];
}
