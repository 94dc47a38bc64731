import { DEFAULT_SCRIPT, scriptFor, unknownBlanks, type Script } from '../../src/domain/callback-script';
import { periodAfter, type PlanRhythm } from '../../src/domain/spot-check-plan';
import { shortfallOf } from '../../src/domain/staffing';
import { at, beijing } from '../support/a-demand';

const run = (every: PlanRhythm, minute: number, after: string) => {
  const { key, from, to, commitAt } = periodAfter(every, minute, at(after));
  return [key, beijing(from)!.slice(0, 10), beijing(to)!.slice(0, 10), beijing(commitAt)];
};

describe('a plan of spot checks', () => {
  it.each([
    ['later this Monday', '2026-03-02 08:59', ['week-2026-2-23', '2026-02-23', '2026-03-02', '2026-03-02 09:00']],
    [
      'not again at its own minute',
      '2026-03-02 09:00',
      ['week-2026-3-2', '2026-03-02', '2026-03-09', '2026-03-09 09:00'],
    ],
    [
      'next Monday from a Sunday',
      '2026-03-08 23:00',
      ['week-2026-3-2', '2026-03-02', '2026-03-09', '2026-03-09 09:00'],
    ],
    ['over the end of a year', '2026-12-30 10:00', ['week-2026-12-28', '2026-12-28', '2027-01-04', '2027-01-04 09:00']],
  ])('by the week runs %s, about the week before', (_, after, expected) => {
    expect(run('week', 540, after)).toEqual(expected);
  });

  it.each([
    [
      'on the first of the next month',
      '2026-03-15 10:00',
      ['month-2026-3-1', '2026-03-01', '2026-04-01', '2026-04-01 00:30'],
    ],
    [
      'in January about December',
      '2026-12-31 12:00',
      ['month-2026-12-1', '2026-12-01', '2027-01-01', '2027-01-01 00:30'],
    ],
    ['later on the first', '2026-02-01 00:29', ['month-2026-1-1', '2026-01-01', '2026-02-01', '2026-02-01 00:30']],
  ])('by the month runs %s', (_, after, expected) => {
    expect(run('month', 30, after)).toEqual(expected);
  });

  it('leaves no gap between periods and repeats none', () => {
    for (const every of ['week', 'month'] as const) {
      const first = periodAfter(every, 540, at('2026-01-10 12:00'));
      let last = first;
      const keys = new Set([first.key]);
      for (let i = 0; i < 60; i += 1) {
        const next = periodAfter(every, 540, last.commitAt);
        expect(next.from).toBe(last.to);
        keys.add(next.key);
        last = next;
      }
      expect(keys.size).toBe(61);
    }
  });
});

describe('the script of a job', () => {
  const path = ['baoan', 'fuyong'];
  const script = (unit: string, category: string | null, kind: Script['kind']) => ({ unit, category, kind });
  const district = script('baoan', '物业', 'complaint');
  const street = script('fuyong', null, null);
  const ofKind = script('fuyong', null, 'complaint');
  const ofCategory = script('fuyong', '物业', null);
  const both = script('fuyong', '物业', 'complaint');
  const chosen = (scripts: Script[], job: { category?: string; kind?: 'complaint' | 'help' } = {}) =>
    scriptFor(scripts, { path, category: '物业', kind: 'complaint', ...job });

  it('is the narrowest of its unit: category before kind, both before either', () => {
    expect(chosen([street, ofKind, ofCategory, both])).toBe(both);
    expect(chosen([street, ofKind, ofCategory])).toBe(ofCategory);
    expect(chosen([street, ofKind])).toBe(ofKind);
    expect(chosen([street, ofKind, ofCategory, both], { category: '交通', kind: 'help' })).toBe(street);
  });

  it('comes from the nearest unit that has one that fits', () => {
    expect(chosen([district, street])).toBe(street);
    expect(chosen([district, script('fuyong', '交通', null)])).toBe(district);
    expect(chosen([script('xixiang', null, null)])).toBeUndefined();
  });

  it('has no blank that nobody fills', () => {
    expect(unknownBlanks(DEFAULT_SCRIPT)).toEqual([]);
    expect(unknownBlanks([{ title: '开场', lines: ['您好【姓名】，【地点】【姓名】'], answer: 'none' }])).toEqual([
      '姓名',
    ]);
  });
});

describe('callers on duty', () => {
  it.each([
    [{ open: 10, expected: 2.1, capacity: 12 }, 1],
    [{ open: 10, expected: 2, capacity: 12 }, 0],
    [{ open: 3, expected: 0, capacity: 20 }, 0],
    [{ open: 0.1 + 0.2, expected: 0.7, capacity: 1 }, 0],
    [{ open: 4, expected: 0, capacity: 0 }, 4],
  ])('%j fall short by %d', (day, short) => {
    expect(shortfallOf(day)).toBe(short);
  });
});
