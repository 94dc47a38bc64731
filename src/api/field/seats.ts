import type { Outlook } from '../../database/enterprises';
import type { Role } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';
import type { Units } from '../demands/view';

/** Who reads visits and inspections of their units. */
export const FIELD_READERS: Role[] = ['collector', 'dispatcher', 'supervisor', 'administrator', 'auditor'];
/** Who keeps the list of enterprises and says which team looks after which. */
export const KEEPERS: Role[] = ['collector', 'supervisor', 'administrator'];
export const PLANNERS: Role[] = ['collector', 'supervisor'];
export const VISITORS: Role[] = ['collector'];
/** Who corrects what was recorded of a visit: whoever recorded it, and who administers the team. */
export const CORRECTORS: Role[] = [...VISITORS, 'administrator'];
/** Who walks through buildings and writes down what is found. */
export const INSPECTORS: Role[] = ['collector'];

/** A team works in the unit that it stands under. */
export const placeOfTeam = (path: readonly string[]): string => path[path.length - 2] ?? path[0]!;

/** What the caller sees of enterprises by these roles. */
export function outlookOf(actor: SignedIn, roles: readonly Role[], units: Units): Outlook {
  const seats = unitsWithRole(actor, ...roles);
  const places = seats.flatMap((id) => {
    const unit = units.get(id);
    return unit?.kind === 'team' ? [placeOfTeam(unit.path)] : [];
  });
  return { seats, places };
}
