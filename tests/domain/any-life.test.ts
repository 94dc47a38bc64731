import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import '../support/luck';
import type { Actor, Demand } from '../../src/domain/demand';
import type { DemandEvent, EventType } from '../../src/domain/event';
import { tasksOf, type Task, type TaskKind } from '../../src/domain/record';
import { retrace } from '../../src/domain/retrace';
import { edgesOf } from '../../src/domain/state-diagram';
import { nextDeadline } from '../../src/domain/time-passing';
import type { Outcome } from '../../src/domain/transition';
import { refusal, TRANSITIONS_OF_ITSELF } from '../../src/domain/transitions';
import {
  ACTION_NAMES,
  CLOCK_NAMES,
  ENDED_STAGES,
  STAGE_NAMES,
  type Action,
  type Stage,
} from '../../src/domain/vocabulary';
import { REPORTER } from '../support/a-demand';
import { anyLife, live, rulesOfLives, type Happening } from '../support/any-life';
import { isSoundLedger } from '../support/sound-ledger';

const isEnded = ({ stage }: Demand) => (ENDED_STAGES as readonly Stage[]).includes(stage);
const isUnique = (items: unknown[]) => new Set(items).size === items.length;
const liveClocks = ({ clocks }: Demand) => clocks.filter((clock) => clock.endedAt === null);

const MAIN_TASK: Partial<Record<Stage, TaskKind>> = {
  ...{ accepting: 'accept', handling: 'handle', reviewing: 'review', replying: 'reply' },
};
const ACTION_OF: Record<TaskKind, Action> = {
  verify: 'rate',
  ...{ dispatch: 'dispatch', rule: 'rule', accept: 'accept', handle: 'finish', review: 'review', reply: 'reply' },
  ...{ decide_extension: 'decide_extension', decide_deferral: 'decide_deferral' },
  answer_supervision: 'answer_supervision',
};

function expectedTasks(demand: Demand): string[] {
  if (isEnded(demand)) return [];
  const { stage, ruling, extension, deferral, supervision, lead, holder } = demand;
  const main = stage === 'dispatching' ? (ruling ? 'rule' : 'dispatch') : MAIN_TASK[stage];
  return [
    ...(main ? [main] : []),
    ...(extension?.decided === null ? ['decide_extension'] : []),
    ...(deferral?.decided === null ? ['decide_deferral'] : []),
    ...(supervision?.answeredAt === null && (lead ?? holder.unit) ? ['answer_supervision'] : []),
  ];
}

const whoGets = ({ role, unit, user }: Task): Actor => ({
  ...{ kind: 'staff', user: user ?? 'somebody of the unit', grants: [{ role, unit }] },
});

function isAlongTheTable({ before, outcome, action }: Happening): boolean {
  const [from, to] = [before.stage, outcome.demand.stage];
  const edges = action ? edgesOf(action) : TRANSITIONS_OF_ITSELF;
  const mayStay = action === null || action === 'decide_deferral';
  return (from === to && mayStay) || edges.some((edge) => edge.from === from && edge.to === to);
}

function areDutiesSeparate({ before, outcome: { events } }: Happening): boolean {
  const barred: Partial<Record<EventType, (string | undefined)[]>> = {
    reviewed: before.handledBy,
    rated: [...before.handledBy, ...before.reviewedBy, ...before.repliedBy],
    extension_decided: [before.extension?.by],
    deferral_decided: [before.deferral?.by],
  };
  return events.every(({ type, user }) => user === null || !barred[type]?.includes(user));
}

