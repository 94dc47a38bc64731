import fc from 'fast-check';
import { concludeCallback, redo } from '../../src/domain/actions/closing';
import { hear } from '../../src/domain/actions/linking';
import { adoptCalendar, adoptPolicy } from '../../src/domain/adopting';
import { calendarOf } from '../../src/domain/calendar';
import type { Actor, Demand } from '../../src/domain/demand';
import type { Facts } from '../../src/domain/facts';
import { defaultPolicy, type LadderRow, type Policy } from '../../src/domain/policy';
import type { RulesAt } from '../../src/domain/retrace';
import { nextDeadline, passTime } from '../../src/domain/time-passing';
import { openDraft, seal, type DemandMessage, type Draft, type Outcome, type Rules } from '../../src/domain/transition';
import { apply, refusal } from '../../src/domain/transitions';
import { ACTION_NAMES, ROLES, type Action, type Grade, type Stage } from '../../src/domain/vocabulary';
import { aLife, BAOAN, FUYONG, HOUR, MINUTE, MONDAY, QIAOTOU, REPORTER, rules, TEAM, UNITS, ZHIHUI } from './a-demand';

const DAY = 24 * HOUR;
const FORWARD: Action[] = [
  ...(['dispatch', 'rule', 'accept', 'finish', 'review', 'reply', 'rate', 'supply_information'] as const),
  ...(['decide_extension', 'decide_deferral', 'answer_supervision'] as const),
];
const ASIDE: Action[] = [
  ...(['return', 'request_information', 'open_poll', 'request_extension', 'request_deferral'] as const),
  ...(['pass_up', 'pass_down', 'transfer', 'supervise'] as const),
];
const ENDING: Action[] = ['reject', 'merge', 'split', 'withdraw'];
const REMAINING = ACTION_NAMES.filter((action) => ![...FORWARD, ...ASIDE, ...ENDING].includes(action));

const STAFFED = [ZHIHUI, TEAM, QIAOTOU, FUYONG, BAOAN];
/** Two people in each of five units, each with every role: whoever may act is among them, and so are conflicts of duty. */
const CAST: Actor[] = [
  REPORTER,
  { kind: 'clock' },
  ...STAFFED.flatMap((unit) =>
    ['li', 'wang'].map((name): Actor => {
      return { kind: 'staff', user: `${name}@${unit.id}`, grants: ROLES.map((role) => ({ role, unit: unit.id })) };
    }),
  ),
];
const PLACES = [ZHIHUI, FUYONG, BAOAN];
const KINDS = ['consultation', 'help', 'complaint', 'suggestion'] as const;
const RESULTS = ['satisfied', 'dissatisfied', 'dissatisfied', 'unreasonable', 'unreachable', 'refused'] as const;
const otherCalendar = calendarOf([]);
/** Every other version rings at other times, and may be returned more often. */
export const policyOf = (version: number): Policy =>
  version % 2 === 1
    ? { ...defaultPolicy, version }
    : { ...defaultPolicy, version, returnLimit: 3, ladders: { ...defaultPolicy.ladders, handle: OTHER, rate: OTHER } };
const OTHER: LadderRow[] = [
  { percent: 40, step: 'remind' },
  { percent: 90, step: 'remind' },
  { percent: 110, step: 'move_up' },
];
/** What any life goes by at one of its times. */
export const rulesOfLives: RulesAt = ({ policy, calendar }) => ({
  policy: policyOf(policy),
  calendar: calendar === '' ? otherCalendar : rules.calendar,
});

type Move =
  'forward' | 'aside' | 'act' | 'end' | 'wild' | 'conclude' | 'message' | 'spot_check' | 'replan' | 'adopt' | 'wait';
export interface Step {
  move: Move;
  /** Time that passes first, and whether everything ran late meanwhile. */
  after: number;
  outage: boolean;
  pick: number;
  detail: number;
}

