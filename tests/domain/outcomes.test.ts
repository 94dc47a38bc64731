import { defaultFigureSet, RESOLVING_BEFORE, windowOf, type FigureSet } from '../../src/domain/figure-set';
import fc from 'fast-check';
import '../support/luck';
import type { Demand } from '../../src/domain/demand';
import type { Figure } from '../../src/domain/figures';
import { outcomesOf, type ClockFacts, type DemandFacts } from '../../src/domain/outcomes';
import { mayBeReturned, packFacts, unpackFacts, type PackedFacts } from '../../src/domain/packed-facts';
import { addTo, isCountedIn, verdictsOf, type Counts } from '../../src/domain/tallying';
import { branchOf, groupsOf, stretchOf } from '../../src/statistics/grouping';
import type { CountedDemand } from '../../src/statistics/period-outcomes';
import { at, HOUR, rules } from '../support/a-demand';
import { anyLife, live, type Happening } from '../support/any-life';

const MARCH = { from: at('2026-03-01 00:00'), to: at('2026-04-01 00:00'), now: at('2026-04-10 12:00') };
const NOON = at('2026-03-10 12:00');
const calm: DemandFacts = {
  ...{ kind: 'help', stage: 'handling', round: 1, closedAt: null, isMerged: false, isSplit: false, filedAt: 0 },
  ...{ rounds: [], clocks: [], returns: [], calls: [], appeals: [], additions: [] },
};
const aClock = (more: Partial<ClockFacts>): ClockFacts => ({
  ...{ name: 'handle', round: 1, state: 'met', dueAt: NOON + HOUR, endedAt: NOON },
  ...{ scope: 'working', amount: 7 * HOUR, unit: 'team', id: 'handle-1', segments: null },
  ...more,
});
const aRound = (more: object = {}): DemandFacts['rounds'][number] => ({
  ...{ round: 1, lead: 'team', result: 'resolved', rating: 5, ratedBy: 'reporter', callback: null, endedAt: NOON },
  ...more,
});
const closed = (round: object = {}, more: Partial<DemandFacts> = {}): DemandFacts => ({
  ...calm,
  ...{ stage: 'closed', closedAt: NOON, rounds: [aRound(round)] },
  ...more,
});
const with_ = (exclude: Partial<FigureSet['exclude']>, more: Partial<FigureSet> = {}): FigureSet => ({
  ...{ ...defaultFigureSet, ...more },
  exclude: { ...defaultFigureSet.exclude, ...exclude },
});
const marksOf = (facts: DemandFacts, set = defaultFigureSet) => outcomesOf(facts, MARCH, set, rules.calendar);
const countsOf = (facts: DemandFacts, set = defaultFigureSet): Counts => {
  const counts: Counts = {};
  addTo(counts, verdictsOf(marksOf(facts, set)));
  return counts;
};
const has = (facts: DemandFacts, figure: Figure, set = defaultFigureSet): boolean =>
  isCountedIn(figure, verdictsOf(marksOf(facts, set)));

