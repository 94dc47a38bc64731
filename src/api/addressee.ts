import type { Addressee } from '../database/notices';
import type { HeldSeats } from '../database/seats';
import { actsFor } from '../domain/acting';
import type { SignedIn } from './actor';

/** By what notices reach the caller: their own roles, and from the beginning of an absence those of whom they stand in for. */
export function addresseeOf(actor: Pick<SignedIn, 'user' | 'grants' | 'acting'>, seats: HeldSeats): Addressee {
  const absent = actsFor(actor.acting).map((user) => {
    const grants = actor.acting.filter((grant) => grant.for === user && grant.from === undefined);
    const begun = seats.absences.find((absence) => absence.user === user)?.from ?? Date.now();
    return { user, grants: grants.map(({ role, unit }) => ({ role, unit })), since: new Date(begun) };
  });
  return { user: actor.user, grants: actor.grants, absent };
}
