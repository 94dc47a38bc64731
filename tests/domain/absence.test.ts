import fc from 'fast-check';
import '../support/luck';
import {
  absenceAt,
  absenceRefusal,
  absentFor,
  LONGEST_ABSENCE,
  standInFor,
  wouldLoop,
  type Absence,
  type Deputy,
} from '../../src/domain/absence';

const away = (user: string, deputy: string, from = 0, to = 100): Absence => ({ user, deputy, from, to });
const able: Deputy = { canSignIn: true, outOfReach: [] };

describe('while somebody is away', () => {
  const chain = [away('zhang', 'li', 0, 100), away('li', 'wang', 40, 60)];

  it('the deputy stands in, and the deputy’s deputy while that one is away, too', () => {
    expect([0, 39, 40, 59, 60, 99, 100].map((at) => standInFor(chain, 'zhang', at))).toEqual([
      ...['li', 'li', 'wang', 'wang', 'li', 'li', null],
    ]);
  });

  it('everybody else is there for themselves', () => {
    expect(standInFor(chain, 'wang', 50)).toBeNull();
    expect(absenceAt(chain, 'li', 39)).toBeNull();
  });

  it('one person may stand in for several', () => {
    expect(absentFor(chain, 'wang', 50).sort()).toEqual(['li', 'zhang']);
    expect(absentFor(chain, 'li', 50)).toEqual([]);
    expect(absentFor(chain, 'li', 10)).toEqual(['zhang']);
  });

  it('nobody stands in when the end of the chain cannot sign in any more', () => {
    expect(standInFor(chain, 'zhang', 50, (user) => user !== 'wang')).toBeNull();
    expect(standInFor(chain, 'zhang', 10, (user) => user !== 'wang')).toBe('li');
  });

  it('a circle that came about all the same leads nowhere, and everybody outside goes on', () => {
    const circle = [away('a', 'b'), away('b', 'c'), away('c', 'a'), away('d', 'a'), away('e', 'f')];
    for (const user of ['a', 'b', 'c', 'd']) expect(standInFor(circle, user, 1)).toBeNull();
    expect(standInFor(circle, 'e', 1)).toBe('f');
  });
});

describe('an absence is refused', () => {
  const known = [away('li', 'wang', 10, 50), away('wang', 'zhao', 40, 80)];
  const refused = (wanted: Absence, deputy = able, now = 5) => absenceRefusal(known, wanted, deputy, now)?.code ?? null;

  it.each([
    ['when the deputy is the person', away('zhang', 'zhang'), able, 'own_deputy'],
    ['when it is over', away('zhang', 'zhao', 1, 5), able, 'not_in_future'],
    ['when it is longer than a year', away('zhang', 'zhao', 6, 7 + LONGEST_ABSENCE), able, 'too_long'],
    ['when the deputy is disabled', away('zhang', 'zhao'), { ...able, canSignIn: false }, 'deputy_disabled'],
    [
      'when the deputy sees nothing of it',
      away('zhang', 'zhao'),
      { ...able, outOfReach: ['福永街道'] },
      'deputy_out_of_reach',
    ],
    ['when the person is away then already', away('li', 'zhao', 49, 60), able, 'absence_overlap'],
    ['when it leads straight back', away('wang', 'li', 6, 20), able, 'deputy_loop'],
    ['when it leads back by somebody else', away('zhao', 'li', 45, 46), able, 'deputy_loop'],
  ])('%s', (_, wanted, deputy, code) => {
    expect(refused(wanted, deputy)).toBe(code);
  });

  it('and not when the circle would never be closed at one moment', () => {
    expect(refused(away('zhao', 'li', 6, 40))).toBeNull();
    expect(refused(away('zhao', 'li', 50, 90))).toBeNull();
    expect(refused(away('li', 'zhao', 50, 60))).toBeNull();
  });
});

describe('whatever absences people enter one after the other,', () => {
  const people = ['a', 'b', 'c', 'd', 'e'];
  const someone = fc.constantFrom(...people);
  const entries = fc.array(
    fc.record({
      user: someone,
      deputy: someone,
      from: fc.integer({ min: 0, max: 30 }),
      days: fc.integer({ min: 1, max: 20 }),
    }),
    { maxLength: 25 },
  );

  const accepted = (wanted: Absence[]): Absence[] =>
    wanted.reduce<Absence[]>((known, each) => (absenceRefusal(known, each, able, -1) ? known : [...known, each]), []);

  it('at no time do deputies run in a circle, and everybody absent has somebody there to stand in', () => {
    fc.assert(
      fc.property(entries, (given) => {
        const known = accepted(given.map(({ user, deputy, from, days }) => away(user, deputy, from, from + days)));
        for (let at = 0; at <= 50; at += 1) {
          for (const { user } of known.filter((each) => each.from <= at && at < each.to)) {
            const standIn = standInFor(known, user, at);
            expect(standIn).not.toBeNull();
            expect(absenceAt(known, standIn!, at)).toBeNull();
          }
        }
      }),
    );
  });

  it('following the chain ends even among absences that nobody checked', () => {
    fc.assert(
      fc.property(entries, fc.integer({ min: 0, max: 50 }), (given, at) => {
        const all = given.map(({ user, deputy, from, days }) => away(user, deputy, from, from + days));
        for (const user of people) {
          const standIn = standInFor(all, user, at);
          expect(standIn === null || absenceAt(all, standIn, at) === null).toBe(true);
        }
      }),
    );
  });

  it('only what would lead back is called a loop', () => {
    fc.assert(
      fc.property(entries, (given) => {
        const known = accepted(given.map(({ user, deputy, from, days }) => away(user, deputy, from, from + days)));
        const wanted = away('a', 'b', 3, 45);
        const free = known.filter(({ user }) => user !== 'a');
        const circles = Array.from({ length: 51 }, (_, at) => at).some(
          (at) => at >= 3 && at < 45 && standInFor([...free, wanted], 'a', at) === null,
        );
        expect(wouldLoop(free, wanted)).toBe(circles);
      }),
    );
  });
});