describe('clocks', () => {
  test('met in the period were kept; late ones belong to when they were due', () => {
    const met = { ...calm, clocks: [aClock({}), aClock({ name: 'contact' }), aClock({ name: 'accept' })] };
    const kept = { handle_due: 1, handle_in_time: 1, own_in_time: 1, contact_due: 1, contact_in_time: 1 };
    expect(countsOf(met)).toEqual({ ...kept, accept_due: 1, accept_in_time: 1, assigned: 1, kept: 1 });
    const late = aClock({ state: 'breached', dueAt: NOON, endedAt: at('2026-05-02 09:00'), segments: [] });
    expect(countsOf({ ...calm, clocks: [late] })).toEqual({ handle_due: 1, handle_late: 1, own_in_time: 1 });
    expect(countsOf({ ...calm, clocks: [aClock({ endedAt: at('2026-04-02 09:00') })] })).toEqual({});
  });

  test('whose due time nobody has noticed yet are late as well', () => {
    const running = aClock({ state: 'running', endedAt: null, segments: [] });
    expect(has({ ...calm, clocks: [running] }, 'handle_late')).toBe(true);
    expect(has({ ...calm, clocks: [{ ...running, state: 'paused' }] }, 'handle_due')).toBe(false);
  });

  test('cut short by a withdrawal or a split were neither kept nor missed', () => {
    const withdrawn = { ...calm, stage: 'withdrawn' as const, closedAt: NOON, clocks: [aClock({})] };
    expect(countsOf(withdrawn)).toEqual({});
    expect(countsOf({ ...calm, isSplit: true, clocks: [aClock({})] })).toEqual({});
    expect(countsOf({ ...withdrawn, clocks: [aClock({ name: 'accept' })] })).toEqual({});
    const returned = { ...calm, isSplit: true, returns: [{ at: NOON, unit: 'team' }] };
    expect(countsOf({ ...returned, clocks: [aClock({ name: 'accept' })] })).toEqual({ assigned: 1, returned: 1 });
  });

  test('late before a part was split off are told of the letter alone', () => {
    const late = { ...calm, clocks: [aClock({ state: 'breached', dueAt: NOON, endedAt: null })] };
    expect(has({ ...late, isSplit: true }, 'handle_late')).toBe(true);
    expect(has({ ...late, filedAt: NOON + HOUR }, 'handle_late')).toBe(false);
    expect(has({ ...late, filedAt: NOON - HOUR }, 'handle_late')).toBe(true);
  });

  test('late because of others are in time for the unit itself', () => {
    const [nine, six] = [at('2026-03-09 09:00'), at('2026-03-09 18:00')];
    const running = { kind: 'running' as const };
    const late = (own: number) => ({
      ...calm,
      clocks: [
        aClock({
          ...{ state: 'breached', dueAt: NOON, endedAt: NOON + 9 * HOUR },
          segments: [
            { ...running, from: nine, to: nine + own, unit: 'team' },
            { kind: 'paused', from: nine + own, to: nine + own, unit: 'team' },
            { ...running, from: nine + own, to: six + 24 * HOUR, unit: 'street' },
          ],
        }),
      ],
    });
    expect(has(late(2 * HOUR), 'own_in_time')).toBe(true);
    expect(has(late(2 * HOUR), 'handle_late')).toBe(true);
    // From 09:00 to 18:00 are seven working hours, which is all there was; a minute of the next morning is too much.
    expect(has(late(9 * HOUR), 'own_late')).toBe(false);
    expect(has(late(24 * HOUR + 60_000), 'own_late')).toBe(true);
  });

  test('of what is parked with approval, or appealed with success, are left out where the set says so', () => {
    const breached = aClock({ state: 'breached', dueAt: NOON, endedAt: null, segments: [] });
    const parked = { ...calm, stage: 'deferred' as const, clocks: [breached] };
    expect(has(parked, 'handle_late')).toBe(false);
    expect(has(parked, 'handle_late', with_({ deferred: false }))).toBe(true);
    const appeal = { kind: 'breach' as const, round: 1, clockId: 'handle-1', unit: 'team', upheld: true, at: NOON };
    const appealed = { ...calm, clocks: [breached], appeals: [appeal] };
    expect(countsOf(appealed)).toEqual({ appealed: 1, appeal_upheld: 1 });
    expect(has(appealed, 'handle_late', with_({ appeals: false }))).toBe(true);
    expect(has({ ...appealed, appeals: [{ ...appeal, upheld: false }] }, 'handle_late')).toBe(true);
    expect(has({ ...appealed, appeals: [{ ...appeal, clockId: 'handle-2' }] }, 'handle_late')).toBe(true);
  });

  test('of a merged demand count with the main one where the set says so, its rating stays', () => {
    const merged = closed({}, { isMerged: true, clocks: [aClock({})] });
    expect(has(merged, 'handle_due')).toBe(true);
    const apart = countsOf(merged, with_({ merged: true }));
    expect([apart.handle_due, apart.answered, apart.rated, apart.satisfied]).toEqual([undefined, undefined, 1, 1]);
  });

  test('of accepting end with the unit taking the demand, or returning it', () => {
    const accept = aClock({ name: 'accept' });
    expect(has({ ...calm, clocks: [accept], returns: [{ at: NOON, unit: 'team' }] }, 'returned')).toBe(true);
    expect(has({ ...calm, clocks: [accept], returns: [{ at: NOON - 1, unit: 'team' }] }, 'returned')).toBe(false);
  });
});

