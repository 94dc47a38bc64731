import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { Me, Service } from '../../../src/api/contract';
import type { Role } from '../../../src/domain/vocabulary';
import { get, remove, setViewedAs } from '../api/request';
import { draftsIn } from './parts/draft-store';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => get<Me>('/me'), staleTime: 60_000 });
export const serviceQuery = queryOptions({
  queryKey: ['service'],
  queryFn: () => get<Service>('/public/service'),
  staleTime: Infinity,
});

/** Whoever is signed in; the router has asked before any page is shown. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;
export const useIsDemo = (): boolean => useQuery(serviceQuery).data?.demo ?? false;

export const hasRole = (me: Me, ...roles: Role[]): boolean => me.roles.some(({ role }) => roles.includes(role));
/** Somewhere below the district: cases may go up from there. */
export const standsBelow = (me: Me): boolean => me.roles.some(({ unit }) => unit.level !== 'A');
/** By a role of their own, or of somebody for whom they stand in. */
export const actsAs = (me: Me, ...roles: Role[]): boolean =>
  hasRole(me, ...roles) ||
  (me.standsInFor ?? []).some((absent) => absent.roles.some(({ role }) => roles.includes(role)));
export const unitsWithRole = (me: Me, ...roles: Role[]) =>
  me.roles.filter(({ role }) => roles.includes(role)).map(({ unit }) => unit);

/**
 * Ends this session, or all that the person has anywhere, and forgets on this machine whatever was read or drafted. The page is
 * loaded anew: what is still shown would ask for what it may not have any more.
 */
export async function signOut(where: 'here' | 'everywhere' = 'here'): Promise<void> {
  await remove(where === 'here' ? '/sessions/current' : '/sessions');
  setViewedAs(null);
  draftsIn(localStorage).forgetAll();
  location.assign('/console/login');
}

/** Where a person's day begins: what must be done next stands there. */
export function homeOf(me: Me): string {
  if (hasRole(me, 'dispatcher')) return '/queues/dispatch';
  if (hasRole(me, 'callback')) return '/callbacks';
  if (hasRole(me, 'supervisor')) return '/supervision';
  if (hasRole(me, 'reviewer')) return '/queues/review';
  if (hasRole(me, 'replier')) return '/queues/reply';
  if (hasRole(me, 'handler')) return '/queues/mine';
  if (hasRole(me, 'collector')) return '/file';
  if (hasRole(me, 'administrator')) return '/admin/units';
  return '/overview';
}
