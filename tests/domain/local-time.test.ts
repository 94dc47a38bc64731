import fc from 'fast-check';
import '../support/luck';
import { atLocal, civilDate, dayNumberOf, localDay, quietEnd, weekday } from '../../src/domain/local-time';

const MINUTE = 60_000;

/** Epoch ms of a Beijing time like '2026-02-13 18:00'. */
const at = (local: string): number => Date.parse(`${local.replace(' ', 'T')}:00+08:00`);
/** The Beijing time of an instant, by way of the platform's UTC calendar only. */
const beijing = (epochMs: number): string =>
  new Date(epochMs + 480 * MINUTE).toISOString().slice(0, 16).replace('T', ' ');

describe('the Beijing day', () => {
  it('begins at 16:00 UTC', () => {
    const midnight = Date.UTC(2026, 1, 28, 16);
    expect(localDay(midnight)).toEqual({ year: 2026, month: 3, day: 1, minutes: 0 });
    expect(localDay(midnight - 1)).toEqual({ year: 2026, month: 2, day: 28, minutes: 1439 });
    expect(atLocal(2026, 3, 1, 0)).toBe(midnight);
  });

  it('lets days and minutes overflow but no months', () => {
    expect(atLocal(2026, 2, 29, 1500)).toBe(at('2026-03-02 01:00'));
    expect(() => atLocal(2026, 13, 1, 0)).toThrow(RangeError);
    expect(() => atLocal(2026, 1, Number.NaN, 0)).toThrow(RangeError);
  });

  it('comes back from its date and minute, for every minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 15_778_080, max: 120_968_639 }), (minute) => {
        const { year, month, day, minutes } = localDay(minute * MINUTE);
        expect(atLocal(year, month, day, minutes)).toBe(minute * MINUTE);
      }),
    );
  });

  it('has the date the platform gives it, on every day of two centuries', () => {
    const wrong = [];
    for (let day = 10_957; day < 10_957 + 200 * 365 + 48; day++) {
      const platform = new Date(day * 86_400_000);
      const expected = {
        year: platform.getUTCFullYear(),
        month: platform.getUTCMonth() + 1,
        day: platform.getUTCDate(),
      };
      const sameDate = JSON.stringify(civilDate(day)) === JSON.stringify(expected);
      const sameNumber = dayNumberOf(expected.year, expected.month, expected.day) === day;
      if (!sameDate || !sameNumber || weekday(day) !== platform.getUTCDay()) wrong.push(platform.toISOString());
    }
    expect(wrong).toEqual([]);
  });

  it.each([Number.NaN, -1, 0, 1_780_000_000, Number.POSITIVE_INFINITY, 8.64e15])('of %d is refused', (epochMs) => {
    expect(() => localDay(epochMs)).toThrow(RangeError);
  });
});

describe('a message that rings', () => {
  const night = { from: 1200, to: 480 };

  it.each([
    ['2026-06-01 19:59', '2026-06-01 19:59'],
    ['2026-06-01 20:00', '2026-06-02 08:00'],
    ['2026-06-01 23:59', '2026-06-02 08:00'],
    ['2026-06-02 00:00', '2026-06-02 08:00'],
    ['2026-06-02 07:59', '2026-06-02 08:00'],
    ['2026-06-02 08:00', '2026-06-02 08:00'],
    ['2026-12-31 22:00', '2027-01-01 08:00'],
  ])('of %s goes out at %s', (local, expected) => {
    expect(beijing(quietEnd(at(local), night))).toBe(expected);
  });

  it('waits for the end of quiet hours that lie within a day', () => {
    const lunch = { from: 720, to: 840 };
    expect(beijing(quietEnd(at('2026-06-01 12:00'), lunch))).toBe('2026-06-01 14:00');
    expect(beijing(quietEnd(at('2026-06-01 14:00'), lunch))).toBe('2026-06-01 14:00');
  });

  it('goes out at once when there are no quiet hours', () => {
    expect(quietEnd(at('2026-06-01 03:00'), { from: 0, to: 0 })).toBe(at('2026-06-01 03:00'));
  });

  it('is refused with quiet hours outside the day', () => {
    expect(() => quietEnd(at('2026-06-01 03:00'), { from: 1200, to: Number.NaN })).toThrow(RangeError);
  });
});
