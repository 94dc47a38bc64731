import { seedCalendarYears } from '../../prisma/calendar-seed';
import { concludeCallback, redo, type CallbackConclusion } from '../../src/domain/actions/closing';
import { hear } from '../../src/domain/actions/linking';
import { calendarOf } from '../../src/domain/calendar';
import type { Actor, Demand } from '../../src/domain/demand';
import type { Facts } from '../../src/domain/facts';
import { openDemand } from '../../src/domain/intake';
import type { UnitRef } from '../../src/domain/organisation';
import type { PassedOn } from '../../src/domain/passing-on';
import { defaultPolicy, type Policy } from '../../src/domain/policy';
import type { RefusalCode } from '../../src/domain/refusal-codes';
import { nextDeadline, passTime } from '../../src/domain/time-passing';
import { openDraft, seal, type DemandMessage, type Draft, type Outcome, type Rules } from '../../src/domain/transition';
import { apply, refusal } from '../../src/domain/transitions';
import type { Action, Kind, Level, Role, Stage, Urgency } from '../../src/domain/vocabulary';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** Epoch ms of a Beijing time like '2026-03-02 09:00'. */
export const at = (local: string): number => Date.parse(`${local.replace(' ', 'T')}+08:00`);
/** The Beijing time of an instant. */
export const beijing = (epochMs: number | null): string | null =>
  epochMs === null ? null : new Date(epochMs + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ');
/** A plain working Monday; no holiday lies within the four weeks after it. */
export const MONDAY = at('2026-03-02 09:00');

const unit = (id: string, level: Level, above?: UnitRef): UnitRef => ({
  id,
  level,
  path: [...(above?.path ?? []), id],
});
export const BAOAN = unit('baoan', 'A');
export const HOUSING = unit('baoan-housing', 'A', BAOAN);
export const FUYONG = unit('fuyong', 'B', BAOAN);
export const WELFARE = unit('fuyong-welfare', 'B', FUYONG);
export const ZHIHUI = unit('zhihui', 'C', FUYONG);
export const TEAM = unit('zhihui-team', 'C', ZHIHUI);
export const QIAOTOU = unit('qiaotou', 'C', FUYONG);
export const XIXIANG = unit('xixiang', 'B', BAOAN);
export const LONGTENG = unit('longteng', 'C', XIXIANG);
export const UNITS = [BAOAN, HOUSING, FUYONG, WELFARE, ZHIHUI, TEAM, QIAOTOU, XIXIANG, LONGTENG];

export const REPORTER: Actor = { kind: 'reporter' };
export const anActor = (role: Role, where: UnitRef, user = `${role}@${where.id}`): Actor & { kind: 'staff' } => ({
  kind: 'staff',
  user,
  grants: [{ role, unit: where.id }],
});

export const rules: Rules = { policy: defaultPolicy, calendar: calendarOf(seedCalendarYears()) };
export const rulesWith = (policy: Partial<Policy>): Rules => ({ ...rules, policy: { ...defaultPolicy, ...policy } });

export interface Wish {
  id?: string;
  kind?: Kind;
  urgency?: Urgency;
  place?: UnitRef;
  collecting?: UnitRef;
  parent?: string;
  passedOn?: PassedOn;
  lead?: UnitRef;
  co?: UnitRef[];
  replying?: UnitRef;
  /** A direct (直通) rule names the lead unit. */
  direct?: boolean;
  /** Reached by the actions of proper people, all at the moment it was filed. */
  stage?: Stage;
  now?: number;
  rules?: Rules;
}

/** A demand and all that came of it. What people do is refused as the service would; what is due by then happens first. */
export interface Life {
  demand: Demand;
  now: number;
  readonly events: Outcome['events'];
  readonly notices: Outcome['notices'];
  readonly effects: Outcome['effects'];
  act<A extends Action>(action: A, actor: Actor, facts: Facts[A], now?: number): Life;
  refuses<A extends Action>(action: A, actor: Actor, facts?: Facts[A], now?: number): RefusalCode | null;
  /** Lets time pass with everything due on the way carried out in time. */
  until(now: number): Life;
  /** Lets time pass as in an outage: everything that was due is carried out at `now`. */
  wakeAt(now: number): Life;
  hear(message: DemandMessage): Life;
  conclude(result: CallbackConclusion['result'], jobId?: string): Life;
  spotCheckFindsDissatisfied(): Life;
}

export function aLife(wish: Wish = {}): Life {
  const given = wish.rules ?? rules;
  const life: Life = {
    ...openDemand(filingOf(wish), anActor('collector', wish.collecting ?? ZHIHUI), wish.now ?? MONDAY, given),
    now: wish.now ?? MONDAY,
    act: (action, actor, facts, now = life.now) => {
      const refused = life.refuses(action, actor, facts, now);
      if (refused) throw new Error(`${action} is refused: ${refused}`);
      return take(apply(life.demand, action, facts, { now, actor, wordsId: `words-${life.demand.seq}` }, given));
    },
    refuses: (action, actor, facts, now = life.now) =>
      refusal(life.until(now).demand, { action, actor, facts }, now, given)?.code ?? null,
    until: (now) => {
      for (let due = nextDeadline(life.demand); due !== null && due <= now; due = nextDeadline(life.demand))
        take(passTime(life.demand, due, given)!);
      return Object.assign(life, { now });
    },
    wakeAt: (now) => {
      for (let outcome; (outcome = passTime(life.demand, now, given));) take(outcome);
      return Object.assign(life, { now });
    },
    hear: (message) => write((draft) => hear(draft, message)),
    conclude: (result, jobId = life.demand.callbackJob ?? '') =>
      write((draft) => concludeCallback(draft, { jobId, result, grade: null, wordsId: 'words-callback' })),
    spotCheckFindsDissatisfied: () => write((draft) => (redo(draft), true)),
  };
  const take = (outcome: Outcome): Life => {
    life.events.push(...outcome.events);
    life.notices.push(...outcome.notices);
    life.effects.push(...outcome.effects);
    return Object.assign(life, { demand: outcome.demand });
  };
  const write = (change: (draft: Draft) => boolean): Life => {
    const draft = openDraft(life.demand, given, { now: life.now, actor: { kind: 'system' } });
    return change(draft) ? take(seal(draft)) : life;
  };
  return walkTo(life, wish);
}

/** A demand in a stage, brought there by the people whose turn it was. */
export const aDemand = (wish: Wish = {}): Demand => aLife(wish).demand;

function filingOf(wish: Wish): Parameters<typeof openDemand>[0] {
  const { kind = 'help', place = ZHIHUI, urgency = 'normal', direct = false } = wish;
  const { level } = place;
  const lead = direct ? (wish.lead ?? TEAM) : null;
  return {
    ...{ id: wish.id ?? 'd1', number: 'SQ20260302000017', kind, place, collecting: wish.collecting ?? ZHIHUI },
    ...{ collectedBy: 'collector@zhihui', parent: wish.parent ?? null, passedOn: wish.passedOn, channel: 'console' },
    proposal: { level, urgency, risk: 'green', category: '其他', lead, co: [], replying: null, direct, rules: [] },
  };
}

const WAY: Stage[] = ['dispatching', 'accepting', 'handling', 'reviewing', 'replying', 'rating'];
const BRANCH: Partial<Record<Stage, Stage>> = {
  calling_back: 'rating',
  closed: 'rating',
  waiting: 'handling',
  deferred: 'handling',
};

function walkTo(life: Life, wish: Wish): Life {
  const goal = wish.stage ?? life.demand.stage;
  for (const stage of WAY.slice(0, Math.max(0, WAY.indexOf(BRANCH[goal] ?? goal)))) {
    if (life.demand.stage === stage) goOn(life, wish);
  }
  const { holder, lead, place } = life.demand;
  const handler = lead && anActor('handler', lead);
  if (goal === 'calling_back') life.act('rate', REPORTER, { grade: 1, reasons: ['not_solved'] });
  if (goal === 'closed') life.act('rate', REPORTER, { grade: 5, reasons: [] });
  if (goal === 'waiting') life.act('request_information', handler!, {});
  if (goal === 'deferred') {
    life.act('request_deferral', handler!, { reviewAt: life.now + 60 * 24 * HOUR });
    life.act('decide_deferral', anActor('supervisor', { ...BAOAN, id: place.path[0]! }), { approve: true });
  }
  if (goal === 'rejected') life.act('reject', anActor('dispatcher', holder.unit!), {});
  if (goal === 'withdrawn') life.act('withdraw', REPORTER, {});
  if (goal === 'merged') life.act('merge', anActor('dispatcher', holder.unit!), { into: 'main' });
  if (goal === 'split') life.act('split', anActor('dispatcher', holder.unit!), { partIds: ['part-1', 'part-2'] });
  return goal === 'submitted' ? Object.assign(life, { demand: { ...life.demand, stage: goal } }) : life;
}

/** The next step on the straight way, by the person whose turn it is. */
export function goOn(life: Life, wish: Pick<Wish, 'lead' | 'co' | 'replying'> = {}): Life {
  const { stage, holder, lead, replying, kind } = life.demand;
  switch (stage) {
    case 'dispatching': {
      const leadUnit = wish.lead ?? (holder.unit!.id === 'zhihui' ? TEAM : holder.unit!);
      const facts = { lead: leadUnit, co: wish.co ?? [], replying: wish.replying ?? leadUnit };
      return life.act('dispatch', anActor('dispatcher', holder.unit!), facts);
    }
    case 'accepting':
      return life.act('accept', anActor('handler', lead!), {});
    case 'handling': {
      const result = kind === 'suggestion' ? 'adopted' : 'resolved';
      return life.act('finish', anActor('handler', lead!, holder.user ?? undefined), { result });
    }
    case 'reviewing':
      return life.act('review', anActor('reviewer', lead!), { approve: true });
    case 'replying':
      return life.act('reply', anActor('replier', replying!), {});
    default:
      throw new Error(`no straight way on from ${stage}`);
  }
}
