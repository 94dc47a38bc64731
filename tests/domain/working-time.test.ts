import { seedCalendarYears } from '../../prisma/calendar-seed';
import { type Calendar, calendarOf } from '../../src/domain/calendar';
import {
  addWorkingTime,
  atLocal,
  isWorkingTime,
  nextWorkingInstant,
  workingTimeBetween,
} from '../../src/domain/working-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WORKING_DAY = 7 * HOUR;
const seeded = calendarOf(seedCalendarYears());

/** Epoch ms of a Beijing time like '2026-02-13 18:00'. */
const at = (local: string): number => Date.parse(`${local.replace(' ', 'T')}:00+08:00`);
/** The Beijing time of an instant, by way of the platform's UTC calendar only. */
const beijing = (epochMs: number): string => new Date(epochMs + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ');
const due = (from: string, amountMs: number, calendar = seeded): string =>
  beijing(addWorkingTime(calendar, at(from), amountMs).at);
const withDay = (key: string, rule: [number, number][]): Calendar =>
  calendarOf(
    seedCalendarYears().map((year) => (year.year === 2026 ? { ...year, days: { ...year.days, [key]: rule } } : year)),
  );

describe('a budget of working time', () => {
  it.each([
    ['within the morning', '2026-06-01 09:30', 2 * HOUR, '2026-06-01 11:30'],
    ['across the lunch break', '2026-06-01 11:30', HOUR, '2026-06-01 14:30'],
    ['used up exactly at noon', '2026-06-01 10:00', 2 * HOUR, '2026-06-01 12:00'],
    ['used up exactly at closing time', '2026-06-01 16:00', 2 * HOUR, '2026-06-01 18:00'],
    ['given at closing time', '2026-06-01 18:00', HOUR, '2026-06-02 10:00'],
    ['given during lunch', '2026-06-01 13:00', HOUR, '2026-06-01 15:00'],
    ['given at midnight', '2026-06-02 00:00', HOUR, '2026-06-02 10:00'],
    ['given one minute before midnight', '2026-06-01 23:59', HOUR, '2026-06-02 10:00'],
    ['given on Friday evening', '2026-06-05 20:00', HOUR, '2026-06-08 10:00'],
    ['of a whole day from the opening', '2026-06-01 09:00', WORKING_DAY, '2026-06-01 18:00'],
    ['of a whole day from the middle of one', '2026-06-01 15:00', WORKING_DAY, '2026-06-02 15:00'],
    ['of ten days', '2026-06-01 15:00', 10 * WORKING_DAY, '2026-06-15 15:00'],
    ['on the last evening before 春节 2026', '2026-02-14 17:00', 2 * HOUR, '2026-02-24 10:00'],
    ['over the make-up Saturday before 春节 2026', '2026-02-13 17:00', 2 * HOUR, '2026-02-14 10:00'],
    ['given during 春节 2026', '2026-02-17 10:00', HOUR, '2026-02-24 10:00'],
    ['on a Sunday worked for 国庆', '2026-09-20 09:00', 3 * HOUR, '2026-09-20 12:00'],
    ['from Friday to a Sunday that is worked', '2026-09-18 17:30', HOUR, '2026-09-20 09:30'],
    ['of nothing during working hours', '2026-06-01 10:00', 0, '2026-06-01 10:00'],
    ['of nothing at night', '2026-06-01 23:00', 0, '2026-06-01 23:00'],
  ])('%s is due when it has passed', (_, from, amountMs, expected) => {
    expect(due(from, amountMs)).toBe(expected);
  });

  it('on a half day stops at the end of that day', () => {
    const halfDay = withDay('06-01', [[540, 720]]);
    expect(due('2026-06-01 11:00', HOUR, halfDay)).toBe('2026-06-01 12:00');
    expect(due('2026-06-01 11:00', 2 * HOUR, halfDay)).toBe('2026-06-02 10:00');
    expect(isWorkingTime(halfDay, at('2026-06-01 15:00'))).toBe(false);
  });

  it('counts hours published for a single weekend day', () => {
    expect(due('2026-06-06 08:00', HOUR, withDay('06-06', [[600, 660]]))).toBe('2026-06-06 11:00');
  });

  it('can end at midnight', () => {
    const evening = withDay('06-01', [[1380, 1440]]);
    expect(due('2026-06-01 12:00', HOUR, evening)).toBe('2026-06-02 00:00');
  });

  it('is exact to the millisecond and rounds what a percentage leaves over', () => {
    const from = at('2026-06-01 09:00');
    expect(addWorkingTime(seeded, from, 1).at).toBe(from + 1);
    expect(addWorkingTime(seeded, from, 0.07 * 100 * HOUR).at).toBe(from + 9 * HOUR);
  });

  it.each([Number.NaN, -1])('of %d ms is refused', (amountMs) => {
    expect(() => addWorkingTime(seeded, at('2026-06-01 09:00'), amountMs)).toThrow(
      `not an amount of working time in ms: ${amountMs}`,
    );
  });

  it.each([Number.POSITIVE_INFINITY, 60_000 * HOUR])('of %d ms is refused as longer than twenty years', (amountMs) => {
    expect(() => addWorkingTime(seeded, at('2026-06-01 09:00'), amountMs)).toThrow(RangeError);
  });

  it('of ten years is still counted', () => {
    const { at: end } = addWorkingTime(seeded, at('2027-01-04 09:00'), 2_610 * WORKING_DAY);
    expect(beijing(end)).toBe('2037-01-02 18:00');
  });

  it.each([Number.NaN, -1, 0, 1_780_000_000, Number.POSITIVE_INFINITY, 8.64e15])('from %d is refused', (from) => {
    expect(() => addWorkingTime(seeded, from, HOUR)).toThrow(RangeError);
    expect(() => workingTimeBetween(seeded, from, at('2026-06-01 09:00'))).toThrow(RangeError);
  });
});

describe('a due time that touches an unpublished year', () => {
  it.each([
    ['the last hour of 2026 is final', '2026-12-31 17:00', HOUR, '2026-12-31 18:00', false],
    ['the last hour of 2026 and a minute is provisional', '2026-12-31 17:00', HOUR + MINUTE, '2027-01-01 09:01', true],
    ['a start in 2027 is provisional', '2027-01-04 10:00', HOUR, '2027-01-04 11:00', true],
    ['a start before the first published year is provisional', '2022-12-30 17:00', 2 * HOUR, '2023-01-03 10:00', true],
    ['nothing added in 2027 is provisional', '2027-01-04 10:00', 0, '2027-01-04 10:00', true],
    [
      'a long budget inside the published years is final',
      '2025-12-01 09:00',
      60 * WORKING_DAY,
      '2026-02-28 18:00',
      false,
    ],
  ])('%s', (_, from, amountMs, expected, provisional) => {
    const result = addWorkingTime(seeded, at(from), amountMs);
    expect([beijing(result.at), result.provisional]).toEqual([expected, provisional]);
  });

  it('becomes final and moves when the year is published', () => {
    const published = calendarOf([
      ...seedCalendarYears(),
      { year: 2027, version: 1, source: '示例', days: { '01-01': 'off' } },
    ]);
    const result = addWorkingTime(published, at('2026-12-31 17:00'), HOUR + MINUTE);
    expect([beijing(result.at), result.provisional]).toEqual(['2027-01-04 09:01', false]);
  });
});

describe('working hours', () => {
  it.each([
    ['2026-06-01 08:59', false, '2026-06-01 09:00'],
    ['2026-06-01 09:00', true, '2026-06-01 09:00'],
    ['2026-06-01 11:59', true, '2026-06-01 11:59'],
    ['2026-06-01 12:00', false, '2026-06-01 14:00'],
    ['2026-06-01 18:00', false, '2026-06-02 09:00'],
    ['2026-06-05 18:00', false, '2026-06-08 09:00'],
    ['2026-09-20 10:00', true, '2026-09-20 10:00'],
    ['2026-10-01 10:00', false, '2026-10-08 09:00'],
  ])('at %s are open: %s, next at %s', (local, open, next) => {
    expect(isWorkingTime(seeded, at(local))).toBe(open);
    expect(nextWorkingInstant(seeded, at(local))).toEqual({ at: at(next), provisional: false });
  });

  it('after the last evening of 2026 open provisionally', () => {
    expect(nextWorkingInstant(seeded, at('2026-12-31 18:00'))).toEqual({
      at: at('2027-01-01 09:00'),
      provisional: true,
    });
  });

  it('that never open are refused instead of searched for ever', () => {
    const never = calendarOf([]);
    expect(() => nextWorkingInstant({ ...never, hours: [] }, at('2026-06-01 09:00'))).toThrow(RangeError);
  });

  it('between two instants the wrong way round are none', () => {
    expect(workingTimeBetween(seeded, at('2026-06-02 10:00'), at('2026-06-01 10:00'))).toBe(0);
  });

  it('between instants thirty years apart are refused', () => {
    expect(() => workingTimeBetween(seeded, atLocal(2000, 2, 1, 0), atLocal(2030, 2, 1, 0))).toThrow(RangeError);
  });
});
