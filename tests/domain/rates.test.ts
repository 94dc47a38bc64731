import { FIGURES, isOfPeriod } from '../../src/domain/figures';
import { combinedOf, RATE_NAMES, rateOf, RATES } from '../../src/domain/rates';

const of = (denominator: number, numerator: number, lesser = 0) => ({ denominator, numerator, lesser });

describe('a rate', () => {
  test('is what was kept of what was due', () => {
    expect(rateOf('response', of(40, 30))).toEqual({ value: 0.75, isSmall: false });
    expect(rateOf('resolution', of(3, 2))).toEqual({ value: 0.6667, isSmall: true });
    expect(rateOf('on_time', of(20, 20))).toEqual({ value: 1, isSmall: false });
  });

  test('has no value while there is nothing to count, which is not the same as nothing kept', () => {
    for (const name of RATE_NAMES) {
      expect(rateOf(name, of(0, 0))).toEqual({ value: null, isSmall: true });
      expect(rateOf(name, of(12, 0))).toEqual({ value: 0, isSmall: false });
    }
  });

  test('of satisfaction counts 基本满意 as 0.9, alone or among others', () => {
    expect(rateOf('satisfaction', of(10, 10, 10)).value).toBe(0.9);
    expect(rateOf('satisfaction', of(20, 15, 5)).value).toBe(0.725);
    expect(rateOf('satisfaction', of(20, 15, 0)).value).toBe(0.75);
  });

  test('of fewer than ten cases is marked', () => {
    expect(rateOf('response', of(9, 9)).isSmall).toBe(true);
    expect(rateOf('response', of(10, 9)).isSmall).toBe(false);
  });
});

describe('the combined figure', () => {
  test('weighs the three rates 0.1, 0.5 and 0.4 and leaves the rate of cases in time aside', () => {
    expect(combinedOf({ response: 1, resolution: 0.8, satisfaction: 0.5, on_time: 0 })).toBe(0.7);
    expect(combinedOf({ response: 1, resolution: 1, satisfaction: 1, on_time: null })).toBe(1);
  });

  test.each(['response', 'resolution', 'satisfaction'] as const)('is missing while there is no %s rate', (missing) => {
    const values = { response: 1, resolution: 1, satisfaction: 1, on_time: 1, [missing]: null };
    expect(combinedOf(values)).toBeNull();
  });
});

describe('the figures', () => {
  test('of every rate are named and belong to a period', () => {
    const named = RATE_NAMES.flatMap((name) => Object.values<keyof typeof FIGURES>(RATES[name].figures));
    expect(new Set(named).size).toBe(12);
    for (const figure of named)
      expect([figure, FIGURES[figure], isOfPeriod(figure)]).toEqual([figure, expect.any(String), true]);
  });

  test('keep silence apart from every rate', () => {
    const counted = RATE_NAMES.flatMap((name) => Object.values<string>(RATES[name].figures));
    expect(counted).not.toContain('unrated');
  });
});
