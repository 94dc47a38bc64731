import type { FoundDemand } from '../../database/demands';
import type { Actor } from '../../domain/demand';
import { sightOfDemand } from '../../domain/record';
import type { SignedIn } from '../actor';

/**
 * The caller as whoever acts on that demand: with their own grants, and of those by which they stand in only what may matter to
 * it, because they travel in histories.
 */
export function actingOn({ user, grants, acting }: SignedIn, demand: FoundDemand): Actor & { kind: 'staff' } {
  const { state, holder_disabled: isGone } = demand;
  const relieves = isGone === true && state.holder.user !== null ? { relieves: state.holder.user } : {};
  if (acting.length === grants.length) return { kind: 'staff', user, grants, ...relieves };
  const concerned = new Set(sightOfDemand(state));
  const mattering = acting.filter((grant) => !(grant.for ?? grant.from) || concerned.has(grant.unit));
  return { kind: 'staff', user, grants: mattering, ...relieves };
}
