import fc from 'fast-check';
import '../support/luck';
import { adoptCalendar, adoptPolicy } from '../../src/domain/adopting';
import { movesOf } from '../../src/domain/change-preview';
import { calendarOf, type CalendarYear } from '../../src/domain/calendar';
import { extendClock, type Clock } from '../../src/domain/clock';
import { liveClock, type Demand } from '../../src/domain/demand';
import { defaultPolicy, type BudgetRow, type LadderRow, type Policy } from '../../src/domain/policy';
import { nextDeadline, passTime } from '../../src/domain/time-passing';
import { openDraft, pause, resume, seal, type Draft, type Outcome, type Rules } from '../../src/domain/transition';
import { CLOCK_NAMES, type ClockName } from '../../src/domain/vocabulary';
import { aDemand, anActor, at, BAOAN, beijing, HOUR, MINUTE, MONDAY, rules, TEAM } from '../support/a-demand';
import { isSoundLedger } from '../support/sound-ledger';

const DAY = 420;

const policyOf = (version: number, days: number, ladder: LadderRow[], clock: ClockName = 'handle'): Policy => ({
  ...defaultPolicy,
  version,
  budgets: [{ clock, scope: 'working', minutes: days * DAY }, ...defaultPolicy.budgets],
  ladders: { ...defaultPolicy.ladders, [clock]: ladder },
});
const LADDER = defaultPolicy.ladders.handle!;

/** A demand that goes over to other rules, whose time passes, and all that came of it. */
function aRunning(demand: Demand, given: Rules = { ...rules }) {
  const it = { demand, now: MONDAY, events: [] as Outcome['events'], notices: [] as Outcome['notices'], given };
  const take = (outcome: Outcome | null) => {
    if (!outcome) return false;
    it.events.push(...outcome.events);
    it.notices.push(...outcome.notices);
    it.demand = outcome.demand;
    return true;
  };
  const write = (change: (draft: Draft) => boolean | void): boolean => {
    const draft = openDraft(it.demand, it.given, { now: it.now, actor: anActor('handler', TEAM) });
    return change(draft) !== false && take(seal(draft));
  };
  return {
    ...{ it, write },
    adopt: (policy: Policy) => {
      it.given = { ...it.given, policy };
      return write((draft) => adoptPolicy(draft, `第 ${policy.version} 版`));
    },
    recalendar: (years: CalendarYear[]) => {
      it.given = { ...it.given, calendar: calendarOf(years) };
      return write((draft) => adoptCalendar(draft, '日历'));
    },
    /** In time, or all at once at the end as after an outage. */
    until: (now: number, late = false) => {
      for (let due; (due = nextDeadline(it.demand)) !== null && due <= now;)
        take(passTime(it.demand, late ? now : due, it.given));
      it.now = Math.max(it.now, now);
    },
    handle: (): Clock => it.demand.clocks.findLast((clock) => clock.name === 'handle')!,
    fired: (): string[] =>
      it.events.filter(({ cause }) => cause.percent).map(({ cause }) => `${cause.clock} ${cause.percent}`),
  };
}

const days = (n: number): number => MONDAY + n * 24 * HOUR;

