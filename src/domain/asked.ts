import type { CallbackConclusion } from './actions/closing';
import type { Actor, Demand } from './demand';
import type { Facts } from './facts';
import type { UnitRef } from './organisation';
import type { DemandMessage } from './transition';
import type { Action } from './vocabulary';

/** What made a transition happen, whole enough to be carried out again by the same domain code. Ids only, no words. */
export type Occasion =
  /** The state as it was filed: what everything after it is carried out on. */
  | { kind: 'filed'; demand: Demand }
  /** The same, of a demand whose earlier life was recorded without occasions. */
  | { kind: 'found'; demand: Demand }
  | { [A in Action]: { kind: 'action'; action: A; facts: Facts[A]; actor: Actor; wordsId: string | null } }[Action]
  | { kind: 'heard'; message: DemandMessage }
  | { kind: 'not_heard'; message: DemandMessage & { kind: 'follower_joined' | 'follower_left' } }
  | { kind: 'concluded'; conclusion: CallbackConclusion }
  | { kind: 'time' }
  | { kind: 'calendar'; cause: string }
  | { kind: 'policy'; cause: string }
  | { kind: 'reopened'; callbackJob: string | null }
  /** Written by code that does not say what it was asked: nothing after it can be traced. */
  | { kind: 'unknown' };

/** The occasion, when it was carried out (epoch ms), and by which versions of policy and calendar. */
export type Asked = Occasion & { now: number; rules: { policy: number; calendar: string } };

/**
 * Of an actor only what a rule can look at: the grants in units that the demand has to do with. Somebody who covers many vacant
 * seats has hundreds.
 */
export function essentialsOf(actor: Actor, demand: Demand): Actor {
  if (actor.kind !== 'staff') return actor;
  const { place, collecting, committee, lead, replying, holder, co, past } = demand;
  const units = [place, collecting, committee, lead, replying, holder.unit, ...co, ...past];
  const near = new Set(
    units.filter((unit): unit is UnitRef => unit !== null).flatMap((unit) => [unit.id, ...unit.path]),
  );
  return { ...actor, grants: actor.grants.filter((grant) => near.has(grant.unit)) };
}
