import { FIGURES, isOfPeriod } from '../../src/domain/figures';
import { defaultFigureSet } from '../../src/domain/figure-set';
import { combinedIn, ratesOf, type Counts } from '../../src/domain/tallying';
import { combinedOf, figuresOfRate, RATE_NAMES, rateOf } from '../../src/domain/rates';

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

describe('a set of figures', () => {
  const strict = {
    ...defaultFigureSet,
    barelyCounts: 0.5,
    small: 30,
    weights: { response: 0.3, resolution: 0.35, satisfaction: 0.35 },
  };

  test('says what 基本满意 counts, how few are few, and the weights', () => {
    expect(rateOf('satisfaction', of(10, 10, 10), strict)).toEqual({ value: 0.5, isSmall: true });
    expect(combinedOf({ response: 1, resolution: 0, satisfaction: 1 }, strict)).toBe(0.65);
  });

  test('with a rate of no weight needs nothing of it', () => {
    const none = { ...strict, weights: { response: 0, resolution: 0.5, satisfaction: 0.5 } };
    expect(combinedOf({ response: null, resolution: 1, satisfaction: 0.5 }, none)).toBe(0.75);
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

describe('the combined figure of few cases', () => {
  const counts = { contact_due: 30, contact_in_time: 30, answered: 30, resolved: 30, rated: 30, satisfied: 30 };
  const combined = (more: Counts = {}) =>
    combinedIn(ratesOf({ ...counts, ...more }, defaultFigureSet), defaultFigureSet);

  test('is marked as soon as one of its rates is, and by no other', () => {
    expect(combined()).toEqual({ value: 1, isSmall: false });
    expect(combined({ rated: 1, satisfied: 1 })).toEqual({ value: 1, isSmall: true });
    expect(combined({ appealed: 1 }).isSmall).toBe(false);
  });
});

describe('the figures', () => {
  test('of every rate are named and belong to a period', () => {
    const named = RATE_NAMES.flatMap((name) => Object.values<keyof typeof FIGURES>({ ...figuresOfRate(name) }));
    expect(new Set(named).size).toBe(40);
    for (const figure of named)
      expect([figure, FIGURES[figure], isOfPeriod(figure)]).toEqual([figure, expect.any(String), true]);
  });

  test('keep silence apart from every rate', () => {
    const ofWorth = RATE_NAMES.filter((name) => name !== 'participation');
    expect(ofWorth.flatMap((name) => Object.values<string>({ ...figuresOfRate(name) }))).not.toContain('unrated');
    expect(figuresOfRate('participation').missed).toBe('unrated');
  });
});