describe('a demand that goes over to a new policy', () => {
  it('keeps what was spent, gets the new due time, and has one line in its ledger and one event', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    a.until(at('2026-03-04 09:00'));
    expect(a.adopt(policyOf(2, 7, LADDER))).toBe(true);
    expect(beijing(a.handle().dueAt)).toBe('2026-03-10 18:00');
    const [from, to] = [at('2026-03-13 18:00'), at('2026-03-10 18:00')];
    const budget = { from: 10 * DAY * MINUTE, to: 7 * DAY * MINUTE };
    expect(a.handle().changes).toEqual([{ at: at('2026-03-04 09:00'), cause: '第 2 版', from, to, budget }]);
    expect([a.it.demand.policyVersion, a.handle().policyVersion]).toEqual([2, 2]);
    expect(a.it.events.filter((event) => event.type === 'policy_changed')).toMatchObject([
      { public: false, data: { from: 1, to: 2, clocks: [{ id: 'handle-1', dueAt: to }] } },
    ]);
    a.until(days(20));
    expect(a.fired().filter((name) => name.startsWith('handle'))).toEqual([
      ...['handle 50', 'handle 80', 'handle 100', 'handle 120'],
    ]);
  });

  it('breaches at once when the new budget is used up, at that moment and not in the past', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    a.until(at('2026-03-06 10:00'));
    a.adopt(policyOf(2, 2, LADDER));
    expect(beijing(a.handle().dueAt)).toBe('2026-03-06 10:00');
    a.until(a.it.now);
    expect(a.handle()).toMatchObject({ state: 'breached', dueAt: at('2026-03-06 10:00') });
    const escalated = a.it.events.filter((event) => event.type === 'timeout_escalated');
    expect(escalated.map((event) => [beijing(event.at), event.cause.clock])).toContainEqual([
      '2026-03-06 10:00',
      'handle',
    ]);
  });

  it('never moves a due time that has passed; the rungs after it do', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    const due = a.handle().dueAt;
    a.until(due + MINUTE);
    a.adopt(policyOf(2, 20, LADDER));
    expect(a.handle()).toMatchObject({ state: 'breached', dueAt: due });
    // 120 % of 20 days is 24, of which 10 are spent.
    expect(beijing(a.handle().rungs.find((rung) => rung.percent === 120)!.plannedAt)).toBe('2026-04-02 18:00');
  });

  it('never moves a due time that has passed while its timer is late, and carries it out as planned', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    const due = a.handle().dueAt;
    a.it.now = due + 3 * HOUR;
    a.adopt(policyOf(2, 20, [...LADDER, { percent: 150, step: 'supervise' }]));
    expect(a.handle().dueAt).toBe(due);
    a.until(a.it.now, true);
    expect(a.handle().state).toBe('breached');
    expect(new Set(a.fired()).size).toBe(a.fired().length);
  });

  it('keeps what has fired, drops what lies behind, and takes what lies ahead from the new ladder', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    a.until(a.handle().rungs.find((rung) => rung.percent === 50)!.plannedAt!);
    const ladder = [30, 60, 100, 150].map((percent): LadderRow => ({ percent, step: 'remind' }));
    a.adopt(policyOf(2, 10, ladder));
    expect(a.handle().rungs.map(({ percent, firedAt }) => [percent, firedAt !== null])).toEqual([
      [50, true],
      [60, false],
      [100, false],
      [150, false],
    ]);
    a.until(days(40));
    expect(a.fired().filter((name) => name.startsWith('handle'))).toEqual([
      ...['handle 50', 'handle 60', 'handle 100', 'handle 150'],
    ]);
  });

  it('gets the due time as a rung, also from a ladder that forgot it or names the clock not at all', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    a.adopt({ ...policyOf(2, 10, []), ladders: {} });
    expect(a.handle().rungs).toMatchObject([{ percent: 100, step: 'remind' }]);
  });

  it('keeps pause and extension; a paused clock is planned when it runs again', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    a.write((draft) => extendClock(liveClock(draft.demand, 'handle')!, rules.calendar, MONDAY, 5 * DAY));
    a.until(at('2026-03-03 09:00'));
    a.write((draft) => pause(draft, 'deferred'));
    a.adopt(policyOf(2, 4, LADDER));
    expect(a.handle()).toMatchObject({ state: 'paused', budget: 4 * DAY * MINUTE, extension: 5 * DAY * MINUTE });
    expect(a.handle().rungs.map((rung) => rung.plannedAt)).toEqual([null, null, null, null]);
    expect(a.handle().changes).toHaveLength(1);
    a.until(at('2026-03-16 09:00'));
    a.write((draft) => resume(draft));
    // Nine days in all, of which one is spent.
    expect(beijing(a.handle().dueAt)).toBe('2026-03-25 18:00');
  });

  it('keeps an extension in days when the clock counts another time from then on', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    a.write((draft) => extendClock(liveClock(draft.demand, 'handle')!, rules.calendar, MONDAY, 5 * DAY));
    const elapsed: BudgetRow = { clock: 'handle', scope: 'elapsed', minutes: 10 * 24 * 60 };
    a.adopt({ ...policyOf(2, 10, LADDER), budgets: [elapsed, ...defaultPolicy.budgets] });
    expect(beijing(a.handle().dueAt)).toBe(beijing(days(15)));
  });

  it('goes over to a version that changes nothing without a line in its ledgers, also as the record gives it back', () => {
    const stored = JSON.parse(JSON.stringify(aDemand({ stage: 'handling' }), sorted)) as Demand;
    const a = aRunning(stored);
    expect(a.adopt({ ...defaultPolicy, version: 2, returnLimit: 5 })).toBe(true);
    expect(a.it.demand.clocks.flatMap((clock) => clock.changes)).toEqual([]);
    expect(a.it.events.map((event) => event.type)).toEqual(['policy_changed']);
  });

  it('ignores its own version, an older one, and every one after its end', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    expect([a.adopt(policyOf(3, 5, LADDER)), a.adopt(policyOf(3, 6, LADDER)), a.adopt(policyOf(2, 7, LADDER))]).toEqual(
      [true, false, false],
    );
    expect(a.handle().budget).toBe(5 * DAY * MINUTE);
    const ended = aRunning(aDemand({ stage: 'closed' }));
    expect(ended.adopt(policyOf(2, 5, LADDER))).toBe(false);
    expect(ended.it.demand.policyVersion).toBe(1);
  });

  it('leaves a supervision the days that the supervisor gave', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    a.it.demand = supervisedFor(5, a.it.demand);
    a.adopt(policyOf(2, 1, LADDER.slice(0, 3), 'supervision'));
    expect(liveClock(a.it.demand, 'supervision')!.budget).toBe(5 * DAY * MINUTE);
  });
});

