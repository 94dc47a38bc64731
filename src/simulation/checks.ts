import { createHash } from 'node:crypto';
import { seatOf } from '../domain/acting';
import { DAY, dayNumber, MINUTE, startOfDay, weekday } from '../domain/local-time';
import { currentRound } from '../domain/demand';
import { callbackUnitFor, liesUnder, type UnitRef } from '../domain/organisation';
import { everWorkedOn } from '../domain/rating';
import { drawSample, frameText, strataOf, type FrameCase, type Stratum } from '../domain/spot-check';
import type { Period } from './arrivals';
import type { Callers } from './callers';
import type { Chance } from './chance';
import type { Life, Play } from './play';

/** A draw of the closed cases of a week. */
export interface Check {
  id: string;
  unit: UnitRef;
  drawnBy: string;
  drawnAt: number;
  from: number;
  to: number;
  percent: number;
  seed: string;
  frame: FrameCase[];
  sample: string[];
  strata: Stratum[];
  seedHash: string;
  frameHash: string;
}

const PERCENT = 8;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Every Monday at ten the top of the organisation draws from what was closed in the week before. */
export function planChecks(play: Play, callers: Callers, { from, to }: Period, chance: Chance): Check[] {
  const checks: Check[] = [];
  const top = [...play.world.units.values()].find(({ ref }) => ref.path.length === 1)?.ref;
  const drawnBy = top && play.world.staff.get(seatOf('supervisor', top.id))?.[0];
  if (!top || !drawnBy) return checks;
  for (let day = dayNumber(from) + 3; startOfDay(day) < to; day += 1) {
    if (weekday(day) !== 1) continue;
    const monday = startOfDay(day);
    play.queue.plan(monday + 10 * 60 * MINUTE, (now) => {
      const week = { unit: top, drawnBy, from: monday - 7 * DAY, to: monday };
      const check = draw(play, week, now, chance);
      if (check) checks.push(check);
      if (check) startCalls(play, callers, check, now);
    });
  }
  return checks;
}

type Week = Pick<Check, 'unit' | 'drawnBy' | 'from' | 'to'>;

function draw({ lives }: Play, week: Week, now: number, chance: Chance): Check | null {
  const frame = [...lives.values()]
    .filter(({ demand }) => {
      const { stage, closedAt, lead } = demand;
      if (currentRound(demand).callback !== null) return false;
      const isOfWeek = stage === 'closed' && closedAt! >= week.from && closedAt! < week.to;
      return isOfWeek && lead !== null && liesUnder(lead, week.unit.id);
    })
    .map(({ demand }) => ({ number: demand.number, leadUnit: demand.lead!.id }))
    .sort((a, b) => (a.number < b.number ? -1 : 1));
  if (frame.length === 0) return null;
  const seed = chance.uuid().replaceAll('-', '');
  return {
    ...week,
    ...{ id: chance.uuid(), drawnAt: now, percent: PERCENT, seed, frame },
    sample: drawSample(frame, PERCENT, seed).map(({ number }) => number),
    strata: strataOf(frame, PERCENT),
    ...{ seedHash: sha256(seed), frameHash: sha256(frameText(frame)) },
  };
}

function startCalls({ lives }: Play, callers: Callers, { id, sample }: Check, now: number): void {
  const drawn = new Set(sample);
  for (const life of lives.values()) if (drawn.has(life.demand.number)) callers.open(openOf(life, id), life, now);
}

function openOf({ demand }: Life, spotCheckId: string) {
  const { id, round, lead } = demand;
  return {
    ...{ id: `${spotCheckId}-${id}`, demandId: id, kind: 'spot_check' as const, round, spotCheckId },
    ...{ unit: callbackUnitFor(lead!), lead: lead!.id },
    workedOn: everWorkedOn(demand),
  };
}