describe('an answer', () => {
  test('is resolved by its result, unless it was redone', () => {
    expect(has(closed(), 'resolved')).toBe(true);
    expect(has(closed({ result: 'explained' }), 'resolved')).toBe(false);
    expect(has(closed({ result: 'explained' }, { kind: 'consultation' }), 'resolved')).toBe(true);
    const before = with_({}, { resolving: RESOLVING_BEFORE });
    expect(has(closed({ result: 'explained' }, { kind: 'consultation' }), 'resolved', before)).toBe(false);
    expect(has(closed({ result: 'adopted' }, { kind: 'suggestion' }), 'resolved')).toBe(true);
    expect(has(closed({ result: 'partly_adopted' }, { kind: 'suggestion' }), 'resolved')).toBe(false);
    const redone = closed({}, { round: 2 });
    expect(countsOf(redone)).toMatchObject({ answered: 1, unresolved: 1, redone: 1 });
    expect(countsOf(closed({ ratedBy: null }))).toEqual({});
  });

  test('is what the person said on the telephone, where the set asks for that', () => {
    const call = { kind: 'spot_check' as const, round: 1, unit: 'team', grade: null, solved: false, at: NOON + HOUR };
    const denied = closed({}, { calls: [{ ...call, result: 'satisfied' as const }] });
    expect(has(denied, 'unresolved')).toBe(true);
    expect(has(denied, 'resolved', with_({}, { resolution: 'declared' }))).toBe(true);
    const confirmed = closed({}, { calls: [{ ...call, solved: true, result: 'dissatisfied' as const }] });
    expect(has(confirmed, 'resolved')).toBe(true);
    const partly = closed({ result: 'partly' }, { calls: [{ ...call, solved: true, result: 'satisfied' as const }] });
    expect(has(partly, 'resolved')).toBe(true);
    expect(has(partly, 'resolved', with_({}, { resolution: 'declared' }))).toBe(false);
    const unsaid = closed({}, { calls: [{ ...call, solved: null, result: 'dissatisfied' as const }] });
    expect(has(unsaid, 'unresolved')).toBe(true);
    expect(has(closed({}, { calls: [{ ...call, solved: null, result: 'unreachable' as const }] }), 'resolved')).toBe(
      true,
    );
  });
});

describe('a rating', () => {
  test('counts by its grade; 基本满意 is marked among the satisfied', () => {
    expect(countsOf(closed({ rating: 3 }))).toMatchObject({ rated: 1, satisfied: 1, barely_satisfied: 1 });
    expect(countsOf(closed({ rating: 2 }))).toMatchObject({ rated: 1, dissatisfied: 1 });
    expect(countsOf(closed({ rating: 5 })).barely_satisfied).toBeUndefined();
  });

  test('that never came is counted apart', () => {
    const silent = countsOf(closed({ rating: null, ratedBy: 'expired' }));
    expect(silent).toMatchObject({ asked_to_rate: 1, unrated: 1, answered: 1 });
    expect([silent.rated, silent.gave_rating, silent.satisfied]).toEqual([undefined, undefined, undefined]);
  });

  test('on behalf is told from one in person, and left out where the set says so', () => {
    for (const ratedBy of ['collector', 'telephone'] as const) {
      const proxy = closed({ ratedBy });
      expect(countsOf(proxy)).toMatchObject({ proxy_rated: 1, rating_received: 1, gave_rating: 1, rated: 1 });
      expect(has(proxy, 'rated', with_({ proxy: true }))).toBe(false);
      expect(has(proxy, 'gave_rating', with_({ proxy: true }))).toBe(true);
    }
    expect(has(closed(), 'self_rated')).toBe(true);
  });

  test('of what was ruled unreasonable, or appealed with success, is left out where the set says so', () => {
    const unreasonable = closed({ rating: 1, callback: 'unreasonable' });
    expect([has(unreasonable, 'rated'), has(unreasonable, 'gave_rating')]).toEqual([false, true]);
    expect(has(unreasonable, 'dissatisfied', with_({ unreasonable: false }))).toBe(true);
    const appeal = { kind: 'rating' as const, round: 1, clockId: null, unit: 'team', upheld: true, at: NOON };
    expect(has(closed({ rating: 1 }, { appeals: [appeal] }), 'dissatisfied')).toBe(false);
    expect(has(closed({ rating: 1 }, { appeals: [{ ...appeal, round: 2 }] }), 'dissatisfied')).toBe(true);
  });

  test('belongs to when it was given, and keeps what was said beside it', () => {
    const clock = aClock({ name: 'rate', endedAt: at('2026-03-31 09:00') });
    const open = {
      ...calm,
      rounds: [aRound({ rating: 1, endedAt: null, reasons: ['too_slow'], dimensions: { speed: 1 } })],
    };
    const [mark] = marksOf({ ...open, clocks: [clock] }).filter(({ aspect }) => aspect === 'grade');
    expect(mark).toMatchObject({ bad: true, grade: 1, reasons: ['too_slow'], dimensions: { speed: 1 }, unit: 'team' });
    expect(marksOf({ ...open, clocks: [{ ...clock, endedAt: at('2026-04-01 00:00') }] })).toEqual([]);
  });
});