const sorted = (_key: string, value: unknown): unknown =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

function supervisedFor(workingDays: number, demand: Demand): Demand {
  const clock = { ...structuredClone(liveClock(demand, 'handle')!), id: 'supervision-1', name: 'supervision' as const };
  return { ...demand, clocks: [...demand.clocks, { ...clock, budget: workingDays * DAY * MINUTE }] };
}

describe('a preview', () => {
  it('tells what the demand then does', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    a.until(at('2026-03-06 10:00'));
    const policy = policyOf(2, 2, LADDER);
    const moves = movesOf(a.it.demand, { ...rules, policy }, a.it.now, 'policy');
    const from = a.handle().dueAt;
    a.adopt(policy);
    expect(moves).toEqual([
      {
        clock: 'handle',
        from,
        to: a.handle().dueAt,
        provisional: false,
        breaches: true,
        atOnce: ['remind', 'remind', 'escalate', 'move_up'],
      },
    ]);
  });

  it('foretells every rung that comes due by it, also where no due time moves', () => {
    const a = aRunning(aDemand({ stage: 'handling' }));
    a.until(at('2026-03-03 10:00'));
    const ladder: LadderRow[] = [
      { percent: 1, step: 'escalate' },
      { percent: 2, step: 'move_up' },
      { percent: 100, step: 'remind' },
    ];
    const policy = policyOf(2, 10, ladder);
    const due = a.handle().dueAt;
    const moves = movesOf(a.it.demand, { ...rules, policy }, a.it.now, 'policy');
    const before = a.it.events.length;
    a.adopt(policy);
    a.until(a.it.now);
    const types = a.it.events.slice(before).flatMap(({ type, cause }) => (cause.clock === 'handle' ? [type] : []));
    expect(types).toEqual(['timeout_escalated', 'moved_up']);
    expect(moves).toEqual([
      { clock: 'handle', from: due, to: due, provisional: false, breaches: false, atOnce: ['escalate', 'move_up'] },
    ]);
  });

  it('does not foretell what is due anyway, and looks at a demand that was sent ahead where it is', () => {
    const ahead = aRunning(aDemand({ stage: 'handling' }));
    ahead.until(at('2026-03-06 10:00'));
    ahead.write((draft) => extendClock(liveClock(draft.demand, 'handle')!, rules.calendar, ahead.it.now, 0));
    const policy = policyOf(2, 2, LADDER);
    expect(movesOf(ahead.it.demand, { ...rules, policy }, MONDAY, 'policy')).toMatchObject([
      { clock: 'handle', to: at('2026-03-06 10:00'), breaches: true },
    ]);
    const late = aRunning(aDemand({ stage: 'handling' }));
    const now = late.handle().dueAt + MINUTE;
    expect(movesOf(late.it.demand, { ...rules, policy: policyOf(2, 10, LADDER) }, now, 'policy')).toEqual([]);
  });

  it('leaves the demand as it is, and says nothing of clocks that stand still or do not move', () => {
    const a = aRunning(aDemand({ stage: 'waiting' }));
    const before = JSON.stringify(a.it.demand);
    expect(movesOf(a.it.demand, { ...rules, policy: policyOf(2, 2, LADDER) }, MONDAY, 'policy')).toEqual([]);
    expect(movesOf(a.it.demand, rules, MONDAY, 'calendar')).toEqual([]);
    expect(JSON.stringify(a.it.demand)).toBe(before);
  });
});

