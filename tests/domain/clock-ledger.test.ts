import fc from 'fast-check';
import '../support/luck';
import { calendarOf } from '../../src/domain/calendar';
import * as clocks from '../../src/domain/clock';
import type { Clock } from '../../src/domain/clock';
import { addWorkingTime, workingTimeBetween } from '../../src/domain/working-time';
import { at, beijing, HOUR, MINUTE, MONDAY, rules } from '../support/a-demand';
import { isSoundLedger } from '../support/sound-ledger';

const { calendar } = rules;
const DAY = 7 * HOUR;
const ladder = [
  { percent: 50, step: 'remind' },
  { percent: 80, step: 'remind' },
  { percent: 100, step: 'escalate' },
  { percent: 120, step: 'move_up' },
] as const;
const started = (minutes: number, now = MONDAY, scope: Clock['scope'] = 'working'): Clock =>
  clocks.startClock(
    {
      id: 'handle-1',
      name: 'handle',
      round: 1,
      level: 'C',
      scope,
      minutes,
      ladder,
      policyVersion: 1,
      unit: 'team',
      now,
    },
    calendar,
  );
const plannedOf = (clock: Clock) => clock.rungs.map((rung) => beijing(rung.plannedAt));

describe('a ledger, whatever happens to its clock,', () => {
  const gaps = fc.oneof(fc.integer({ min: 0, max: 3 * 24 * 60 }), fc.constantFrom(0, 180, 1440, 12 * 1440));
  const operations = fc.array(
    fc.record({
      what: fc.constantFrom('charge', 'pause', 'pause_otherwise', 'resume', 'extend', 'replan', 'end'),
      after: gaps,
      unit: fc.constantFrom('team', 'park', 'street', null),
    }),
    { maxLength: 25 },
  );
  const otherCalendar = calendarOf([]);

  it('has no gaps, no overlaps, and adds up to the time that was spent', () => {
    fc.assert(
      fc.property(operations, fc.constantFrom<Clock['scope']>('working', 'elapsed'), (steps, scope) => {
        const clock = started(10 * 420, MONDAY, scope);
        let [now, by] = [MONDAY, calendar];
        for (const { what, after, unit } of steps) {
          now += after * MINUTE;
          if (what === 'charge') clocks.chargeTo(clock, unit, now);
          if (what === 'pause') clocks.pauseClock(clock, now, 'waiting_for_information', 'handler');
          if (what === 'pause_otherwise') clocks.pauseClock(clock, now, 'deferred', 'supervisor');
          if (what === 'resume') clocks.resumeClock(clock, by, now);
          if (what === 'extend' && clock.endedAt === null) clocks.extendClock(clock, by, now, 420);
          if (what === 'replan')
            clocks.replanClock(clock, (by = by === calendar ? otherCalendar : calendar), now, 'test');
          if (what === 'end') clocks.endClock(clock, now);
          expect(isSoundLedger(clock, by, now)).toBe(true);
        }
      }),
    );
  });

  it('has its due time exactly where the whole budget is spent', () => {
    const pauses = fc.array(fc.tuple(gaps, gaps), { maxLength: 6 });
    fc.assert(
      fc.property(pauses, (stretches) => {
        const clock = started(10 * 420);
        let now = MONDAY;
        for (const [run, rest] of stretches) {
          now += run * MINUTE;
          if (now > clock.dueAt) break;
          clocks.pauseClock(clock, now, 'deferred', 'supervisor');
          now += rest * MINUTE;
          clocks.resumeClock(clock, calendar, now);
        }
        expect(clocks.spentBy(clock, calendar, clock.dueAt)).toBe(10 * DAY);
      }),
    );
  });

  it('moves its due time by the working time of a pause and by nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 * 24 * 60 }), gaps, (run, rest) => {
        const clock = started(10 * 420);
        const [from, to, before] = [MONDAY + run * MINUTE, MONDAY + (run + rest) * MINUTE, clock.dueAt];
        clocks.pauseClock(clock, from, 'deferred', 'supervisor');
        clocks.resumeClock(clock, calendar, to);
        expect(clock.dueAt).toBe(addWorkingTime(calendar, before, workingTimeBetween(calendar, from, to)).at);
      }),
    );
  });
});

