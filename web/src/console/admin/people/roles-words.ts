import type { User } from '../../../../../src/api/contract';
import { ROLES } from '../../../../../src/domain/vocabulary';
import { ROLE_LABELS } from '../../../words/labels';

/** «福永街道:分拨员、经办人», one line per unit, roles in the order of the chain. */
export function rolesByUnit(roles: NonNullable<User['roles']>): { unit: string; name: string; roles: string }[] {
  const units = new Map<string, NonNullable<User['roles']>>();
  for (const grant of roles) units.set(grant.unit.id, [...(units.get(grant.unit.id) ?? []), grant]);
  return [...units.values()].map((grants) => ({
    unit: grants[0]!.unit.id,
    name: grants[0]!.unit.name,
    roles: grants
      .map(({ role }) => role)
      .sort((a, b) => ROLES.indexOf(a) - ROLES.indexOf(b))
      .map((role) => ROLE_LABELS[role])
      .join('、'),
  }));
}