const moves: [number, Move][] = [
  ...([
    [16, 'forward'],
    [6, 'aside'],
    [2, 'act'],
    [1, 'end'],
    [2, 'wild'],
  ] as [number, Move][]),
  ...([
    [2, 'message'],
    [1, 'spot_check'],
    [1, 'replan'],
    [1, 'adopt'],
    [3, 'wait'],
    [2, 'conclude'],
  ] as [number, Move][]),
];
const gaps = [0, 0, 0, MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, DAY, 9 * DAY, 40 * DAY];

const FIRST: Stage[] = [
  ...(['dispatching', 'dispatching', 'dispatching', 'handling', 'deferred', 'reviewing'] as const),
  ...(['replying', 'calling_back', 'calling_back', 'merged', 'split', 'closed'] as const),
];

/** Thirty steps of somebody doing something some time, and which demand they begin with. */
export const anyLife = fc.record({
  first: fc.record({ place: fc.nat(2), kind: fc.nat(3), direct: fc.boolean(), stage: fc.constantFrom(...FIRST) }),
  steps: fc.array(
    fc.record<Step>({
      move: fc.oneof(...moves.map(([weight, move]) => ({ weight, arbitrary: fc.constant(move) }))),
      after: fc.constantFrom(...gaps),
      outage: fc.boolean(),
      pick: fc.nat(1_000_000),
      detail: fc.nat(1_000_000),
    }),
    { minLength: 30, maxLength: 30 },
  ),
});

export interface Happening {
  before: Demand;
  /** Whether the step left the state that it began with untouched. */
  isPure: boolean;
  outcome: Outcome;
  /** The action, or null for what happens by itself. */
  action: Action | null;
  now: number;
  rules: Rules;
}

/** Lives a generated life and shows everything that happens in it. */
export function live(
  { first, steps }: typeof anyLife extends fc.Arbitrary<infer L> ? L : never,
  see: (h: Happening) => void,
  begins: (outcome: Pick<Outcome, 'demand' | 'events'>) => void = () => undefined,
) {
  let given = rules;
  const life = aLife({
    place: PLACES[first.place]!,
    kind: KINDS[first.kind]!,
    ...(first.direct && first.place === 0 ? { direct: true } : { stage: first.stage }),
  });
  begins(life);
  let now = MONDAY;
  let { demand } = life;
  let written = JSON.stringify(demand);
  const take = (outcome: Outcome | null, action: Action | null = null) => {
    if (!outcome) return;
    const before = JSON.parse(written) as Demand;
    see({ before, isPure: JSON.stringify(demand) === written, outcome, action, now, rules: given });
    demand = outcome.demand;
    written = JSON.stringify(demand);
  };
  const write = (change: (draft: Draft) => boolean): Outcome | null => {
    const draft = openDraft(demand, given, { now, actor: { kind: 'system' } });
    return change(draft) ? seal(draft) : null;
  };
  const act = (action: Action, actor: Actor, detail: number) => {
    const facts = factsFor(action, detail, now);
    if (!refusal(demand, { action, actor, facts }, now, given))
      take(apply(demand, action, facts, { now, actor }, given), action);
  };
  const actOneOf = (actions: readonly Action[], { pick, detail }: Step) => {
    const may = actions
      .map((action) => ({ action, by: CAST.filter((actor) => !refusal(demand, { action, actor }, now, given)) }))
      .filter(({ by }) => by.length > 0);
    const chosen = may[pick % may.length];
    if (chosen) act(chosen.action, chosen.by[detail % chosen.by.length]!, detail);
    return chosen !== undefined;
  };
  const conclude = ({ pick }: Step) => {
    const result = RESULTS[pick % RESULTS.length]!;
    const conclusion = { jobId: demand.callbackJob ?? 'none', result, grade: null, wordsId: null };
    take(write((draft) => concludeCallback(draft, conclusion)));
  };
  const message = ({ pick }: Step) => take(write((draft) => hear(draft, messageFor(pick, demand))));
  const makeMove = (step: Step): unknown => {
    const { move, pick, detail } = step;
    switch (move) {
      case 'forward':
        return actOneOf(FORWARD, step) || (demand.stage === 'calling_back' ? conclude(step) : message(step));
      case 'aside':
        return actOneOf(ASIDE, step);
      case 'act':
        return actOneOf(REMAINING, step);
      case 'end':
        return actOneOf(ENDING, step);
      case 'wild':
        return act(ACTION_NAMES[pick % ACTION_NAMES.length]!, CAST[detail % CAST.length]!, detail);
      case 'conclude':
        return conclude(step);
      case 'message':
        return message(step);
      case 'spot_check':
        return demand.stage === 'closed' && take(write((draft) => (redo(draft), true)));
      case 'replan':
        given = { ...given, calendar: given.calendar === rules.calendar ? otherCalendar : rules.calendar };
        return take(write((draft) => adoptCalendar(draft, 'test')));
      case 'adopt':
        given = { ...given, policy: policyOf(given.policy.version + 1) };
        return take(write((draft) => adoptPolicy(draft, 'test')));
      case 'wait':
    }
  };
  for (const step of steps) {
    const arrival = now + step.after;
    for (let due = nextDeadline(demand); due !== null && due <= arrival; due = nextDeadline(demand)) {
      now = step.outage ? arrival : Math.max(now, due);
      take(passTime(demand, now, given));
    }
    now = arrival;
    makeMove(step);
  }
  return demand;
}

