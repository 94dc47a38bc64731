import type { Actor, Demand } from '../domain/demand';
import { isAbove, type UnitRef } from '../domain/organisation';
import type { Action, Role, Stage } from '../domain/vocabulary';
import type { Input } from './recorded';

/** What brings a case on. Of other things, what is impossible under the trial is simply not done. */
const WAITS: readonly Action[] = ['dispatch', 'rule', 'accept', 'finish', 'review', 'reply', 'rate'];
const OF_COMMITTEES: readonly Action[] = ['dispatch', 'rule', 'reject', 'merge', 'split', 'pass_up', 'pass_down'];
const HANDLED: readonly Stage[] = [
  'handling',
  'waiting',
  'deferred',
  'reviewing',
  'replying',
  'rating',
  'calling_back',
];

/** Whether the action is kept for the first moment at which it is legal, because it is neither done nor overtaken. */
export function isWaitedFor(action: Action, { stage }: Demand): boolean {
  if (!WAITS.includes(action)) return false;
  if (action === 'dispatch' || action === 'rule') return stage !== 'accepting' && !HANDLED.includes(stage);
  if (action === 'accept') return !HANDLED.includes(stage);
  return true;
}

/** Whether people of a committee went on with the case next: then they do so in the trial, too. */
export function isSortedNext(inputs: readonly Input[]): boolean {
  const next = inputs.find((input) => input.kind === 'action' && [...WAITS, ...OF_COMMITTEES].includes(input.action));
  return next?.kind === 'action' && OF_COMMITTEES.includes(next.action);
}

const holding = ({ holder }: Demand): UnitRef | null => holder.unit;
const SEATS: Partial<Record<Action, [Role, (demand: Demand) => UnitRef | null]>> = {
  dispatch: ['dispatcher', holding],
  reject: ['dispatcher', holding],
  merge: ['dispatcher', holding],
  split: ['dispatcher', holding],
  pass_up: ['dispatcher', holding],
  rule: ['dispatcher', holding],
  accept: ['handler', ({ lead }) => lead],
  contact: ['handler', ({ lead }) => lead],
  finish: ['handler', ({ lead }) => lead],
  request_information: ['handler', ({ lead }) => lead],
  review: ['reviewer', ({ lead }) => lead],
  reply: ['replier', ({ replying }) => replying],
};

/** Passed up to where it is already, or below: nothing is left to do. */
export const isPassed = ({ passedTo }: Input, { level }: Demand): boolean =>
  passedTo !== undefined && (level === passedTo || isAbove(level, passedTo));

/** Whoever has the case in the trial does what its holder did. Null where nobody can stand in for the other. */
export function inTheSeat(action: Action, actor: Actor, demand: Demand): Actor | null {
  const [role, unitOf] = SEATS[action] ?? [];
  const unit = unitOf?.(demand);
  if (actor.kind !== 'staff' || !role || !unit) return null;
  const user = role === 'handler' ? (demand.holder.user ?? actor.user) : actor.user;
  return { kind: 'staff', user, grants: [...actor.grants, { role, unit: unit.id }] };
}

export const seated = (role: Role, unit: UnitRef, user: string): Actor => ({
  kind: 'staff',
  user,
  grants: [{ role, unit: unit.id }],
});
