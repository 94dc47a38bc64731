import { findDemand, inSight, type FoundDemand } from '../../database/demands';
import { Prisma, type Database } from '../../database/client';
import type { UnitDirectory } from '../../database/unit-directory';
import type { SignedIn } from '../actor';
import { notFound } from '../errors';
import type { Units } from './view';

export function sightOfActor(actor: SignedIn, units: Units): Prisma.Sql {
  const isDistrict = actor.units.some((id) => units.get(id)?.path.length === 1);
  return inSight(actor.units, isDistrict);
}

/** What concerns a unit or lies under it, of what may be seen. */
export const scopeOf = (sight: Prisma.Sql, unit: string | undefined): Prisma.Sql =>
  unit === undefined ? sight : Prisma.sql`${sight} AND d.sight @> ${[unit]}::text[]`;

export interface Seen {
  demand: FoundDemand;
  units: Units;
}

/** The demand if the caller may see it, with the units to name it by. A hidden one is answered as one that does not exist. */
export async function seenDemand(
  database: Database,
  directory: UnitDirectory,
  actor: SignedIn,
  number: string,
): Promise<Seen> {
  const units = await directory.units(actor.units);
  const demand = await findDemand(database, number, sightOfActor(actor, units));
  if (!demand) throw notFound('该诉求');
  return { demand, units: await directory.units(unitsOf(demand)) };
}

/** Ids of the units that a view of the demand names. */
export const unitsOf = ({ state }: Pick<FoundDemand, 'state'>): string[] =>
  [state.place, state.collecting, state.lead, state.replying, state.holder.unit, ...state.co]
    .filter((unit) => unit !== null)
    .map((unit) => unit.id);
