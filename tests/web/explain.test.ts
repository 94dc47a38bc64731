import { calendarOf } from '../../src/domain/calendar';
import { startClock, pauseClock, resumeClock, extendClock } from '../../src/domain/clock';
import { atLocal } from '../../src/domain/working-time';
import { explainDue } from '../../web/src/time/explain';
import { beijing } from '../../src/api/demands/view';
import type { Clock } from '../../src/domain/clock';
import type { ClockLedger } from '../../src/api/contract';

// 2026: 元旦 off, Sunday 4 January works instead of Friday the 2nd.
const calendar = calendarOf([
  { year: 2026, version: 1, source: '', days: { '01-01': 'off', '01-02': 'off', '01-04': 'work' } },
]);
const at = (month: number, day: number, hour: number, minute = 0): number =>
  atLocal(2026, month, day, hour * 60 + minute);

function clockOf(startedAt: number, minutes: number): Clock {
  const unit = 'zhihui';
  const given = {
    id: 'handle-1',
    name: 'handle',
    round: 1,
    level: 'C',
    scope: 'working',
    minutes,
    ladder: [],
  } as const;
  return startClock({ ...given, ladder: [], policyVersion: 1, unit, now: startedAt }, calendar);
}

/** As the API shows it. */
function ledgerOf(clock: Clock): ClockLedger {
  const segments = clock.segments.map(({ from, to, kind }) => ({
    from: beijing(from),
    to: to === null ? null : beijing(to),
    kind,
    unit: null,
  }));
  const minutes = { budgetMinutes: clock.budget / 60_000, extensionMinutes: clock.extension / 60_000 };
  return { ...clock, ...minutes, segments, dueAt: beijing(clock.dueAt) } as unknown as ClockLedger;
}

const sumOf = (clock: Clock): number | undefined => explainDue(calendar, ledgerOf(clock)).at(-1)?.sum;

describe('why a clock is due when it is', () => {
  it('counts working time day by day, up to the whole budget', () => {
    const days = explainDue(calendar, ledgerOf(clockOf(at(1, 7, 16), 7 * 60)));
    expect(days.map(({ kind, minutes, sum }) => [kind, minutes, sum])).toEqual([
      ['工作日', 120, 120],
      ['工作日', 300, 420],
    ]);
  });

  it('names weekends, holidays and working weekends for what they are', () => {
    const days = explainDue(calendar, ledgerOf(clockOf(at(1, 1, 9), 420)));
    expect(days.map(({ kind, minutes }) => [kind, minutes])).toEqual([
      ['节假日', 0],
      ['节假日', 0],
      ['周末', 0],
      ['调休上班', 420],
    ]);
  });

  it('leaves out what was paused, and adds what was extended', () => {
    const clock = clockOf(at(1, 7, 9), 420);
    pauseClock(clock, at(1, 7, 11), 'waiting_for_information', 'handler');
    resumeClock(clock, calendar, at(1, 8, 15));
    expect(sumOf(clock)).toBe(420);
    extendClock(clock, calendar, at(1, 8, 16), 840);
    expect(sumOf(clock)).toBe(1260);
  });

  it('says so when the year of a day is not published', () => {
    const days = explainDue(calendar, ledgerOf(clockOf(atLocal(2026, 12, 31, 17 * 60), 120)));
    expect(days.map(({ kind }) => kind)).toEqual(['工作日', '日历未发布']);
  });

  it('has nothing to say while a clock stands still', () => {
    const clock = clockOf(at(1, 7, 9), 420);
    pauseClock(clock, at(1, 7, 11), 'deferred', 'handler');
    expect(explainDue(calendar, ledgerOf(clock))).toEqual([]);
  });
});
