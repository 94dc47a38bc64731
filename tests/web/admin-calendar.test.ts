import { dayKey, type DayRule } from '../../src/domain/calendar';
import { civilDate, dayNumberOf, weekday } from '../../src/domain/local-time';
import { calendarChanges, changeWords } from '../../web/src/console/admin/calendars/calendar-changes';
import { cycled, daysOf, dayWords, withRule, type Days } from '../../web/src/console/admin/calendars/day-kinds';
import { holidaysOf } from '../../web/src/console/admin/calendars/holidays';

interface PublishedDays {
  holidays: Record<string, string>;
  workdays: Record<string, string>;
}
const publishedDays = (year: number): PublishedDays =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- one file per year, chosen at run time
  require(`chinese-days/dist/years/${year}.json`) as PublishedDays;

const isWeekend = (year: number, key: string): boolean => {
  const [month = 0, day = 0] = key.split('-').map(Number);
  return weekday(dayNumberOf(year, month, day)) % 6 === 0;
};

/** The exceptions of a year, as the service keeps them. */
function exceptionsOf(year: number): Days {
  const { holidays, workdays } = publishedDays(year);
  const keysOf = (dates: Record<string, string>) =>
    Object.keys(dates).flatMap((date) => (date.startsWith(`${year}-`) ? [date.slice(5)] : []));
  return Object.fromEntries([
    ...keysOf(holidays).flatMap((key): [string, DayRule][] => (isWeekend(year, key) ? [] : [[key, 'off']])),
    ...keysOf(workdays).flatMap((key): [string, DayRule][] => (isWeekend(year, key) ? [[key, 'work']] : [])),
  ]);
}

const dayAt = (year: number, days: Days, key: string) => daysOf(year, days).find((day) => day.key === key)!;

describe('the holidays of a year', () => {
  it.each([2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026])(
    'of %i have the names that a second source gives them',
    (year) => {
      const { holidays } = publishedDays(year);
      for (const { name, from, to } of holidaysOf(year, exceptionsOf(year))) {
        const first = dayNumberOf(year, from.month, from.day);
        const last = dayNumberOf(year, to.month, to.day);
        const known = new Set<string>();
        for (let number = first; number <= last; number += 1) {
          const { month, day } = civilDate(number);
          const said = holidays[`${year}-${dayKey(month, day)}`]?.split(',')[1];
          if (said) known.add(said.replace('节', ''));
        }
        const named = name.replace('次年', '').replaceAll('节', '').split('、');
        expect({ year, name, known: [...known].every((each) => named.includes(each)) }).toEqual({
          year,
          name,
          known: true,
        });
      }
    },
  );

  it('name Mid-Autumn with National Day when it has no days of its own', () => {
    expect(holidaysOf(2025, exceptionsOf(2025)).map(({ name }) => name)).toContain('国庆节、中秋节');
    const apart = holidaysOf(2026, exceptionsOf(2026)).map(({ name }) => name);
    expect(apart).toEqual(['元旦', '春节', '清明节', '劳动节', '端午节', '中秋节', '国庆节']);
  });
});

describe('editing a year', () => {
  it('a click makes a working day off and a day off worked, and a second click takes that back', () => {
    const friday = dayAt(2027, {}, '01-01');
    const off = cycled({}, friday);
    expect(off).toEqual({ '01-01': 'off' });
    expect(cycled(off, dayAt(2027, off, '01-01'))).toEqual({});
    const saturday = dayAt(2027, {}, '02-20');
    expect(cycled({}, saturday)).toEqual({ '02-20': 'work' });
  });

  it('keeps only what differs from the weekday', () => {
    expect(withRule({ '01-01': 'off' }, dayAt(2027, {}, '01-01'), 'work')).toEqual({});
    expect(withRule({}, dayAt(2027, {}, '01-02'), 'off')).toEqual({});
    expect(withRule({}, dayAt(2027, {}, '12-31'), [[540, 720]])).toEqual({ '12-31': [[540, 720]] });
  });

  it('says of each day what it is, and of each change what it was', () => {
    const days: Days = { '01-01': 'off', '02-20': 'work', '12-31': [[540, 720]] };
    expect(dayWords(dayAt(2027, days, '01-01'))).toBe('1月1日 周五 周一至周五放假');
    expect(dayWords(dayAt(2027, days, '02-20'))).toBe('2月20日 周六 调休：周末上班');
    expect(dayWords(dayAt(2027, days, '12-31'))).toBe('12月31日 周五 半日或自定时段 09:00–12:00');
    expect(calendarChanges(2027, { '01-01': 'off' }, days).map(changeWords)).toEqual([
      '2月20日（周六）休息 → 上班',
      '12月31日（周五）上班 → 09:00–12:00',
    ]);
  });

  it('counts a rule that says what the weekday says anyway as no change', () => {
    expect(calendarChanges(2027, { '01-04': 'work' }, {})).toEqual([]);
  });
});
