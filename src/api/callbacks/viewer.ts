import { z } from 'zod';
import type { CallbackViewer } from '../../database/callbacks';
import { unitsBelongedTo } from '../../domain/acting';
import type { Role } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';

/** Who sees phone jobs: those of their own unit and of units below it. */
export const WATCHERS: Role[] = ['callback', 'supervisor', 'auditor'];

export const viewerOf = (actor: SignedIn): CallbackViewer => ({
  user: actor.user,
  seats: [...unitsWithRole(actor, ...WATCHERS), ...standInSeats(actor)],
  units: unitsBelongedTo({ kind: 'staff', user: actor.user, grants: actor.acting }),
});

const standInSeats = ({ acting }: SignedIn): string[] =>
  acting.filter((grant) => grant.for !== undefined && WATCHERS.includes(grant.role)).map((grant) => grant.unit);

export const idParams = z.object({ id: z.string().max(100) });
