import type { Actor } from '../../domain/demand';
import type { SignedIn } from '../actor';

/** Whoever files or rules does so in their own right or as a deputy: a vacant seat that is only covered gives neither. */
export const asParty = ({ user, acting }: SignedIn): Actor & { kind: 'staff' } => ({
  kind: 'staff',
  user,
  grants: acting.filter((grant) => grant.from === undefined),
});
