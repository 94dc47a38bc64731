import type { ActingGrant } from '../domain/acting';
import type { Role } from '../domain/vocabulary';

export type Grant = { role: Role; unit: string };

/** Whoever is signed in. Fits the domain's staff actor; `units` are the ids in which there is any grant. */
export type SignedIn = {
  kind: 'staff';
  /** The user's id, never shown; people know each other by `username`. */
  user: string;
  username: string;
  name: string;
  grants: Grant[];
  units: string[];
  /** Their own grants, those of absent people for whom they stand in, and those of vacant seats they cover. Never what they see by. */
  acting: ActingGrant[];
  /** The administrator who looks at the service as this person, and may only look. */
  viewedBy?: { user: string; username: string; name: string };
};

export function unitsWithRole(actor: SignedIn, ...roles: Role[]): string[] {
  return [...new Set(actor.grants.filter((grant) => roles.includes(grant.role)).map((grant) => grant.unit))];
}

export function hasRole(actor: SignedIn, ...roles: Role[]): boolean {
  return actor.grants.some((grant) => roles.includes(grant.role));
}
