import type { Asked } from '../domain/asked';
import { certificateOf, type Evidence } from '../domain/certificate';
import { momentWords } from '../domain/certificate-words';
import type { Calendar } from '../domain/calendar';
import type { Demand } from '../domain/demand';
import { EVENTS, type DemandEvent } from '../domain/event';
import type { Policy } from '../domain/policy';
import { carryOut, type Trace } from '../domain/retrace';
import { nextDeadline } from '../domain/time-passing';
import { ACTIONS } from '../domain/vocabulary';
import { differences, plain, said } from './differences';
import type { Run } from './history';
import { historyRules, inHistory, occasionWords, type HistoryRules, type Kept, type Matched } from './occasions';

/** What the record says of an event, as far as carrying it out again gives it anew. */
export type RecordedLine = Pick<
  DemandEvent,
  'seq' | 'at' | 'type' | 'actor' | 'user' | 'unit' | 'stage' | 'round' | 'public' | 'data'
>;

export interface Ledger {
  /** As the record publishes it. */
  demand: Demand;
  events: readonly RecordedLine[];
  trace: Trace;
  policy: (version: number) => Policy | null;
  calendar: (version: string) => Calendar | null;
}

export interface Findings {
  disagreements: string[];
  /** `before`: versions from before the histories begin, which nothing but the ledger itself can speak for. */
  checked: { versions: number; before: number; updates: number; messages: number; rungs: number; timers: number };
}

/**
 * Holds a demand's ledger against the histories of its workflow. Every occasion that the ledger names must be found there once, at a
 * moment at which the workflow ran; carried out with what the history holds, policy and calendar included, it must give
 * the same states, events and certificate.
 */
export function disagreementsWith(runs: readonly Run[], ledger: Ledger, madeAt: number): Findings {
  const found: string[] = [];
  const { trace } = ledger;
  if (trace.before) found.push(`账本第 ${trace.before.seq} 条及以前没有保存可以核对的依据。`);
  if (trace.after) found.push(`账本自第 ${trace.after.seq} 条起不能由其依据重新推算：已被改动，或由不同的规则写成。`);
  const kept = {
    updates: runs.flatMap((run) => run.updates),
    heard: runs.flatMap((run) => run.heard),
    unheard: runs.flatMap((run) => run.unheard),
  };
  const ticks = new Set(runs.flatMap((run) => [...run.ticks]));
  const again = carryOutAgain(trace, runs, kept, ticks, found);
  for (const { version, action } of kept.updates)
    if (version !== null && version > (again.states[0]?.version ?? 0))
      found.push(`流程历史中第 ${version} 版的“${ACTIONS[action]}”在账本中没有。`);
  inputsAgree(runs, again.states, found);
  timersAgree(runs, again.states, found);
  const last = again.states.at(-1);
  const isPartial = firstVersion(runs) > (again.states[0]?.version ?? 0);
  const rules = { ...historyRules(runs), isPartial };
  if (last) outcomesAgree(ledger, { ...again, demand: last }, rules, madeAt, found);
  return {
    disagreements: [...new Set(found)],
    checked: {
      versions: again.states.length,
      before: again.states.filter(({ version }) => version < firstVersion(runs)).length,
      updates: again.matched.action,
      messages: again.matched.message,
      rungs: again.matched.time,
      timers: runs.reduce((sum, run) => sum + run.timers.length, 0),
    },
  };
}

interface Again {
  states: Demand[];
  since: number[];
  events: RecordedLine[];
  matched: Matched;
}

/** Carries out what the ledger says, but by what the history holds of it. Every finding in the history is used once. */
function carryOutAgain(trace: Trace, runs: readonly Run[], kept: Kept, ticks: Set<number>, found: string[]): Again {
  const again: Again = { states: [], since: [], events: [], matched: { action: 0, message: 0, time: 0 } };
  const rulesAt = historyRules(runs).at;
  let demand: Demand | null = null;
  const from = firstVersion(runs);
  for (const known of trace.versions) {
    const { version, asked, at } = known;
    if (version <= from && !isStart(asked)) {
      demand = runs.find(({ input }) => input.demand.version === version)?.input.demand ?? known.demand;
      take(again, demand, known.events, at);
      continue;
    }
    const held = inHistory(asked, version, demand, runs, kept, again.matched);
    if (held === null) found.push(`第 ${version} 版：账本记载${occasionWords(asked)}，流程历史中没有。`);
    if (!isStart(asked) && !ticks.has(asked.now))
      found.push(`第 ${version} 版：账本记载${occasionWords(asked)}，但流程在那一刻没有运行。`);
    const outcome = carryOut(demand, held ?? asked, rulesAt);
    if ('why' in outcome) {
      found.push(`第 ${version} 版：用流程历史中的时限与日历不能重新推算${occasionWords(asked)}。`);
      break;
    }
    demand = outcome.demand;
    take(again, demand, outcome.events, at);
  }
  return again;
}

