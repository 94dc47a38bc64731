import { committeeFor } from '../organisation';
import { holds, moveTo, notify, start, stop, type Draft } from '../transition';
import type { Level } from '../vocabulary';

/** Puts the demand before the committee of a level, with a dispatch clock of its own. */
export function putBefore(draft: Draft, level: Level): void {
  const { demand } = draft;
  demand.level = level;
  stop(draft, 'dispatch', 'accept');
  moveTo(draft, 'dispatching', holds(committeeFor(demand.place, level), 'dispatcher'));
  start(draft, 'dispatch');
  notify(draft, 'task', { role: 'dispatcher', unit: demand.holder.unit!.id }, { data: { task: 'dispatch' } });
}

/** The unit that held the case stays as co-handler and keeps sight of it. */
export function releaseLead(draft: Draft, keepAsCo: boolean): void {
  const { demand } = draft;
  if (!demand.lead) return;
  const lead = demand.lead;
  if (!demand.past.some((unit) => unit.id === lead.id)) demand.past.push(lead);
  if (keepAsCo && !demand.co.some((unit) => unit.id === lead.id)) demand.co.push(lead);
  demand.lead = null;
  demand.replying = null;
  demand.extension = null;
  demand.deferral = null;
}
