import { keptCalendars } from '../database/rules';
import { callbackUnitFor } from '../domain/organisation';
import { everWorkedOn } from '../domain/rating';
import type { Proposal } from '../domain/routing';
import { ENDED_STAGES, type Stage } from '../domain/vocabulary';
import { arrivalsOf, type Arrival, type Period } from './arrivals';
import { createCallers, type Callers, type Phone } from './callers';
import { createChance } from './chance';
import { planChecks, type Check } from './checks';
import { goOn } from './people';
import { createPlay, type Life, type Play } from './play';
import type { Problems } from './problems';
import type { World } from './world';

export interface MonthOptions {
  /** In which demands come in (epoch ms). */
  period: Period;
  /** Up to when life goes on (epoch ms); not before the end of the period. */
  until: number;
  demands: number;
  seed: string;
  problems: Problems;
}

/** What came of it, in memory. */
export interface Month {
  lives: Life[];
  phones: Phone[];
  checks: Check[];
  until: number;
}

/** Numbers of one local day (its midnight in epoch ms), in order. */
export type NumberGiver = (day: number, count: number) => Promise<string[]>;

const AT_ONCE = 200;

/** Plays a period in virtual time. The same world, options and numbers give the same month. */
export async function playMonth(world: World, options: MonthOptions, numbersOf: NumberGiver): Promise<Month> {
  const { period, until, demands, seed, problems } = options;
  const arrivals = arrivalsOf(world, problems, period, demands, seed);
  const numbers = await numbered(arrivals, numbersOf);
  const proposals = await proposed(world, arrivals);
  const calendarAt = keptCalendars(world.calendarYears);
  let callers: Callers | null = null;
  const play = createPlay(world, problems, seed, (stage) => ({
    goOn: (life, now) => goOn(stage, life, now),
    callback: (life, jobId, now) => callers!.open(callbackOf(life, jobId), life, now),
  }));
  callers = createCallers(play);
  const ids = createChance(`${seed}/ids`);
  for (const [index, arrival] of arrivals.entries()) {
    const id = ids.uuid();
    const rules = { policy: world.policy, calendar: calendarAt(arrival.at) };
    play.queue.plan(arrival.at, () => void play.file(arrival, id, numbers[index]!, proposals[index]!, rules));
  }
  const checks = planChecks(play, callers, period, createChance(`${seed}/checks`));
  play.queue.runUntil(until);
  return { lives: livesOf(play), phones: callers.phones, checks, until };
}

const livesOf = ({ lives }: Play): Life[] => [...lives.values()];

export const isEnded = ({ demand }: Life): boolean => (ENDED_STAGES as readonly Stage[]).includes(demand.stage);

/** As the demand's workflow opens it. */
function callbackOf({ demand }: Life, jobId: string) {
  const { id, round, lead, holder, place } = demand;
  return {
    ...{ id: jobId, demandId: id, kind: 'dissatisfied' as const, round, lead: lead?.id ?? null },
    unit: holder.unit ?? callbackUnitFor(lead ?? place),
    workedOn: everWorkedOn(demand),
  };
}

async function numbered(arrivals: readonly Arrival[], numbersOf: NumberGiver): Promise<string[]> {
  const numbers: string[] = [];
  for (let i = 0; i < arrivals.length;) {
    const day = dayOf(arrivals[i]!);
    const count = arrivals.slice(i).findIndex((arrival) => dayOf(arrival) !== day);
    const ofDay = count === -1 ? arrivals.length - i : count;
    numbers.push(...(await numbersOf(arrivals[i]!.at, ofDay)));
    i += ofDay;
  }
  return numbers;
}

const dayOf = ({ at }: Arrival): number => Math.floor((at + 8 * 3_600_000) / 86_400_000);

async function proposed({ propose }: World, arrivals: readonly Arrival[]): Promise<Proposal[]> {
  const proposals: Proposal[] = [];
  for (let i = 0; i < arrivals.length; i += AT_ONCE)
    proposals.push(
      ...(await Promise.all(arrivals.slice(i, i + AT_ONCE).map((arrival) => propose(incomingOf(arrival))))),
    );
  return proposals;
}

const incomingOf = ({ kind, category, urgency, risk, subject, title, body, place }: Arrival) => ({
  ...{ kind, category, urgency, risk, subject: subject.type, place },
  text: `${title}\n${body}`,
});