describe('追评', () => {
  const added = (rating: number, grade: 1 | 4 | null, more: Partial<DemandFacts> = {}) =>
    closed({ rating }, { additions: [{ round: 1, grade, at: NOON + HOUR }], ...more });

  test('is told apart from the rating, which stays, and turns what was satisfied once', () => {
    expect(countsOf(added(4, 1))).toMatchObject({ rated: 1, satisfied: 1, added_to: 1, turned_dissatisfied: 1 });
    expect(countsOf(added(4, null))).toMatchObject({ added_to: 1, added_alike: 1 });
    expect(has(added(2, 1), 'turned_dissatisfied')).toBe(false);
    expect(has(added(1, 4), 'added_alike')).toBe(true);
  });

  test('is left out with a rating that does not count, and belongs to its own day', () => {
    const appeal = { kind: 'rating' as const, round: 1, clockId: null, unit: 'team', upheld: true, at: NOON };
    expect(has(added(4, 1, { appeals: [appeal] }), 'added_to')).toBe(false);
    const later = [{ round: 1, grade: 1 as const, at: at('2026-04-02 09:00') }];
    expect(has(added(4, 1, { additions: later }), 'added_to')).toBe(false);
  });
});

describe('calls', () => {
  const call = { kind: 'dissatisfied' as const, round: 1, unit: 'team', grade: null, solved: null, at: NOON };

  test('count when somebody was reached, and what was said', () => {
    const unreached = { ...calm, calls: [{ ...call, result: 'unreachable' as const }] };
    expect(countsOf(unreached)).toEqual({ phoned: 1, phone_unreached: 1 });
    const refused = { ...calm, calls: [{ ...call, result: 'refused' as const }] };
    expect(countsOf(refused)).toEqual({ phoned: 1, phone_valid: 1 });
    const said = { ...calm, calls: [{ ...call, result: 'satisfied' as const }] };
    expect(countsOf(said)).toEqual({ phoned: 1, phone_valid: 1, phone_answered: 1, phone_satisfied: 1 });
    const unreasonable = { ...calm, calls: [{ ...call, result: 'unreasonable' as const }] };
    expect(has(unreasonable, 'phone_satisfied')).toBe(false);
  });

  test('of a spot check are held against the rating', () => {
    const check = { ...call, kind: 'spot_check' as const };
    const found = (
      rating: number | null,
      result: 'satisfied' | 'dissatisfied' | 'unreasonable',
      grade: 1 | 4 | null = null,
    ) => countsOf(closed({ rating }, { calls: [{ ...check, result, grade }] }));
    expect(found(5, 'dissatisfied')).toMatchObject({ checked: 1, contradicted: 1 });
    expect(found(5, 'satisfied')).toMatchObject({ checked: 1, check_agrees: 1 });
    expect(found(1, 'satisfied')).toMatchObject({ checked: 1, contradicted: 1 });
    expect(found(5, 'satisfied', 1)).toMatchObject({ contradicted: 1 });
    expect(found(5, 'unreasonable').checked).toBeUndefined();
    const contradicted = closed({ rating: 5 }, { calls: [{ ...check, result: 'dissatisfied' as const }] });
    expect(marksOf(contradicted).find(({ aspect }) => aspect === 'check')).toMatchObject({ bad: true, grade: 5 });
    expect(found(null, 'dissatisfied').checked).toBeUndefined();
  });
});

