import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import fc from 'fast-check';
import '../support/luck';
import { seedCalendarYears } from '../../prisma/calendar-seed';
import { type Calendar, calendarOf } from '../../src/domain/calendar';
import { addWorkingTime, isWorkingTime, nextWorkingInstant, workingTimeBetween } from '../../src/domain/working-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WORKING_DAY = 7 * HOUR;
const seeded = calendarOf(seedCalendarYears());

/** Epoch ms of a Beijing time like '2026-02-13 18:00'. */
const at = (local: string): number => Date.parse(`${local.replace(' ', 'T')}:00+08:00`);
/** The Beijing time of an instant, by way of the platform's UTC calendar only. */
const beijing = (epochMs: number): string => new Date(epochMs + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ');
const withDay = (key: string, rule: [number, number][]): Calendar =>
  calendarOf(
    seedCalendarYears().map((year) => (year.year === 2026 ? { ...year, days: { ...year.days, [key]: rule } } : year)),
  );

describe('working time, for any start and amount,', () => {
  const starts = fc.integer({ min: at('2023-01-01 00:00'), max: at('2027-03-01 00:00') });
  const amounts = fc.oneof(
    fc.integer({ min: 0, max: 15 * WORKING_DAY }),
    fc.integer({ min: 0, max: 40 }).map((n) => n * HOUR),
  );
  const calendars = fc.constantFrom(
    seeded,
    withDay('03-02', [[540, 660]]),
    calendarOf([]),
    calendarOf(seeded.years, [[0, 1440]]),
  );
  const add = (calendar: Calendar, from: number, amount: number) => addWorkingTime(calendar, from, amount);

  it('ends later when it starts later or lasts longer', () => {
    fc.assert(
      fc.property(calendars, starts, amounts, starts, amounts, (calendar, t, a, u, b) => {
        const earlier = add(calendar, Math.min(t, u), Math.min(a, b)).at;
        expect(add(calendar, Math.max(t, u), Math.max(a, b)).at).toBeGreaterThanOrEqual(earlier);
      }),
    );
  });

  it('may be added in two parts', () => {
    fc.assert(
      fc.property(calendars, starts, amounts, amounts, (calendar, t, a, b) => {
        const first = add(calendar, t, a);
        const second = add(calendar, first.at, b);
        const whole = add(calendar, t, a + b);
        expect(second.at).toBe(whole.at);
        // Working round the clock ends a day at the next day's midnight, and only the second part then touches that day.
        if (calendar.hours.length === 2) expect(first.provisional || second.provisional).toBe(whole.provisional);
      }),
    );
  });

  it('ends inside working hours, never at an opening', () => {
    fc.assert(
      fc.property(calendars, starts, amounts, (calendar, t, a) => {
        fc.pre(a > 0);
        expect(isWorkingTime(calendar, add(calendar, t, a).at - 1)).toBe(true);
      }),
    );
  });

  it('is measured as what was added', () => {
    fc.assert(
      fc.property(calendars, starts, amounts, (calendar, t, a) => {
        expect(workingTimeBetween(calendar, t, add(calendar, t, a).at)).toBe(a);
      }),
    );
  });

  it('starts to run at the next working instant', () => {
    fc.assert(
      fc.property(calendars, starts, amounts, (calendar, t, a) => {
        fc.pre(a > 0);
        const opening = nextWorkingInstant(calendar, t).at;
        expect(workingTimeBetween(calendar, t, opening)).toBe(0);
        expect(add(calendar, opening, a).at).toBe(add(calendar, t, a).at);
      }),
    );
  });

  it('equals a walk minute by minute', () => {
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 3 * 420 }), (t, minutes) => {
        const from = Math.floor(t / MINUTE) * MINUTE;
        expect(beijing(add(seeded, from, minutes * MINUTE).at)).toBe(beijing(walk(from, minutes)));
      }),
      { numRuns: 60 },
    );
  });

  function walk(from: number, minutes: number): number {
    let now = from;
    for (let left = minutes; left > 0; now += MINUTE) if (isWorkingMinute(now)) left--;
    return now;
  }

  function isWorkingMinute(epochMs: number): boolean {
    const local = new Date(epochMs + 8 * HOUR);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    if (minute < 540 || minute >= 1080 || (minute >= 720 && minute < 840)) return false;
    const days = seeded.years.find((year) => year.year === local.getUTCFullYear())?.days;
    const rule = days?.[local.toISOString().slice(5, 10)];
    return rule ? rule === 'work' : local.getUTCDay() % 6 !== 0;
  }
});

describe('the time zone of the process', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'working-time-'));
    const domain = join(__dirname, '../../src/domain');
    for (const name of ['local-time', 'calendar', 'working-time']) {
      const source = readFileSync(join(domain, `${name}.ts`), 'utf8');
      const { code } = transformSync(source, {
        jsc: { parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      });
      writeFileSync(join(folder, `${name}.js`), code);
    }
    writeFileSync(join(folder, 'calendar.json'), JSON.stringify(seeded));
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const program = `
    const { addWorkingTime, localDay, quietEnd } = require('./working-time.js');
    const calendar = require('./calendar.json');
    const rows = [];
    for (let hour = 0; hour < 9000; hour += 37) {
      const at = ${at('2026-01-01 00:00')} + hour * ${HOUR};
      rows.push([addWorkingTime(calendar, at, 10 * ${WORKING_DAY}), localDay(at), quietEnd(at, { from: 1200, to: 480 })]);
    }
    console.log(new Date(0).getTimezoneOffset() + '|' + JSON.stringify(rows));`;

  it('changes no result', () => {
    const zones = ['Asia/Shanghai', 'America/New_York', 'Pacific/Apia'];
    const outputs = zones.map((zone) =>
      execFileSync(process.execPath, ['-e', program], {
        cwd: folder,
        env: { ...process.env, TZ: zone },
        encoding: 'utf8',
      }).split('|'),
    );
    expect(new Set(outputs.map(([offset]) => offset)).size).toBe(3);
    expect(new Set(outputs.map(([, rows]) => rows)).size).toBe(1);
  });
});