function take(again: Again, demand: Demand, events: readonly RecordedLine[], at: number): void {
  again.states.push(demand);
  again.since.push(at);
  again.events.push(...events);
}

/** Of an older life the engine may keep the later runs only, and simulated ones have no run for what came before. */
const firstVersion = (runs: readonly Run[]): number => Math.min(...runs.map(({ input }) => input.demand.version));

const isStart = ({ kind }: Asked): boolean => kind === 'filed' || kind === 'found';

/** Every run begins with a state: it must be the one that the ledger gives for that version. */
function inputsAgree(runs: readonly Run[], states: readonly Demand[], found: string[]): void {
  for (const { input } of runs) {
    const state = states.find(({ version }) => version === input.demand.version);
    if (!state) continue;
    for (const { path } of differences(plain(state), plain(input.demand)))
      if (!path.startsWith('silent')) found.push(`第 ${state.version} 版：“${path}”与流程开始时的状态不同。`);
  }
}

/** A timer is set for the next thing that is due by itself: that must be in the ledger. */
function timersAgree(runs: readonly Run[], states: readonly Demand[], found: string[]): void {
  const due = new Set(states.map(nextDeadline));
  const from = states[0]?.version ?? 0;
  for (const { timers, input } of runs)
    for (const times of timers)
      if (input.demand.version >= from && !times.some((at) => due.has(at) || due.has(at - 1)))
        found.push(`流程设过一个在 ${momentWords(times[0] ?? 0)} 响的定时器，账本中没有那时到期的事项。`);
}

/** States, events and certificate, once as recorded and once from the history. */
function outcomesAgree(
  ledger: Ledger,
  again: Again & { demand: Demand },
  { policies, calendars, isPartial }: HistoryRules & { isPartial: boolean },
  madeAt: number,
  found: string[],
): void {
  for (const event of again.events) {
    const line = ledger.events.find(({ seq }) => seq === event.seq);
    if (!line) found.push(`第 ${event.seq} 条“${EVENTS[event.type]}”在账本中没有。`);
    for (const { path } of line ? differences(lineOf(line), lineOf(event)) : [])
      found.push(`第 ${event.seq} 条“${EVENTS[event.type]}”：“${path}”与流程历史不符。`);
  }
  for (const { path, one, other } of differences(plain(ledger.demand), plain(again.demand)))
    found.push(`状态“${path}”：账本为 ${said(one)}，流程历史为 ${said(other)}。`);
  const recorded: Evidence = { ...ledger, before: versionsOf(ledger.trace) };
  const filing = ledger.events.filter(({ seq }) => seq <= (again.states[0]?.seq ?? 0));
  const fromHistory: Evidence = {
    demand: again.demand,
    events: [...filing, ...again.events],
    before: again.states.map(({ clocks }, i) => ({ at: again.since[i]!, clocks })),
    policy: (version) => policies.get(version) ?? (isPartial ? ledger.policy(version) : null),
    calendar: (version) => calendars.get(version) ?? (isPartial ? ledger.calendar(version) : null),
  };
  const [one, other] = [certificateOf(recorded, madeAt), certificateOf(fromHistory, madeAt)];
  for (const difference of differences(plain(one), plain(other)))
    found.push(`证明“${difference.path}”：账本为 ${said(difference.one)}，流程历史为 ${said(difference.other)}。`);
}

const versionsOf = ({ versions }: Trace): Evidence['before'] =>
  versions.map(({ at, demand: { clocks } }) => ({ at, clocks }));

const lineOf = ({ seq, at, type, actor, user, unit, stage, round, public: shown, data }: RecordedLine): unknown =>
  plain({ seq, at, type, actor, user, unit, stage, round, public: shown, data });
