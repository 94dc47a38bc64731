import { DAY, dayNumber, MINUTE, startOfDay } from '../domain/local-time';
import type { Dimensions, RatedFor } from '../domain/rating';
import type { DissatisfactionReason, Grade } from '../domain/vocabulary';
import { afterWork } from './after-work';
import type { Chance } from './chance';
import { COMMENTS } from './matters';
import type { Life, Play } from './play';
import { inSeat } from './world';

/** People answer at any time of day, but not at night. */
function awake(at: number, chance: Chance): number {
  const start = startOfDay(dayNumber(at));
  const minutes = (at - start) / MINUTE;
  if (minutes >= 480 && minutes < 1_320) return at;
  return start + (minutes < 480 ? 0 : DAY) + (480 + chance.below(180)) * MINUTE + chance.below(60_000);
}

const HOUR = 60 * MINUTE;

/** Most answer what they are asked; of the others the policy's wait disposes. */
export function answering(play: Play, life: Life, now: number): void {
  const { chance } = life;
  if (!chance.happens(0.82)) return;
  play.plan(life, awake(now + Math.round(chance.around(14 * HOUR, 0.9)), chance), (then) =>
    play.act(life, 'supply_information', { kind: 'reporter' }, {}, then, { text: '已补充照片和发生的时间段。' }),
  );
}

/** By what they saw themselves: whether it is settled, how long it took, whether anybody called and what the reply said. */
export function rating(play: Play, life: Life, now: number): void {
  const { demand, chance } = life;
  const { flattered } = play.traits(demand.lead?.id ?? demand.place.id);
  if (demand.collectedBy && flattered && chance.happens(0.9)) return onBehalf(play, life, now, 5);
  const opinion = opinionOf(life);
  const isBad = opinion.grade <= 2;
  if (!chance.happens(isBad ? 0.78 : 0.56)) return;
  if (demand.collectedBy && chance.happens(0.25)) return onBehalf(play, life, now, opinion.grade, opinion.reasons);
  const at = awake(now + Math.round(chance.around(11 * HOUR, 1)), chance);
  const facts = { ...opinion, ...apart(life, opinion) };
  play.plan(life, at, (then) => void play.act(life, 'rate', { kind: 'reporter' }, facts, then, said(life, opinion)));
}

/** Some say more than a grade: near it in everything, but for what they complain of. */
function apart({ chance }: Life, { grade, reasons }: Opinion): { dimensions?: Dimensions } {
  if (!chance.happens(0.35)) return {};
  const near = (isBad: boolean) =>
    Math.min(5, Math.max(1, isBad ? 1 + chance.below(2) : grade + chance.below(2))) as Grade;
  return {
    dimensions: {
      speed: near(reasons.includes('too_slow')),
      effect: near(reasons.includes('not_solved')),
      service: near(reasons.includes('bad_service')),
      reply: near(reasons.includes('bad_reply')),
    },
  };
}

function onBehalf(play: Play, life: Life, now: number, grade: Grade, reasons: DissatisfactionReason[] = []): void {
  const { demand, chance } = life;
  const collector = inSeat(play.world, demand.collectedBy!, 'collector', demand.collecting);
  const at = afterWork(life, now, chance.around(150, 0.6));
  const by: RatedFor = life.arrival.channel === '电话' || chance.happens(0.3) ? 'telephone' : 'collector';
  const words = said(life, { grade, reasons });
  play.plan(life, at, (then) => void play.act(life, 'rate', collector, { grade, reasons, by }, then, words));
}

interface Opinion {
  grade: Grade;
  reasons: DissatisfactionReason[];
}

/** Not everybody writes something; whoever is dissatisfied does more often. */
function said({ chance }: Life, { grade, reasons }: Opinion): object | undefined {
  if (!chance.happens(grade <= 2 ? 0.7 : 0.2)) return undefined;
  return { comment: chance.pick(COMMENTS[grade <= 2 ? (reasons[0] ?? 'other') : 'good']) };
}

function opinionOf({ demand, events, chance, isSettled, isBesideThePoint }: Life): Opinion {
  const isLate = demand.clocks.some(
    ({ name, state, round }) => name === 'handle' && state === 'breached' && round === demand.round,
  );
  const isContacted = events.some(
    ({ type, data, round }) => type === 'contacted' && data['outcome'] === 'reached' && round === demand.round,
  );
  const liking = chance.around(1, 0.16);
  const score =
    ((isSettled ? 4.7 : 2.6) - (isLate ? 1 : 0) - (isBesideThePoint ? 1.5 : 0) - (isContacted ? 0 : 0.35)) * liking;
  const grade = Math.min(5, Math.max(1, Math.round(score))) as Grade;
  if (grade > 2) return { grade, reasons: [] };
  const reasons: DissatisfactionReason[] = [
    ...(isBesideThePoint ? (['bad_reply'] as const) : []),
    ...(isLate ? (['too_slow'] as const) : []),
    ...(isSettled ? [] : (['not_solved'] as const)),
    ...(isContacted ? [] : (['not_contacted'] as const)),
  ];
  return { grade, reasons: reasons.length > 0 ? reasons.slice(0, 3) : [chance.pick(['bad_service', 'other'])] };
}
