import fc from 'fast-check';
import '../support/luck';
import { checkDigit, demandNumber, isDemandNumber } from '../../src/domain/number';
import {
  callbackUnitFor,
  committeeFor,
  isAbove,
  liesUnder,
  oneLevelUp,
  sightOf,
  upperLevel,
} from '../../src/domain/organisation';
import { BAOAN, FUYONG, HOUSING, LONGTENG, TEAM, UNITS, WELFARE, ZHIHUI } from '../support/a-demand';

describe('a public number', () => {
  const sequences = fc.integer({ min: 1, max: 9_999_999 });

  it('is SQ, the day, five digits and a check digit', () => {
    expect(demandNumber('20261123', 1)).toMatch(/^SQ2026112300001\d$/);
    expect(demandNumber('20261123', 123_456)).toMatch(/^SQ20261123123456\d$/);
  });

  // The example of ISO 7064 for MOD 11,10.
  it('has the check digit of the standard', () => {
    expect(checkDigit('0794')).toBe('5');
  });

  it('is recognised as its own', () => {
    fc.assert(fc.property(sequences, (n) => expect(isDemandNumber(demandNumber('20261123', n))).toBe(true)));
  });

  it('shows every single wrong digit', () => {
    fc.assert(
      fc.property(sequences, fc.nat(20), fc.integer({ min: 1, max: 9 }), (n, place, by) => {
        const digits = demandNumber('20261123', n).slice(2);
        const i = place % digits.length;
        const wrong = digits.slice(0, i) + String((Number(digits[i]) + by) % 10) + digits.slice(i + 1);
        expect(isDemandNumber(`SQ${wrong}`)).toBe(false);
      }),
    );
  });

  it.each(['', 'SQ', 'sq20261123000019', 'SQ2026112300001', 'SQ20261123abcde1', ' SQ20261123000017'])(
    'is not “%s”',
    (text) => {
      expect(isDemandNumber(text)).toBe(false);
    },
  );
});

describe('the tree of units', () => {
  it('has three levels, one above the other', () => {
    expect([upperLevel('C'), upperLevel('B'), upperLevel('A')]).toEqual(['B', 'A', null]);
    expect([isAbove('A', 'B'), isAbove('B', 'B'), isAbove('C', 'B')]).toEqual([true, false, false]);
  });

  it.each([
    ['a park', ZHIHUI, [BAOAN, FUYONG, ZHIHUI]],
    ['a team of a park', TEAM, [BAOAN, FUYONG, ZHIHUI]],
    ['a street', FUYONG, [BAOAN, FUYONG, FUYONG]],
    ['a street office', WELFARE, [BAOAN, FUYONG, WELFARE]],
    ['the district', BAOAN, [BAOAN, BAOAN, BAOAN]],
  ])('has a dispatching committee of every level for %s', (_, place, [a, b, c]) => {
    expect([committeeFor(place, 'A'), committeeFor(place, 'B'), committeeFor(place, 'C')]).toEqual([a, b, c]);
  });

  it.each([
    ['a team', TEAM, FUYONG],
    ['a park', ZHIHUI, FUYONG],
    ['a street office', WELFARE, BAOAN],
    ['a street', FUYONG, BAOAN],
    ['a district department', HOUSING, BAOAN],
    ['the district', BAOAN, BAOAN],
  ])('has one level up from %s', (_, unit, above) => {
    expect(oneLevelUp(unit)).toEqual(above);
  });

  it.each([
    ['a team', TEAM, FUYONG],
    ['a park', ZHIHUI, FUYONG],
    ['a street office', WELFARE, FUYONG],
    ['a street', FUYONG, BAOAN],
    ['a district department', HOUSING, BAOAN],
    ['the district', BAOAN, BAOAN],
  ])('has the callback staff for the work of %s strictly above it', (_, lead, above) => {
    expect(callbackUnitFor(lead)).toEqual(above);
  });

  it('knows what lies under what, a unit under itself included', () => {
    expect([liesUnder(TEAM, 'fuyong'), liesUnder(FUYONG, 'fuyong'), liesUnder(FUYONG, 'zhihui')]).toEqual([
      true,
      true,
      false,
    ]);
    for (const unit of UNITS) expect(liesUnder(unit, 'baoan')).toBe(true);
  });

  it('gives sight to the units concerned and all above them, and to no sibling', () => {
    expect(sightOf([TEAM, HOUSING])).toEqual(['baoan', 'baoan-housing', 'fuyong', 'zhihui', 'zhihui-team']);
    expect(sightOf([LONGTENG])).not.toContain('fuyong');
  });
});