/** What holds after every single thing that happens to a demand. */
const ALWAYS: Record<string, (happening: Happening) => boolean> = {
  'a step leaves the state it began with untouched': ({ isPure }) => isPure,
  'one step is one version': ({ before, outcome }) => outcome.demand.version === before.version + 1,
  'events are numbered without a gap': ({ before, outcome: { demand, events } }) =>
    events.every((event, i) => event.seq === before.seq + 1 + i) && demand.seq === before.seq + events.length,
  'events stand in the order of time': ({ before, outcome: { events } }) =>
    events.every((event) => event.at >= before.updatedAt),
  'the state is plain JSON': ({ outcome: { demand } }) => isDeepStrictEqual(JSON.parse(JSON.stringify(demand)), demand),
  'a stage follows along the table': isAlongTheTable,
  'exactly the right tasks are open': ({ outcome: { demand } }) =>
    isDeepStrictEqual(
      tasksOf(demand)
        .map((task) => task.kind)
        .sort(),
      expectedTasks(demand).sort(),
    ),
  'whoever has a task may do it': ({ outcome: { demand }, now, rules }) =>
    tasksOf(demand).every(
      (task) => !refusal(demand, { action: ACTION_OF[task.kind], actor: whoGets(task) }, now, rules),
    ),
  'it waits for somebody or for a time': ({ outcome: { demand } }) =>
    tasksOf(demand).length > 0 ||
    nextDeadline(demand) !== null ||
    isEnded(demand) ||
    ['calling_back', 'merged', 'split'].includes(demand.stage),
  'no two clocks of one name run': ({ outcome: { demand } }) => isUnique(liveClocks(demand).map((clock) => clock.name)),
  'no rung fires twice and no breach is taken back': ({ before, outcome: { demand } }) =>
    before.clocks.every((was, i) => {
      const is = demand.clocks[i]!;
      const isKept = was.rungs.every((rung, r) => rung.firedAt === null || rung.firedAt === is.rungs[r]!.firedAt);
      return isKept && (was.state !== 'breached' || is.state === 'breached');
    }),
  'in one round the handling clock starts anew only after a breach': ({ outcome: { demand } }) => {
    const handles = demand.clocks.filter((clock) => clock.name === 'handle');
    return handles.every((clock, i) => handles[i + 1]?.round !== clock.round || clock.state === 'breached');
  },
  'an extension is never longer than the original limit': ({ outcome: { demand } }) =>
    demand.clocks.every((clock) => clock.extension <= clock.budget),
  'duties are separate': areDutiesSeparate,
  'an ended clock never changes': ({ before, outcome: { demand } }) =>
    before.clocks.every((was, i) => was.endedAt === null || isDeepStrictEqual(was, demand.clocks[i])),
  'ledgers are whole': ({ outcome: { demand }, now, rules }) =>
    demand.clocks.every((clock) => isSoundLedger(clock, rules.calendar, Math.max(now, demand.updatedAt))),
  'earlier rounds never change': ({ before, outcome: { demand } }) =>
    isDeepStrictEqual(demand.rounds.slice(0, before.rounds.length - 1), before.rounds.slice(0, -1)) &&
    demand.rounds.every((round, i) => round.round === i + 1) &&
    demand.round === demand.rounds.length,
  'the committee that dispatches is of the level of the demand': ({ outcome: { demand } }) =>
    demand.stage !== 'dispatching' || demand.holder.unit?.level === demand.level,
  'an ended demand is dated, and only an ended one': ({ outcome: { demand } }) =>
    isEnded(demand) === (demand.closedAt !== null),
  'nothing lives after an ending': ({ outcome: { demand }, now, rules }) =>
    !isEnded(demand) ||
    (liveClocks(demand).length === 0 &&
      nextDeadline(demand) === null &&
      ACTION_NAMES.every((action) => refusal(demand, { action, actor: REPORTER }, now, rules))),
};

const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const toldOf = ({ asked: _, ...event }: DemandEvent) => event;

/** Versions that tracing back, from nothing but the events, does not give exactly as they were. */
function notTraced(events: DemandEvent[], states: Demand[]): (number | string)[] {
  const { versions, before, after } = retrace(events, rulesOfLives, states.at(-1)!.silent);
  if (before ?? after) return [JSON.stringify({ before, after })];
  const traced = new Map(versions.map(({ version, demand }) => [version, stored(demand)]));
  const written = stored(versions.flatMap((version) => version.events));
  const recorded = events.slice(events.length - written.length);
  return [
    ...states.filter((state) => !isDeepStrictEqual(state, traced.get(state.version))).map(({ version }) => version),
    ...(isDeepStrictEqual(written.map(toldOf), recorded.map(toldOf)) ? [] : ['its events']),
  ];
}

describe('whatever people, clocks and other demands do,', () => {
  it('a demand stays sound in every step of its life, and each step can be traced back from its events', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const keys: string[] = [];
        const [events, states]: [DemandEvent[], Demand[]] = [[], []];
        const keep = ({ demand, events: more }: Pick<Outcome, 'demand' | 'events'>) => {
          states.push(demand);
          events.push(...more);
        };
        const look = (happening: Happening) => {
          keep(happening.outcome);
          const broken = Object.keys(ALWAYS).filter((law) => !ALWAYS[law]!(happening));
          keys.push(...happening.outcome.notices.map((notice) => notice.key));
          // Asking Jest thousands of times takes longer than living the lives.
          if (broken.length > 0) expect(broken).toEqual([]);
        };
        live(life, look, keep);
        expect(notTraced(stored(events), stored(states))).toEqual([]);
        expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
      }),
      { numRuns: 250 },
    );
  });

  it('every stage, every action, every clock and every transition of its own is lived through', () => {
    const seen = new Set<string>();
    for (const life of fc.sample(anyLife, { numRuns: 600, seed: 2026 }))
      live(life, ({ before, outcome: { demand, events }, action }) => {
        seen.add(demand.stage).add(`${action}`);
        if (!action) seen.add(`${before.stage}→${demand.stage}`);
        for (const { cause } of events) if (cause.percent === 100) seen.add(`clock ${cause.clock}`);
      });
    const expected = [
      ...STAGE_NAMES.filter((stage) => stage !== 'submitted'),
      ...ACTION_NAMES,
      ...CLOCK_NAMES.map((clock) => `clock ${clock}`),
      ...TRANSITIONS_OF_ITSELF.filter(({ from }) => from !== 'submitted').map(({ from, to }) => `${from}→${to}`),
    ];
    expect(expected.filter((name) => !seen.has(name))).toEqual([]);
  });
});
