import type { Clock, Segment } from './clock';
import type { Demand, Round } from './demand';
import type { ClockFacts, DemandFacts, RoundFacts } from './outcomes';
import type { Kind, Level, Stage } from './vocabulary';

/** Facts of another form are made again from the state: raise it whenever what is packed changes. */
export const FACTS_FORM = 1;

type PackedRound = [
  ...[round: number, lead: string | null, result: Round['result'], rating: Round['rating'], ratedBy: Round['ratedBy']],
  ...[callback: Round['callback'], endedAt: number | null],
  ...[reasons: Round['reasons'] | null, dimensions: Round['dimensions'] | null],
];
/** Name and state stand first, so that a search for the two finds them in the text. */
type PackedClock = [
  ...[name: ClockFacts['name'], state: ClockFacts['state'], round: number, dueAt: number, endedAt: number | null],
  ...[scope: ClockFacts['scope'], amount: number, unit: string | null, id: string, segments: Segment[] | null],
];

/**
 * Form and version stand first: by them a text tells of which state it is. As arrays and not objects, because a count of figures
 * reads tens of thousands of them (docs/decisions/0037).
 */
export type PackedFacts = [
  ...[form: number, version: number, kind: Kind, category: string, level: Level, place: string, lead: string | null],
  ...[stage: Stage, round: number, createdAt: number, closedAt: number | null],
  ...[isMerged: boolean, isSplit: boolean, mayBeReturned: boolean, rounds: PackedRound[], clocks: PackedClock[]],
];

/** What figures need of a state, and nothing else of it. */
export function packFacts(demand: Demand): PackedFacts {
  const { version, kind, category, level, place, lead, stage, round, createdAt, closedAt } = demand;
  const clocks = demand.clocks.filter(isCounted).map((clock) => packClock(clock, lead?.id ?? null));
  // Only one that was returned lately or handed out again can have been: events tell when.
  const mayBeReturned = demand.returns > 0 || clocks.filter(([name]) => name === 'accept').length > 1;
  return [
    ...([FACTS_FORM, version, kind, category, level, place.id, lead?.id ?? null] as const),
    ...([stage, round, createdAt, closedAt] as const),
    ...([demand.mergedInto !== null, demand.parts.length > 0, mayBeReturned] as const),
    ...([demand.rounds.map(packRound), clocks] as const),
  ];
}

type CountedClock = Clock & { name: ClockFacts['name'] };
const isCounted = (clock: Clock): clock is CountedClock =>
  clock.name === 'accept' || clock.name === 'contact' || clock.name === 'handle' || clock.name === 'rate';

/** While it lies with the reporter, the lead unit has to answer for it. */
function packClock(clock: CountedClock, lead: string | null): PackedClock {
  const { name, state, round, dueAt, endedAt, scope, budget, extension, segments, id } = clock;
  const mayBeLate = name === 'handle' && (state === 'breached' || state === 'running');
  return [
    ...([name, state, round, dueAt, endedAt, scope, budget + extension] as const),
    ...([segments.at(-1)?.unit ?? lead, id, mayBeLate ? segments : null] as const),
  ];
}

const packRound = (given: Round): PackedRound => [
  ...([given.round, given.lead, given.result, given.rating, given.ratedBy, given.callback, given.endedAt] as const),
  ...([given.reasons ?? null, given.dimensions ?? null] as const),
];

const NONE: never[] = [];

/** Without what stands beside the state: calls, appeals, additions, and when it was returned. */
export function unpackFacts(packed: PackedFacts): DemandFacts {
  const [, , kind, , , , , stage, round, filedAt, closedAt, isMerged, isSplit, , rounds, clocks] = packed;
  return {
    kind,
    stage,
    round,
    filedAt,
    closedAt,
    isMerged,
    isSplit,
    rounds: rounds.map(unpackRound),
    clocks: clocks.map(unpackClock),
    returns: NONE,
    calls: NONE,
    appeals: NONE,
    additions: NONE,
  };
}

export const mayBeReturned = (packed: PackedFacts): boolean => packed[13];

function unpackRound(packed: PackedRound): RoundFacts {
  const [round, lead, result, rating, ratedBy, callback, endedAt, said, given] = packed;
  const [reasons, dimensions] = [said ?? undefined, given ?? undefined];
  return { round, lead, result, rating, ratedBy, callback, endedAt, reasons, dimensions };
}

function unpackClock(packed: PackedClock): ClockFacts {
  const [name, state, round, dueAt, endedAt, scope, amount, unit, id, segments] = packed;
  return { name, state, round, dueAt, endedAt, scope, amount, unit, id, segments };
}
