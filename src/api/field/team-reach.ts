import type { DirectoryUnit } from '../../database/unit-directory';
import type { Role } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Units } from '../demands/view';
import { invalidInput } from '../errors';
import { placeOfTeam } from './seats';

/** The team, if the caller has one of these roles in it or above; one out of reach is not there. */
export function reachedTeam(
  actor: SignedIn,
  roles: readonly Role[],
  id: string,
  units: Units,
): DirectoryUnit | undefined {
  const team = units.get(id);
  if (team?.kind !== 'team' || team.closed) return undefined;
  const seats = unitsWithRole(actor, ...roles);
  return team.path.some((unit) => seats.includes(unit)) ? team : undefined;
}

/** A team looks after enterprises of the park or community that it stands under, no others. */
export function requirePlaceOfTeam({ name, path }: DirectoryUnit, enterprisePath: readonly string[], at: string): void {
  if (!enterprisePath.includes(placeOfTeam(path)))
    throw invalidInput(at, `“${name}”只包干所在园区、社区里的企业，请换一支队伍，或先改企业的所在地。`);
}