describe('an extension', () => {
  it('moves the rungs that have not fired and leaves the others', () => {
    const clock = started(10 * 420);
    clock.rungs[0]!.firedAt = clock.rungs[0]!.plannedAt;
    clocks.extendClock(clock, calendar, at('2026-03-09 09:00'), 5 * 420);
    expect(plannedOf(clock)).toEqual(['2026-03-06 18:00', '2026-03-17 18:00', '2026-03-20 18:00', '2026-03-25 18:00']);
    expect(beijing(clock.dueAt)).toBe('2026-03-20 18:00');
  });

  it('of a paused clock counts from its resumption', () => {
    const clock = started(420);
    clocks.pauseClock(clock, MONDAY, 'deferred', 'supervisor');
    clocks.extendClock(clock, calendar, MONDAY, 420);
    clocks.resumeClock(clock, calendar, at('2026-03-09 09:00'));
    expect(beijing(clock.dueAt)).toBe('2026-03-10 18:00');
  });
});

describe('a new calendar', () => {
  const withHolidayOnTuesday = calendarOf(
    calendar.years.map((y) =>
      y.year === 2026 ? { ...y, version: 2, days: { ...y.days, '03-03': 'off' as const } } : y,
    ),
  );

  it('moves the due time and writes a line in the ledger', () => {
    const clock = started(2 * 420);
    expect(clocks.replanClock(clock, withHolidayOnTuesday, at('2026-03-02 10:00'), '日历 2026 第 2 版')).toBe(true);
    expect(beijing(clock.dueAt)).toBe('2026-03-04 18:00');
    expect(clock.calendarVersion).toBe(withHolidayOnTuesday.version);
    const line = { at: at('2026-03-02 10:00'), cause: '日历 2026 第 2 版', from: at('2026-03-03 18:00') };
    expect(clock.changes).toEqual([{ ...line, to: at('2026-03-04 18:00') }]);
  });

  it('leaves a clock alone that it does not touch', () => {
    const clock = started(60);
    expect(clocks.replanClock(clock, withHolidayOnTuesday, MONDAY, 'test')).toBe(false);
    expect(clock.changes).toEqual([]);
  });

  it('makes a provisional due time certain', () => {
    const clock = started(10 * 420, at('2026-12-28 09:00'));
    expect(clock.provisional).toBe(true);
    const published = calendarOf([...calendar.years, { year: 2027, version: 1, source: '', days: { '01-01': 'off' } }]);
    expect(clocks.replanClock(clock, published, at('2026-12-29 09:00'), 'test')).toBe(true);
    expect(clock.provisional).toBe(false);
    expect(beijing(clock.dueAt)).toBe('2027-01-11 18:00');
  });

  it('never takes a breach back, but moves the rungs that come after it', () => {
    const clock = started(60);
    clock.rungs.slice(0, 3).forEach((rung) => (rung.firedAt = rung.plannedAt));
    clock.state = 'breached';
    const free = calendarOf(
      calendar.years.map((y) =>
        y.year === 2026 ? { ...y, version: 2, days: { ...y.days, '03-02': 'off' as const } } : y,
      ),
    );
    expect(clocks.replanClock(clock, free, at('2026-03-02 10:05'), 'test')).toBe(true);
    expect(clock).toMatchObject({ state: 'breached', dueAt: at('2026-03-02 10:00') });
    expect(clock.rungs[3]!.plannedAt).toBeGreaterThan(at('2026-03-03 09:00'));
  });

  it('is not needed by a clock that has ended', () => {
    const clock = started(2 * 420);
    clocks.endClock(clock, at('2026-03-02 10:00'));
    expect(clocks.replanClock(clock, withHolidayOnTuesday, at('2026-03-02 11:00'), 'test')).toBe(false);
  });
});

describe('a clock that ends', () => {
  it.each([
    ['before its due time is met', '2026-03-02 09:59', 'met'],
    ['at its due time is met', '2026-03-02 10:00', 'met'],
    ['after its due time is breached', '2026-03-02 10:01', 'breached'],
  ])('%s', (_, end, state) => {
    const clock = started(60);
    clocks.endClock(clock, at(end));
    expect(clock.state).toBe(state);
  });

  it('while it is paused is met, however long the pause has lasted', () => {
    const clock = started(60);
    clocks.pauseClock(clock, at('2026-03-02 09:30'), 'deferred', 'supervisor');
    clocks.endClock(clock, at('2026-06-01 09:00'));
    expect(clock.state).toBe('met');
  });

  it('never runs again', () => {
    const clock = started(60);
    clocks.endClock(clock, at('2026-03-02 09:30'));
    const ended = JSON.stringify(clock);
    clocks.pauseClock(clock, at('2026-03-02 09:40'), 'deferred', 'supervisor');
    clocks.resumeClock(clock, calendar, at('2026-03-02 09:50'));
    clocks.chargeTo(clock, 'street', at('2026-03-02 09:50'));
    clocks.endClock(clock, at('2026-03-02 12:00'));
    expect(JSON.stringify(clock)).toBe(ended);
    expect(clocks.nextRung(clock)).toBeNull();
  });
});
