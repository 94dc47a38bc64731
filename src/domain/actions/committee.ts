import { committeeFor, isAbove, type UnitRef } from '../organisation';
import { holds, moveTo, notify, start, stop, type Draft } from '../transition';
import type { Level } from '../vocabulary';

/**
 * Puts the demand before the committee of a level, with a dispatch clock of its own. The way up starts from the committee that
 * had it last, because a demand passed down need not lie in the place it was filed for.
 */
export function putBefore(draft: Draft, level: Level): void {
  const { committee, place } = draft.demand;
  const from = committee && !isAbove(committee.level, level) ? committee : place;
  giveTo(draft, committeeFor(from, level));
}

export function giveTo(draft: Draft, committee: UnitRef): void {
  const { demand } = draft;
  demand.level = committee.level;
  demand.committee = committee;
  stop(draft, 'dispatch', 'accept');
  moveTo(draft, 'dispatching', holds(committee, 'dispatcher'));
  start(draft, 'dispatch');
  notify(draft, 'task', { role: 'dispatcher', unit: committee.id }, { data: { task: 'dispatch' } });
}

/** The unit that held the case stays as co-handler and keeps sight of it. A ruling binds only the unit it named. */
export function releaseLead(draft: Draft, keepAsCo: boolean): void {
  const { demand } = draft;
  if (!demand.lead) return;
  const lead = demand.lead;
  remember(draft, lead);
  if (keepAsCo && !demand.co.some((unit) => unit.id === lead.id)) demand.co.push(lead);
  demand.lead = null;
  demand.replying = null;
  demand.ruled = false;
  demand.extension = null;
  demand.deferral = null;
}

/** Keeps sight of the demand for a unit that held it. */
export function remember(draft: Draft, ...units: (UnitRef | null)[]): void {
  const { past } = draft.demand;
  for (const unit of units) if (unit && !past.some((known) => known.id === unit.id)) past.push(unit);
}
