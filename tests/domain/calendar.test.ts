import { LegalHoliday } from 'tyme4ts';
import { seedCalendarYears } from '../../prisma/calendar-seed';
import { calendarOf, type CalendarYear, isPublished, type Span, workingDay } from '../../src/domain/calendar';
import { dayNumberOf } from '../../src/domain/local-time';
import { atLocal } from '../../src/domain/working-time';

const seeded = calendarOf(seedCalendarYears());

const aYear = (overrides: Partial<CalendarYear> = {}): CalendarYear => ({
  year: 2026,
  version: 1,
  source: '示例',
  days: {},
  ...overrides,
});

/** Every date of the years, by the platform's own UTC calendar, so that nothing of the code under test is used. */
function datesOf(
  first: number,
  last: number,
): { iso: string; year: number; month: number; day: number; weekend: boolean }[] {
  const dates = [];
  for (let at = Date.UTC(first, 0, 1); at < Date.UTC(last + 1, 0, 1); at += 86_400_000) {
    const date = new Date(at);
    dates.push({
      iso: date.toISOString().slice(0, 10),
      year: date.getUTCFullYear(),
      month: date.getUTCMonth() + 1,
      day: date.getUTCDate(),
      weekend: date.getUTCDay() === 0 || date.getUTCDay() === 6,
    });
  }
  return dates;
}

type ListedDate = ReturnType<typeof datesOf>[number];

const worksByTyme = ({ year, month, day, weekend }: ListedDate): boolean =>
  LegalHoliday.fromYmd(year, month, day)?.isWork() ?? !weekend;

interface PublishedDays {
  holidays: Record<string, string>;
  workdays: Record<string, string>;
}

const chineseDays = Array.from({ length: 10 }, (_, index): PublishedDays =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- one file per year, chosen at run time
  require(`chinese-days/dist/years/${2017 + index}.json`),
);

function worksByChineseDays({ iso, weekend }: ListedDate): boolean {
  if (chineseDays.some((year) => iso in year.workdays)) return true;
  if (chineseDays.some((year) => iso in year.holidays)) return false;
  return !weekend;
}

describe('the seeded calendar', () => {
  it('two independent data sets agree on every day of 2018 to 2026', () => {
    const dates = datesOf(2018, 2026);
    const differences = dates.filter((date) => worksByTyme(date) !== worksByChineseDays(date)).map((date) => date.iso);
    expect(dates).toHaveLength(9 * 365 + 2);
    expect(differences).toEqual([]);
  });

  it('every day of 2023 to 2026 is a working day exactly when the second data set says so', () => {
    const differences = datesOf(2023, 2026)
      .filter((date) => {
        const { spans, published } = workingDay(seeded, dayNumberOf(date.year, date.month, date.day));
        return !published || spans.length > 0 !== worksByTyme(date);
      })
      .map((date) => date.iso);
    expect(differences).toEqual([]);
  });

  it('holds only exceptions: weekdays that are off and weekends that are worked', () => {
    const dates = new Map(datesOf(2023, 2026).map((date) => [date.iso, date]));
    for (const { year, days } of seedCalendarYears()) {
      for (const [key, rule] of Object.entries(days)) {
        expect([year, key, rule]).toEqual([year, key, dates.get(`${year}-${key}`)?.weekend ? 'work' : 'off']);
      }
    }
    expect(JSON.stringify(seeded).length).toBeLessThan(2_500);
  });

  it('2026 has the days of the State Council notice', () => {
    const year = seedCalendarYears().find((held) => held.year === 2026);
    const work = Object.entries(year?.days ?? {}).filter(([, rule]) => rule === 'work');
    expect(work.map(([key]) => key)).toEqual(['01-04', '02-14', '02-28', '05-09', '09-20', '10-10']);
    expect(year?.source).toContain('国办发明电〔2025〕7号');
  });

  it('2027 is not published, and the border is Beijing midnight', () => {
    const newYear = atLocal(2027, 1, 1, 0);
    expect(isPublished(seeded, newYear - 1)).toBe(true);
    expect(isPublished(seeded, newYear)).toBe(false);
    expect(isPublished(seeded, atLocal(2023, 1, 1, 0))).toBe(true);
    expect(isPublished(seeded, atLocal(2023, 1, 1, 0) - 1)).toBe(false);
  });
});

describe('a calendar', () => {
  it('is named after the years and versions it holds', () => {
    expect(seeded.version).toBe('2023.1+2024.1+2025.1+2026.1');
    expect(calendarOf([aYear({ year: 2026 }), aYear({ year: 2025, version: 3 })]).version).toBe('2025.3+2026.1');
  });

  it('names hours that differ from the default', () => {
    expect(calendarOf([aYear()], [[510, 720]]).version).toBe('2026.1@510-720');
  });

  it('takes the highest version of a year', () => {
    const calendar = calendarOf([aYear({ version: 2, days: { '06-01': 'off' } }), aYear({ version: 1 })]);
    expect(calendar.version).toBe('2026.2');
    expect(workingDay(calendar, dayNumberOf(2026, 6, 1)).spans).toEqual([]);
  });

  it('survives JSON unchanged', () => {
    expect(JSON.parse(JSON.stringify(seeded))).toEqual(seeded);
  });

  it('takes an unpublished year as plain Monday to Friday', () => {
    const works = [4, 5, 6, 7, 8, 9, 10].map((day) => workingDay(seeded, dayNumberOf(2027, 10, day)).spans.length > 0);
    expect(works).toEqual([true, true, true, true, true, false, false]);
  });

  it.each<[string, Partial<CalendarYear>]>([
    ['a day that does not exist', { days: { '02-29': 'off' } }],
    ['a month that does not exist', { days: { '13-01': 'off' } }],
    ['a day written without leading zero', { days: { '2-1': 'off' } }],
    ['a word instead of a day', { days: { today: 'off' } }],
    ['an unknown rule', { days: { '02-01': 'half' as 'off' } }],
    ['a half day without hours', { days: { '02-01': [] } }],
    ['hours that overlap', { days: { '02-01': [[540, 720], [700, 800]] } }], // prettier-ignore
    ['hours that end before they begin', { days: { '02-01': [[720, 540]] } }],
    ['hours beyond midnight', { days: { '02-01': [[1380, 1500]] } }],
    ['hours that are no numbers', { days: { '02-01': [[Number.NaN, 600]] } }],
    ['version 0', { version: 0 }],
    ['a year that is no number', { year: Number.NaN }],
  ])('with %s is refused', (_, overrides) => {
    expect(() => calendarOf([aYear(overrides)])).toThrow(RangeError);
  });

  it.each<[string, Span[]]>([
    ['no working hours', []],
    ['negative hours', [[-60, 600]]],
  ])('with %s is refused', (_, hours) => {
    expect(() => calendarOf([aYear()], hours)).toThrow(RangeError);
  });
});
