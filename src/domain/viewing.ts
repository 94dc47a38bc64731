import { refuse, type Refusal } from './refusal-codes';
import type { Role } from './vocabulary';

/** A role with the path of the unit it is held in. */
export interface Seat {
  role: Role;
  path: readonly string[];
}

/**
 * Why an administrator may not look at the service as this person, or null. Everything the person sees must lie under what
 * the viewer administers; another administrator must stand strictly below, so that equals do not watch each other.
 */
export function viewingRefusal(
  viewer: { grants: readonly { role: Role; unit: string }[] },
  seats: readonly Seat[],
): Refusal | null {
  const administered = viewer.grants.filter(({ role }) => role === 'administrator').map(({ unit }) => unit);
  const lies = (path: readonly string[]): boolean => administered.some((unit) => path.includes(unit));
  if (seats.length === 0 || !seats.every(({ path }) => lies(path)))
    return refuse('unit_out_of_reach', '此人没有角色，或有不归您管理的单位的角色。请由上级管理员查看。');
  const isPeer = seats.some(({ role, path }) => role === 'administrator' && !lies(path.slice(0, -1)));
  if (isPeer) return refuse('not_allowed_for_role', '不能以同级或上级管理员的身份查看，请由上级管理员查看。');
  return null;
}