describe('whatever is changed, paused, extended and delayed,', () => {
  const percents = fc.uniqueArray(fc.constantFrom(10, 30, 50, 70, 80, 90, 110, 120, 150, 300), { maxLength: 6 });
  const ladder = percents.map((list) =>
    [...list, 100].sort((a, b) => a - b).map((percent): LadderRow => ({ percent, step: STEPS[percent % 4]! })),
  );
  const STEPS = ['remind', 'escalate', 'supervise', 'move_up'] as const;
  const step = fc.record({
    what: fc.constantFrom('policy', 'policy', 'calendar', 'pause', 'resume', 'extend', 'pass', 'pass', 'outage'),
    after: fc.constantFrom(0, 0, MINUTE, HOUR, 7 * HOUR, 24 * HOUR, 5 * 24 * HOUR, 40 * 24 * HOUR),
    ladder,
    days: fc.constantFrom(0.1, 1, 2, 5, 10, 30),
    scope: fc.constantFrom('working' as const, 'working' as const, 'elapsed' as const),
    off: fc.array(fc.integer({ min: 1, max: 28 }), { maxLength: 12 }),
    month: fc.integer({ min: 3, max: 8 }),
  });
  const stages = fc.constantFrom('dispatching', 'accepting', 'handling', 'replying', 'calling_back', 'rating');

  it('every rung above what had fired fires once while its clock lives, none twice, and none is planned in the past', () => {
    fc.assert(
      fc.property(stages, fc.array(step, { minLength: 5, maxLength: 25 }), (stage, steps) => {
        const a = aRunning(aDemand({ stage, place: BAOAN }));
        let expected = expectedOf(a.it.demand);
        let version = 1;
        for (const { what, after, ladder: rungs, days: budget, scope, off, month } of steps) {
          if (what === 'pass' || what === 'outage') a.until(a.it.now + after, what === 'outage');
          else a.it.now += after;
          const before = structuredClone(a.it.demand);
          const due = new Set(fired(a));
          if (what === 'policy') {
            version += 1;
            const budgets = CLOCK_NAMES.map((clock): BudgetRow => ({
              clock,
              scope,
              minutes: Math.round(budget * (scope === 'working' ? DAY : 1440)),
            }));
            const ladders = Object.fromEntries(CLOCK_NAMES.map((clock) => [clock, rungs]));
            a.adopt({ ...defaultPolicy, version, budgets, ladders });
            expected = expectedOf(a.it.demand);
          }
          if (what === 'calendar') a.recalendar([yearWithout(month, off, version)]);
          if (what === 'pause') a.write((draft) => pause(draft, 'deferred'));
          if (what === 'resume') a.write((draft) => resume(draft));
          if (what === 'extend')
            a.write((draft) => {
              for (const clock of draft.demand.clocks)
                if (clock.endedAt === null) extendClock(clock, a.it.given.calendar, a.it.now, 60);
            });
          expect(fired(a)).toEqual([...due]);
          if (what === 'policy' || what === 'calendar') expectNothingMovedBack(before, a.it.demand, a.it.now);
          expect(a.it.demand.clocks.filter((c) => !isSoundLedger(c, a.it.given.calendar, a.it.now))).toEqual([]);
        }
        a.write((draft) => resume(draft));
        // A rung that moves the case up starts clocks at the level above; after a few all is over.
        for (let i = 0; i < 8; i += 1) a.until(a.it.now + 400 * 24 * HOUR);
        const all = fired(a);
        expect(all.filter((name, i) => all.indexOf(name) !== i)).toEqual([]);
        const lost = expected.filter((name) => !all.includes(name) && !hasEnded(a.it.demand, name));
        expect(lost).toEqual([]);
        const keys = a.it.notices.map(({ key }) => key);
        expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  /** What is still to come by the ladders, as "clock id percent". */
  const expectedOf = ({ clocks }: Demand): string[] =>
    clocks
      .filter((clock) => clock.endedAt === null)
      .flatMap((clock) => clock.rungs.filter((r) => r.firedAt === null).map((r) => `${clock.id} ${r.percent}`));
  const fired = ({ it }: ReturnType<typeof aRunning>): string[] =>
    it.demand.clocks.flatMap((clock) =>
      clock.rungs.filter((rung) => rung.firedAt !== null).map((rung) => `${clock.id} ${rung.percent}`),
    );
  const hasEnded = ({ clocks }: Demand, name: string): boolean =>
    clocks.some((clock) => clock.endedAt !== null && name.startsWith(`${clock.id} `));
  const yearWithout = (month: number, off: number[], version: number): CalendarYear => ({
    ...{ year: 2026, version, source: '测试' },
    days: Object.fromEntries(off.map((day) => [`0${month}-${String(day).padStart(2, '0')}`, 'off' as const])),
  });

  function expectNothingMovedBack(before: Demand, after: Demand, now: number): void {
    after.clocks.forEach((clock, i) => {
      const was = before.clocks[i]!;
      if (was.state === 'breached' || (was.state === 'running' && was.dueAt <= now))
        expect(clock.dueAt).toBe(was.dueAt);
      for (const rung of clock.rungs.filter((r) => r.firedAt === null && r.plannedAt !== null)) {
        const old = was.rungs.find((r) => r.percent === rung.percent)?.plannedAt;
        if (rung.plannedAt! < now) expect(rung.plannedAt).toBe(old);
      }
      expect(new Set(clock.rungs.map((rung) => rung.percent)).size).toBe(clock.rungs.length);
    });
  }
});
