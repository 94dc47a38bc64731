import type { DirectoryUnit } from '../../database/unit-directory';
import type { Role } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Units } from '../demands/view';
import { notFound, Problem } from '../errors';
import type { Seat } from '../../statistics/grouping';

/** Who reads the figures of a unit and of everything under it. */
export const WATCHERS: Role[] = ['supervisor', 'dispatcher', 'administrator', 'auditor'];

/** The unit asked for, or the highest one that the caller watches. Throws when it does not lie under one of the caller's. */
export function watchedUnit(actor: SignedIn, units: Units, asked: string | undefined): DirectoryUnit {
  const seats = unitsWithRole(actor, ...WATCHERS);
  if (asked === undefined) return highest(units, seats);
  const unit = units.get(asked);
  if (!unit) throw notFound('该单位');
  if (!unit.path.some((id) => seats.includes(id)))
    throw new Problem('unit_out_of_reach', '只能查看本单位及下级单位的统计，请从中选择一个单位。');
  return unit;
}

function highest(units: Units, seats: readonly string[]): DirectoryUnit {
  const own = seats.map((id) => units.get(id)).filter((unit) => unit !== undefined);
  return own.reduce((best, unit) => (unit.path.length < best.path.length ? unit : best));
}

export const childrenOf = (units: Units, { id }: DirectoryUnit): DirectoryUnit[] =>
  [...units.values()].filter((unit) => !unit.closed && unit.path.at(-2) === id).sort((a, b) => (a.id < b.id ? -1 : 1));

export const seatOf = (units: Units, { id }: Pick<DirectoryUnit, 'id'>): Seat => ({
  id,
  pathOf: (unit) => units.get(unit)?.path,
});
