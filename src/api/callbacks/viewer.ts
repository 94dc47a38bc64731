import { z } from 'zod';
import type { CallbackViewer } from '../../database/callbacks';
import type { Role } from '../../domain/vocabulary';
import { unitsWithRole, type SignedIn } from '../actor';

/** Who sees phone jobs: those of their own unit and of units below it. */
export const WATCHERS: Role[] = ['callback', 'supervisor', 'auditor'];

export const viewerOf = (actor: SignedIn): CallbackViewer => ({
  user: actor.user,
  seats: unitsWithRole(actor, ...WATCHERS),
  units: actor.units,
});

export const idParams = z.object({ id: z.string().max(100) });
