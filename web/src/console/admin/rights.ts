import type { Me } from '../../../../src/api/contract';
import { hasRole, unitsWithRole } from '../session';
import type { UnitTree } from './units/unit-tree';

// What the pages offer, so that nobody asks in vain; the service decides.

export const isAdministrator = (me: Me): boolean => hasRole(me, 'administrator');

/** Rules and calendars hold for the whole district: only administrators of its root change them. */
export const isRootAdministrator = (me: Me): boolean =>
  unitsWithRole(me, 'administrator').some(({ kind }) => kind === 'district');

/** Whether the person administers the unit or one above it. */
export function administers(me: Me, tree: UnitTree, unit: string): boolean {
  const administered = unitsWithRole(me, 'administrator').map(({ id }) => id);
  return tree.pathOf(unit).some(({ id }) => administered.includes(id));
}

/** Whose people somebody may list: those administered, and the own unit's. */
export const maySeePeople = (me: Me, tree: UnitTree, unit: string): boolean =>
  administers(me, tree, unit) || me.roles.some((grant) => grant.unit.id === unit);