function messageFor(pick: number, { poll, stage, callbackJob, updatedAt }: Demand): DemandMessage {
  if (stage === 'calling_back' && pick % 2 === 0) {
    const nextFrom = updatedAt + (pick % 50) * HOUR;
    return { kind: 'callback_attempted', jobId: callbackJob!, outcome: 'no_answer', nextFrom };
  }
  const result = { poll: poll?.id ?? 'none', counts: [pick % 5, 1], ballots: 9, wordsId: null };
  const messages: DemandMessage[] = [
    { kind: 'follower_joined', follower: `f${pick % 3}` },
    { kind: 'main_replied', wordsId: null, lead: TEAM, result: 'resolved', workedOn: ['li@zhihui-team'] },
    { kind: 'main_ended' },
    { kind: 'part_ended', part: 'part-1' },
    { kind: 'part_ended', part: 'part-2' },
    { kind: 'poll_closed', ...result },
    { kind: 'main_poll_closed', ...result, poll: `m${pick % 3}` },
  ];
  return messages[pick % messages.length]!;
}

function factsFor(action: Action, detail: number, now: number): Facts[Action] {
  const unit = (n: number) => UNITS[n % UNITS.length]!;
  const results = ['resolved', 'partly', 'explained', 'adopted', 'partly_adopted', 'noted'] as const;
  const few = { workingDays: 1 + (detail % 12), approve: detail % 3 > 0, unit: unit(detail) };
  const lead = detail % 7 ? STAFFED[detail % STAFFED.length]! : unit(detail);
  const dispatch = { lead, co: detail % 4 ? [] : [unit(detail + 1), unit(detail + 2)], replying: lead };
  return {
    ...few,
    ...dispatch,
    ...{ into: 'main', partIds: ['part-1', 'part-2'], user: `li@${unit(detail).id}`, public: true },
    ...{ channel: 'phone', outcome: detail % 2 ? 'reached' : 'no_answer', result: results[detail % 6]! },
    ...{
      poll: `p${detail}`,
      closesAt: now + ((detail % 40) - 2) * DAY,
      wait: detail % 3 > 0,
      electorate: 'open',
      ballots: 0,
    },
    conference: `c${detail % 50}`,
    ...{ reviewAt: now + ((detail % 50) - 2) * DAY, grade: (1 + (detail % 4)) as Grade, reasons: [] },
    ...(action === 'dispatch' && detail % 5 === 0 ? { level: 'C', urgency: 'urgent' } : {}),
  };
}
