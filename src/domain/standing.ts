import type { Actor, Demand } from './demand';
import { oneLevelUp, type UnitRef } from './organisation';
import type { Standing } from './transition';
import type { Role } from './vocabulary';

const has = (actor: Actor, role: Role, unit: string | null | undefined): boolean =>
  actor.kind === 'staff' && unit != null && actor.grants.some((g) => g.role === role && g.unit === unit);

/** Whether the actor has the role in the unit or in any unit above it. */
const covers = (actor: Actor, role: Role, unit: UnitRef | null): boolean =>
  actor.kind === 'staff' && unit !== null && actor.grants.some((g) => g.role === role && unit.path.includes(g.unit));

const WORKING_ROLES: readonly Role[] = [
  'collector',
  'dispatcher',
  'handler',
  'reviewer',
  'replier',
  'supervisor',
  'callback',
];

/** The unit whose supervisors watch this demand: who handles it, or else who holds it. */
export const supervisedUnit = (demand: Demand): UnitRef | null => demand.lead ?? demand.holder.unit;

const STANDINGS: Record<Standing, (demand: Demand, actor: Actor) => boolean> = {
  committee: (d, a) => has(a, 'dispatcher', d.holder.unit?.id),
  ruling_committee: (d, a) => has(a, 'dispatcher', d.holder.unit?.id) || has(a, 'supervisor', d.holder.unit?.id),
  merging_committee: (d, a) =>
    d.committee !== null && [d.committee, oneLevelUp(d.committee)].some(({ id }) => has(a, 'dispatcher', id)),
  presiding: (d, a) => covers(a, 'dispatcher', supervisedUnit(d)) || covers(a, 'supervisor', supervisedUnit(d)),
  lead_handler: (d, a) => has(a, 'handler', d.lead?.id),
  case_handler: (d, a) => has(a, 'handler', d.lead?.id),
  lead_reviewer: (d, a) => has(a, 'reviewer', d.lead?.id),
  replier: (d, a) => has(a, 'replier', d.replying?.id),
  // Nobody filed an improvement: the supervisors of the unit that asked for it stand where a collector does otherwise.
  collector: (d, a) => has(a, d.kind === 'improvement' ? 'supervisor' : 'collector', d.collecting.id),
  reporter: (d, a) => a.kind === 'reporter' && d.kind !== 'improvement',
  lead_supervisor: (d, a) => covers(a, 'supervisor', supervisedUnit(d)),
  supervisor_above: (d, a) => d.lead !== null && covers(a, 'supervisor', oneLevelUp(d.lead)),
  district_supervisor: (d, a) => has(a, 'supervisor', d.place.path[0]),
  concerned: (d, a) => {
    const units = [d.place, d.collecting, d.lead, d.replying, d.holder.unit, ...d.co].filter((u) => u !== null);
    return WORKING_ROLES.some((role) => units.some((unit) => covers(a, role, unit)));
  },
};

export const stands = (demand: Demand, actor: Actor, standing: Standing): boolean => STANDINGS[standing](demand, actor);