describe('groups', () => {
  const paths: Record<string, string[]> = { team: ['d', 's1', 'team'], other: ['d', 's2', 'other'], s1: ['d', 's1'] };
  const seat = { id: 'd', pathOf: (unit: string) => paths[unit] };
  const demand = (marks: CountedDemand['marks']): CountedDemand => ({
    ...{ id: 'x', number: 'SQ1', kind: 'help', category: '交通', channel: '扫码', level: 'C', place: 'team' },
    ...{ lead: 'other', createdAt: NOON, closedAt: null, isClosed: false, round: 2, marks },
  });
  const grade = (unit: string, bad: boolean, when = NOON) =>
    ({ aspect: 'grade', bad, unit, at: when, grade: bad ? 1 : 5 }) as const;

  test('give each unit its own round: the next one does not mend, nor spoil, the other’s figures', () => {
    const both = [demand([grade('team', true), grade('other', false)])];
    const groups = groupsOf(both, 'unit', { seat, set: defaultFigureSet, span: MARCH });
    const counts = Object.fromEntries(groups.map((group) => [group.key, group.counts]));
    expect(counts.s1).toMatchObject({ rated: 1, dissatisfied: 1 });
    expect(counts.s2).toMatchObject({ rated: 1, satisfied: 1 });
    const [all] = groupsOf(both, null, { seat, set: defaultFigureSet, span: MARCH });
    expect(all).toMatchObject({ filed: 1, counts: { rated: 1, dissatisfied: 1 } });
  });

  test('of a unit count what it did itself or below; only by unit what lies elsewhere stands apart', () => {
    const both = [demand([grade('team', false), grade('other', true)])];
    const street = { seat: { ...seat, id: 's1' }, set: defaultFigureSet, span: MARCH };
    for (const by of [null, 'category', 'day'] as const)
      expect(groupsOf(both, by, street).map(({ filed, counts }) => [filed, counts.rated, counts.satisfied])).toEqual([
        [0, 1, 1],
      ]);
    expect(groupsOf(both, 'unit', street).map(({ key }) => key)).toEqual(['!', 'team']);
  });

  test('lie right below the unit, in it, or elsewhere', () => {
    expect(branchOf(seat, 'team')).toBe('s1');
    expect(branchOf({ ...seat, id: 's1' }, 's1')).toBe('s1');
    expect(branchOf({ ...seat, id: 's1' }, 'other')).toBe('!');
    expect(branchOf(seat, null)).toBe('!');
  });

  test('by time follow the day and the month of the set', () => {
    const night = at('2026-03-18 23:00');
    const plain = { dayEnds: 1440, monthBegins: 1 };
    expect(stretchOf('day', night, plain)).toBe('2026-03-18');
    expect(stretchOf('day', night, { ...plain, dayEnds: 720 })).toBe('2026-03-19');
    expect(stretchOf('week', night, plain)).toBe('2026-03-16');
    expect(stretchOf('month', night, plain)).toBe('2026-03-01');
    expect(stretchOf('month', night, { ...plain, monthBegins: 19 })).toBe('2026-02-19');
    expect(stretchOf('month', night, { dayEnds: 720, monthBegins: 19 })).toBe('2026-03-19');
    const { from, to } = windowOf({ dayEnds: 720 }, MARCH);
    expect([from, to]).toEqual([at('2026-02-28 12:00'), at('2026-03-31 12:00')]);
  });
});

describe('packed facts', () => {
  /** What figures need, told plainly from the whole state. */
  function toldBy(demand: Demand): DemandFacts {
    const { kind, stage, round, createdAt: filedAt, closedAt, rounds, parts, mergedInto } = demand;
    const clocks = demand.clocks
      .filter(({ name }) => ['accept', 'contact', 'handle', 'rate'].includes(name))
      .map(({ name, round, state, dueAt, endedAt, scope, budget, extension, id, segments }) => ({
        ...{ name: name as ClockFacts['name'], round, state, dueAt, endedAt, scope, id, amount: budget + extension },
        unit: segments.at(-1)?.unit ?? demand.lead?.id ?? null,
        segments: name === 'handle' && ['breached', 'running'].includes(state) ? segments : null,
      }));
    return {
      ...{ kind, stage, round, filedAt, closedAt, clocks, isMerged: mergedInto !== null, isSplit: parts.length > 0 },
      rounds: rounds.map(({ startedAt: _, complainedOf: __, workedOn: ___, ...facts }) => facts),
      ...{ returns: [], calls: [], appeals: [], additions: [] },
    };
  }
  const written = (demand: Demand) => JSON.parse(JSON.stringify(packFacts(demand))) as PackedFacts;

  test('of any life are at any time what its state says', () => {
    const seen = { late: 0, returned: 0 };
    const see = ({ outcome: { demand } }: Happening) => {
      const packed = written(demand);
      expect(unpackFacts(packed)).toEqual(toldBy(demand));
      const [, version, kind, category, level, place, lead] = packed;
      expect([version, kind, category, level, place, lead]).toEqual([
        ...[demand.version, demand.kind, demand.category, demand.level, demand.place.id, demand.lead?.id ?? null],
      ]);
      expect(mayBeReturned(packed) || demand.returns === 0).toBe(true);
      seen.late += toldBy(demand).clocks.filter(({ segments, state }) => segments && state === 'breached').length;
      seen.returned += Number(mayBeReturned(packed));
    };
    fc.assert(
      fc.property(anyLife, (life) => void live(life, see)),
      { numRuns: 30 },
    );
    expect(Math.min(seen.late, seen.returned)).toBeGreaterThan(0);
  });
});
