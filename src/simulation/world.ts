import { COVERED_ROLES, seatOf } from '../domain/acting';
import type { CalendarYear } from '../domain/calendar';
import type { Actor } from '../domain/demand';
import type { UnitRef } from '../domain/organisation';
import type { Policy } from '../domain/policy';
import type { Incoming, Proposal } from '../domain/routing';
import type { Role, UnitKind } from '../domain/vocabulary';
import { createChance, type Chance } from './chance';
import type { Problems } from './problems';

export interface WorldUnit {
  ref: UnitRef;
  kind: UnitKind;
}

/** The organisation and its rules as the simulation finds them. */
export interface World {
  units: ReadonlyMap<string, WorldUnit>;
  /** Who sits where, by `seatOf(role, unit)`; people in the order of their ids. */
  staff: ReadonlyMap<string, readonly string[]>;
  policy: Policy;
  calendarYears: readonly CalendarYear[];
  propose: (demand: Incoming) => Promise<Proposal>;
  /** Newest version of the forms that members and organisations fill in, by code. */
  forms: ReadonlyMap<string, number>;
}

/** How a unit works. Parts of one, and multiples of what is usual. */
export interface Traits {
  skill: number;
  pace: number;
  contacts: number;
  returns: number;
  besideThePoint: number;
  /** Its demands are rated well on behalf of the persons concerned. */
  flattered: boolean;
}

export function traitsOf(unit: string, seed: string, problems: Problems): Traits {
  const chance = createChance(`${seed}/unit/${unit}`);
  const between = (from: number, to: number) => from + (to - from) * chance.next();
  const usual: Traits = {
    ...{ skill: between(0.76, 0.93), pace: between(0.7, 1.25), contacts: between(0.82, 0.97) },
    ...{ returns: between(0.01, 0.05), besideThePoint: between(0.01, 0.05), flattered: false },
  };
  if (unit === problems.lateAndBesideThePoint)
    return { ...usual, skill: 0.45, pace: 3.4, contacts: 0.55, besideThePoint: 0.6 };
  if (unit === problems.returnsEverything) return { ...usual, returns: 0.92 };
  if (unit === problems.contradicted) return { ...usual, skill: 0.35, flattered: true };
  return usual;
}

/** Somebody of the unit with the role, or of the nearest unit above that covers the vacant seat; null when nobody does. */
export function somebody(
  { staff }: World,
  role: Role,
  unit: UnitRef,
  chance: Chance,
  except: readonly string[] = [],
): Actor | null {
  const own = staff.get(seatOf(role, unit.id)) ?? [];
  const free = own.filter((user) => !except.includes(user));
  if (free.length > 0) return { kind: 'staff', user: chance.pick(free), grants: [{ role, unit: unit.id }] };
  if (own.length > 0 || !COVERED_ROLES.includes(role)) return null;
  const from = unit.path.findLast((above) => (staff.get(seatOf(role, above)) ?? []).length > 0);
  const covering = (from === undefined ? [] : staff.get(seatOf(role, from))!).filter((user) => !except.includes(user));
  if (from === undefined || covering.length === 0) return null;
  return { kind: 'staff', user: chance.pick(covering), grants: [{ role, unit: unit.id, from }] };
}

/** A person again in a seat of the unit, the person's own or one that is covered. */
export function inSeat(world: World, user: string, role: Role, unit: UnitRef): Actor {
  const isOwn = (world.staff.get(seatOf(role, unit.id)) ?? []).includes(user);
  const from = unit.path.findLast((above) => world.staff.get(seatOf(role, above))?.includes(user));
  const grant = isOwn || from === undefined ? { role, unit: unit.id } : { role, unit: unit.id, from };
  return { kind: 'staff', user, grants: [grant] };
}

/** Units that could handle a demand for this committee: its teams, departments and buildings, or the committee itself. */
export function handlersUnder(world: World, committee: UnitRef): UnitRef[] {
  const isStaffed = ({ id }: UnitRef) => (world.staff.get(seatOf('handler', id)) ?? []).length > 0;
  const below = [...world.units.values()]
    .filter(({ ref, kind }) => ['team', 'department', 'building'].includes(kind) && ref.path.at(-2) === committee.id)
    .map(({ ref }) => ref);
  const staffed = below.filter(isStaffed);
  return staffed.length > 0 ? staffed : isStaffed(committee) ? [committee] : [];
}

/** Committees of the next level down whose places lie under this one and that have a dispatcher. */
export const committeesUnder = (world: World, committee: UnitRef): UnitRef[] =>
  [...world.units.values()]
    .filter(({ ref, kind }) => ['street', 'park', 'community'].includes(kind) && ref.path.at(-2) === committee.id)
    .map(({ ref }) => ref)
    .filter(({ id }) => (world.staff.get(seatOf('dispatcher', id)) ?? []).length > 0);
