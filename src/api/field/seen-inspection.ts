import type { Database } from '../../database/client';
import { findInspection, type InspectionRow } from '../../database/inspections';
import type { Role } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';
import { notFound } from '../errors';

/** The round, for whoever has one of these roles in its building or above; another's is not there. */
export async function seenInspection(
  database: Database,
  actor: SignedIn,
  roles: readonly Role[],
  id: string,
): Promise<InspectionRow> {
  const row = await findInspection(database, unitsWithRole(actor, ...roles), id);
  if (!row) throw notFound('该轮巡查');
  return row;
}
