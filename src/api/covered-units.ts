import type { Database } from '../database/client';
import { type Coverage, coverageOf } from '../database/units';
import type { Role } from '../domain/vocabulary';
import { type SignedIn, unitsWithRole } from './actor';
import { Problem } from './errors';

/** Units in which or above which the caller has one of these roles. */
export async function coveredUnits(database: Database, actor: SignedIn, ...roles: Role[]): Promise<Coverage> {
  return coverageOf(database, unitsWithRole(actor, ...roles));
}

/** Throws when the caller administers neither the unit nor anything above it. */
export async function requireAdministered(database: Database, actor: SignedIn, unit: string): Promise<void> {
  const { units } = await coveredUnits(database, actor, 'administrator');
  if (!units.has(unit))
    throw new Problem('not_allowed_for_role', '只能维护自己管理的单位及其下级，请由上级管理员操作。');
}
