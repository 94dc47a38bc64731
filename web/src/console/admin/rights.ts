import type { Me } from '../../../../src/api/contract';
import type { UnitTree } from './units/unit-tree';

// What the pages offer, so that nobody asks in vain; the service decides.

const administered = (me: Me) => me.roles.filter(({ role }) => role === 'administrator').map(({ unit }) => unit);

export const isAdministrator = (me: Me): boolean => administered(me).length > 0;

/** Rules and calendars hold for the whole district: only administrators of its root change them. */
export const isRootAdministrator = (me: Me): boolean => administered(me).some(({ kind }) => kind === 'district');

/** Whether the person administers the unit or one above it. */
export function administers(me: Me, tree: UnitTree, unit: string): boolean {
  const own = administered(me).map(({ id }) => id);
  return tree.pathOf(unit).some(({ id }) => own.includes(id));
}

/** Whose people somebody may list: those administered, and the own unit's. */
export const maySeePeople = (me: Me, tree: UnitTree, unit: string): boolean =>
  administers(me, tree, unit) || me.roles.some((grant) => grant.unit.id === unit);
