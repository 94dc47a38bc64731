import type { Database } from '../database/client';
import { type SignedIn, unitsWithRole } from './actor';
import { Problem } from './errors';

/** Rules and calendars hold for the whole district: only an administrator of its root may change them. */
export async function requireRootAdministrator(
  database: Database,
  actor: SignedIn,
  what = '规则与日历',
): Promise<void> {
  const administered = unitsWithRole(actor, 'administrator');
  const roots = await database.unit.count({ where: { id: { in: administered }, parentId: null } });
  if (roots === 0) throw new Problem('not_allowed_for_role', `${what}由区级管理员维护，请联系区级管理员。`);
}
