import { redo } from '../domain/actions/closing';
import { hear } from '../domain/actions/linking';
import type { Actor, Demand } from '../domain/demand';
import type { DemandEvent } from '../domain/event';
import type { Facts } from '../domain/facts';
import { openDemand } from '../domain/intake';
import type { Notice } from '../domain/notice';
import type { Proposal } from '../domain/routing';
import { nextDeadline, passTime } from '../domain/time-passing';
import { openDraft, seal, type Draft, type Effect, type Outcome, type Rules } from '../domain/transition';
import { apply, refusal } from '../domain/transitions';
import type { Action } from '../domain/vocabulary';
import type { Arrival } from './arrivals';
import { createChance, type Chance } from './chance';
import type { Problems } from './problems';
import { createQueue, type Queue } from './queue';
import { traitsOf, type Traits, type World } from './world';

export interface Words {
  id: string;
  demandId: string;
  texts: Record<string, unknown>;
  createdAt: number;
}

/** Something that somebody means to do. `stays`: also when the case has moved on meanwhile. */
interface Plan {
  at: number;
  stays: boolean;
  run: (now: number) => void;
}

/** One demand with everything that came of it, and what only the simulation knows. */
export interface Life {
  arrival: Arrival;
  demand: Demand;
  rules: Rules;
  chance: Chance;
  events: DemandEvent[];
  notices: Notice[];
  words: Words[];
  plans: Plan[];
  /** Whose turn it was when people made their plans. */
  turn: string;
  /** Which entry of the queue counts. */
  stamp: number;
  /** Whether the matter is really settled, and whether the reply answers it: what reporters and callers go by. */
  isSettled: boolean;
  isBesideThePoint: boolean;
}

export interface Play {
  world: World;
  problems: Problems;
  queue: Queue;
  lives: Map<string, Life>;
  traits: (unit: string) => Traits;
  file: (arrival: Arrival, id: string, number: string, proposal: Proposal, rules: Rules) => Life;
  /** Carries an action out, with the words that go with it; false when the service would refuse it. */
  act: <A extends Action>(life: Life, action: A, actor: Actor, facts: Facts[A], now: number, texts?: object) => boolean;
  write: (life: Life, now: number, change: (draft: Draft) => boolean) => boolean;
  say: (life: Life, now: number, texts: object) => string;
  plan: (life: Life, at: number, run: (now: number) => void, stays?: boolean) => void;
  reopen: (life: Life, now: number, callbackJob: string) => void;
}

export interface Cast {
  /** After every change: who does what next. */
  goOn: (life: Life, now: number) => void;
  /** The case asks for a phone call. */
  callback: (life: Life, jobId: string, now: number) => void;
}

const SECOND = 1_000;

export function createPlay(world: World, problems: Problems, seed: string, castOf: (play: Play) => Cast): Play {
  const queue = createQueue();
  const lives = new Map<string, Life>();
  const known = new Map<string, Traits>();

  function take(life: Life, outcome: Outcome, now: number): void {
    life.demand = outcome.demand;
    life.events.push(...outcome.events);
    life.notices.push(...outcome.notices);
    for (const effect of outcome.effects) carryOut(life, effect, now);
    cast.goOn(life, now);
    setAlarm(life);
  }

  function carryOut(life: Life, effect: Effect, now: number): void {
    if (effect.kind === 'start_callback') cast.callback(life, effect.jobId, now);
    if (effect.kind !== 'tell_demand') return;
    // A message between two workflows takes its time.
    queue.plan(now + SECOND, (at) => {
      const other = lives.get(effect.demandId);
      if (other) play.write(other, at, (draft) => hear(draft, effect.message));
    });
  }

  /** The next thing that is due in this life, by its clocks or by what people mean to do. */
  function setAlarm(life: Life): void {
    const at = Math.min(nextDeadline(life.demand) ?? Infinity, ...life.plans.map((plan) => plan.at));
    const stamp = (life.stamp += 1);
    if (at !== Infinity) queue.plan(at, (now) => life.stamp === stamp && wake(life, now));
  }

  function wake(life: Life, now: number): void {
    if (passWhatIsDue(life, now)) return;
    const index = life.plans.findIndex((plan) => plan.at <= now);
    const [plan] = life.plans.splice(index, 1);
    plan?.run(now);
    setAlarm(life);
  }

  /** What was due comes first, as in the workflow. */
  function passWhatIsDue(life: Life, now: number): boolean {
    const outcome = passTime(life.demand, now, life.rules);
    if (outcome) take(life, outcome, now);
    return outcome !== null;
  }

  const play: Play = {
    ...{ world, problems, queue, lives },
    traits: (unit) => {
      const traits = known.get(unit) ?? traitsOf(unit, seed, problems);
      known.set(unit, traits);
      return traits;
    },
    file: (arrival, id, number, proposal, rules) => {
      const { kind, place, collecting, collectedBy, channel, category, urgency, risk, at } = arrival;
      const filing = { id, number, kind, place, collecting, collectedBy, parent: null, channel, proposal };
      const actor: Actor = collectedBy
        ? { kind: 'staff', user: collectedBy, grants: [{ role: 'collector', unit: collecting.id }] }
        : { kind: 'reporter' };
      const outcome = openDemand({ ...filing, stated: { category, urgency, risk } }, actor, at, rules);
      const life: Life = {
        ...{ arrival, demand: outcome.demand, rules, chance: createChance(`${seed}/life/${arrival.index}`) },
        ...{ events: [], notices: [], words: [], plans: [], turn: '', stamp: 0 },
        ...{ isSettled: false, isBesideThePoint: false },
      };
      lives.set(id, life);
      take(life, outcome, at);
      return life;
    },
    act: (life, action, actor, facts, now, texts) => {
      while (passWhatIsDue(life, now));
      if (refusal(life.demand, { action, actor, facts }, now, life.rules)) return false;
      const wordsId = texts ? play.say(life, now, texts) : null;
      take(life, apply(life.demand, action, facts, { now, actor, wordsId }, life.rules), now);
      return true;
    },
    write: (life, now, change) => {
      while (passWhatIsDue(life, now));
      const draft = openDraft(life.demand, life.rules, { now, actor: { kind: 'system' } });
      if (!change(draft)) return false;
      take(life, seal(draft), now);
      return true;
    },
    say: (life, now, texts) => {
      const id = life.chance.uuid();
      life.words.push({ id, demandId: life.demand.id, texts: texts as Record<string, unknown>, createdAt: now });
      return id;
    },
    plan: (life, at, run, stays = false) => void life.plans.push({ at, stays, run }),
    reopen: (life, now, callbackJob) =>
      void play.write(life, now, (draft) => {
        redo(draft, { callbackJob, policyVersion: draft.demand.policyVersion });
        return true;
      }),
  };
  const cast = castOf(play);
  return play;
}
