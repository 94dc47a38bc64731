import type { Calendar } from './calendar';
import { isLive, spentBy, type Clock } from './clock';
import type { Demand } from './demand';
import { sightOfDemand } from './record';
import type { Trace, Version } from './retrace';

/** The version that held at an instant (epoch ms), or why it is not known. */
export function versionAt(trace: Trace, at: number): Version | 'before_filing' | 'not_kept' | 'lost' {
  const { versions, before, after } = trace;
  const first = versions[0];
  if (!first) return before ? 'not_kept' : 'before_filing';
  if (at < first.at) return before ? 'not_kept' : 'before_filing';
  const held = versions.findLast((version) => version.at <= at)!;
  // After the last version that could be traced there were others.
  return after && held === versions.at(-1) ? 'lost' : held;
}

/** Time that is left of a live clock at an instant, in ms of its scope; negative is how much it is over. */
export const remainingAt = (clock: Clock, calendar: Calendar, at: number): number =>
  clock.budget + clock.extension - spentBy(until(clock, at), calendar, at);

/** The ledger as it ends at the instant. */
const until = (clock: Clock, at: number): Clock => ({
  ...clock,
  segments: clock.segments
    .filter(({ from }) => from <= at)
    .map((each) => ({ ...each, to: each.to === null ? null : Math.min(each.to, at) })),
});

export const clocksAt = ({ clocks }: Demand): Clock[] => clocks.filter(isLive);

/** Why a unit had sight of the demand. */
export const SIGHT_REASONS = {
  place: '诉求所在地',
  collecting: '收集单位',
  lead: '主办单位',
  co: '协办单位',
  replying: '反馈单位',
  holder: '当时持有',
  past: '曾经持有',
  above: '上级单位',
} as const;
export type SightReason = keyof typeof SIGHT_REASONS;

/** Every unit whose people could see the demand in that state, and why. Units not named here could not; the reporter sees public events. */
export function seatsOfSight(demand: Demand): { unit: string; reasons: SightReason[] }[] {
  const { place, collecting, lead, co, replying, holder, past } = demand;
  const because: [SightReason, string | undefined][] = [
    ['place', place.id],
    ['collecting', collecting.id],
    ['lead', lead?.id],
    ...co.map(({ id }): [SightReason, string] => ['co', id]),
    ['replying', replying?.id],
    ['holder', holder.unit?.id],
    ...past.map(({ id }): [SightReason, string] => ['past', id]),
  ];
  return sightOfDemand(demand).map((unit) => {
    const reasons = because.filter(([, id]) => id === unit).map(([reason]) => reason);
    return { unit, reasons: reasons.length > 0 ? [...new Set(reasons)] : ['above'] };
  });
}
