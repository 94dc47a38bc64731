import {
  adoptCalendar,
  appealRefusal,
  appellant,
  disputable,
  filingRefusal,
  nextMoment,
  noticesOf,
  openAppeal,
  passTime,
  rule,
  withdraw,
  type Appeal,
  type AppealKind,
  type Disputed,
} from '../../src/domain/appeal';
import { calendarOf, type CalendarYear } from '../../src/domain/calendar';
import type { Actor } from '../../src/domain/demand';
import type { UnitRef } from '../../src/domain/organisation';
import { defaultPolicy } from '../../src/domain/policy';
import type { Role } from '../../src/domain/vocabulary';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  beijing,
  FUYONG,
  MONDAY,
  REPORTER,
  rules,
  rulesWith,
  TEAM,
  UNITS,
  XIXIANG,
  ZHIHUI,
  type Life,
} from '../support/a-demand';

const pathOf = (id: string) => UNITS.find((unit) => unit.id === id)!.path;
const given = { ...rules, pathOf };
const times = new Map([[1, { ratedAt: MONDAY, calledAt: null }]]);
const rated = (grade: 1 | 2 | 3 = 1): Life =>
  aLife({ stage: 'rating' }).act('rate', REPORTER, { grade, reasons: ['not_solved'] });
const found = (life: Life, kind: AppealKind): Disputed | undefined =>
  disputable(life.demand, times).find((each) => each.kind === kind);

describe('what may be appealed', () => {
  it('is a dissatisfied rating, by itself and as unreasonable; a satisfied one is not', () => {
    expect(disputable(rated(2).demand, times).map(({ kind, units }) => [kind, units])).toEqual([
      ['rating', ['zhihui-team']],
      ['unreasonable', ['zhihui-team']],
    ]);
    expect(disputable(rated(3).demand, times)).toEqual([]);
  });

  it('is a breach, by the unit that had the clock when its time ran out', () => {
    const life = aLife({ stage: 'accepting' }).until(at('2026-03-02 15:30'));
    expect(disputable(life.demand, new Map())).toMatchObject([
      { kind: 'breach', clockId: 'accept-1', units: ['zhihui-team'], since: at('2026-03-02 14:00') + 60 * 60_000 },
    ]);
  });

  it('is not a rating of which the record does not know when it was given', () => {
    expect(disputable(rated().demand, new Map())).toEqual([]);
  });
});

describe('who may appeal', () => {
  const cases: [AppealKind, Role, UnitRef, string | null][] = [
    ['rating', 'handler', TEAM, 'zhihui-team'],
    ['rating', 'supervisor', TEAM, 'zhihui-team'],
    ['rating', 'reviewer', TEAM, null],
    ['rating', 'handler', ZHIHUI, null],
    ['rating', 'callback', FUYONG, null],
    ['unreasonable', 'handler', TEAM, 'zhihui-team'],
    ['unreasonable', 'callback', FUYONG, 'fuyong'],
    ['unreasonable', 'callback', TEAM, null],
    ['unreasonable', 'callback', XIXIANG, null],
    ['unreasonable', 'collector', ZHIHUI, null],
  ];
  it.each(cases)('%s by the %s of a unit: in the name of %s', (kind, role, unit, expected) => {
    const disputed = found(rated(), kind)!;
    expect(appellant(disputed, anActor(role, unit), pathOf)).toBe(expected);
    const refused = filingRefusal(disputed, anActor(role, unit), MONDAY, given)?.code ?? null;
    expect(refused).toBe(expected === null ? 'not_allowed_for_role' : null);
  });

  it('is not who only covers a vacant seat', () => {
    const covers: Actor & { kind: 'staff' } = {
      ...anActor('supervisor', TEAM),
      grants: [{ role: 'supervisor', unit: TEAM.id, from: 'fuyong' }],
    };
    expect(appellant(found(rated(), 'rating')!, covers, pathOf)).toBeNull();
  });

  it('may do so within ten working days', () => {
    const refusedAt = (local: string) =>
      filingRefusal(found(rated(), 'rating'), anActor('handler', TEAM), at(local), given)?.code ?? null;
    expect([refusedAt('2026-03-13 18:00'), refusedAt('2026-03-13 18:01')]).toEqual([null, 'appeal_too_late']);
    const { appeal: _, ...older } = defaultPolicy;
    const byOlder = { ...given, policy: older };
    const actor = anActor('handler', TEAM);
    expect(filingRefusal(found(rated(), 'rating'), actor, at('2026-03-13 18:01'), byOlder)?.code).toBe(
      'appeal_too_late',
    );
  });

  it('finds nothing to appeal where nothing was complained of', () => {
    const refused = filingRefusal(found(rated(3), 'rating'), anActor('handler', TEAM), MONDAY, given);
    expect(refused?.code).toBe('nothing_to_appeal');
  });
});

const opened = (
  more: { unit?: UnitRef; life?: Life; filedBy?: string; kind?: AppealKind; people?: string[] } = {},
): Appeal => {
  const { demand } = more.life ?? rated();
  const filing = {
    id: 'a1',
    demand,
    people: more.people ?? [],
    kind: more.kind ?? 'rating',
    round: 1,
    clockId: null,
    filedAt: MONDAY,
    wordsId: 'w',
  };
  const opening = { ...filing, unit: more.unit ?? TEAM, filedBy: more.filedBy ?? 'handler@zhihui-team' };
  return openAppeal(opening, rules.policy, rules.calendar);
};

describe('an appeal', () => {
  it('goes to a street or the district strictly above who appeals', () => {
    const goesTo = [TEAM, ZHIHUI, FUYONG, BAOAN].map((unit) => opened({ unit }).ruling.id);
    expect(goesTo).toEqual(['fuyong', 'fuyong', 'baoan', 'baoan']);
  });

  it('has three working days, and as many as another policy gives', () => {
    expect(beijing(opened().dueAt)).toBe('2026-03-04 18:00');
    const { policy } = rulesWith({ appeal: { ruleWithin: 420, fileWithin: 420 } });
    const filing = { demand: rated().demand, people: [], kind: 'rating' as const, round: 1, clockId: null, unit: TEAM };
    const other = openAppeal(
      { ...filing, id: 'a', filedBy: 'x', filedAt: MONDAY, wordsId: 'w' },
      policy,
      rules.calendar,
    );
    expect(beijing(other.dueAt)).toBe('2026-03-02 18:00');
  });

  it('reminds whoever rules at 80 %, tells the supervisors above at 100 %, and stays open', () => {
    const fresh = { ...opened(), version: 1 };
    expect([beijing(nextMoment(fresh)), passTime(fresh, fresh.remindAt - 1)]).toEqual(['2026-03-04 11:48', null]);
    const reminded = passTime(fresh, fresh.remindAt)!;
    expect(noticesOf(fresh, reminded, fresh.remindAt).map(({ kind, to }) => [kind, to])).toEqual([
      ['appeal_due', { role: 'supervisor', unit: 'fuyong' }],
      ['appeal_due', { role: 'dispatcher', unit: 'fuyong' }],
    ]);
    const late = passTime(reminded, reminded.dueAt)!;
    expect(noticesOf(reminded, late, reminded.dueAt)).toMatchObject([
      { kind: 'appeal_overdue', to: { role: 'supervisor', unit: 'baoan' }, lateBy: 0 },
    ]);
    expect([late.state, late.overdue, nextMoment(late)]).toEqual(['open', true, null]);
    expect(appealRefusal(late, 'rule', anActor('supervisor', FUYONG))).toBeNull();
  });

  it('after an outage is overdue at once, and says how late that is', () => {
    const fresh = { ...opened(), version: 1 };
    const late = passTime(fresh, fresh.dueAt + 3_600_000)!;
    expect(late).toMatchObject({ reminded: true, overdue: true });
    expect(noticesOf(fresh, late, fresh.dueAt + 3_600_000)).toMatchObject([{ kind: 'appeal_overdue', lateBy: 3600 }]);
  });

  it('is planned anew by a newer calendar only; what was told stays told, and an overdue one overdue', () => {
    const fresh = { ...opened(), version: 1 };
    const [held] = rules.calendar.years.filter(({ year }) => year === 2026);
    const without = (version: number, ...days: string[]): CalendarYear => ({
      ...{ ...held!, version },
      days: { ...held!.days, ...Object.fromEntries(days.map((day) => [day, 'off' as const])) },
    });
    const calendarBy = (year: CalendarYear) =>
      calendarOf([...rules.calendar.years.filter((each) => each.year !== 2026), year]);
    const newer = calendarBy(without(held!.version + 1, '03-03'));
    const later = adoptCalendar(fresh, newer, 0)!;
    expect([beijing(later.dueAt), later.version, later.reminded]).toEqual(['2026-03-05 18:00', 2, false]);
    expect(noticesOf(fresh, later, MONDAY)).toEqual([]);
    for (const calendar of [newer, rules.calendar]) expect(adoptCalendar(later, calendar, 0)).toBeNull();
    const reminded = passTime(fresh, fresh.remindAt)!;
    expect(adoptCalendar(reminded, newer, 0)).toMatchObject({ reminded: true, dueAt: later.dueAt });
    const late = passTime(fresh, fresh.dueAt)!;
    const adopted = adoptCalendar(late, newer, 0)!;
    expect([adopted.overdue, adopted.dueAt]).toEqual([true, late.dueAt]);
    expect(adoptCalendar(adopted, newer, 0)).toBeNull();
    const withdrawn = withdraw(fresh, { at: MONDAY, by: 'x', wordsId: null });
    expect(adoptCalendar(withdrawn, newer, 0)).toBeNull();
    // One of an earlier version knows neither its years nor how long it has.
    const { budget, years: _, ...older } = fresh;
    expect(adoptCalendar(older, newer, budget!)?.dueAt).toBe(later.dueAt);
  });

  it('tells both sides what became of it', () => {
    const fresh = opened();
    const filed = { ...fresh, version: 1 };
    expect(noticesOf(fresh, filed, MONDAY).map(({ kind }) => kind)).toEqual(['appeal_filed', 'appeal_filed']);
    const ruled = rule(filed, { uphold: true }, { at: MONDAY + 1, by: 'li', wordsId: 'r' });
    expect(ruled).toMatchObject({ state: 'upheld', ruledBy: 'li', rulingWordsId: 'r', version: 2 });
    expect(noticesOf(filed, ruled, MONDAY + 1).map(({ kind, to }) => [kind, to])).toEqual([
      ['appeal_ruled', { user: 'handler@zhihui-team' }],
      ['appeal_ruled', { role: 'supervisor', unit: 'zhihui-team' }],
      ['appeal_ruled', { role: 'callback', unit: 'fuyong' }],
    ]);
    expect(rule(filed, { uphold: false }, { at: 1, by: 'li', wordsId: 'r' }).state).toBe('refused');
    expect(nextMoment(ruled)).toBeNull();
  });
});

describe('who rules', () => {
  const refused = (appeal: Appeal, actor: Actor) => appealRefusal(appeal, 'rule', actor)?.code ?? null;

  it.each<[Role, UnitRef, string | null]>([
    ['supervisor', FUYONG, null],
    ['dispatcher', FUYONG, null],
    ['supervisor', BAOAN, null],
    ['callback', FUYONG, 'not_allowed_for_role'],
    ['supervisor', TEAM, 'not_allowed_for_role'],
    ['supervisor', ZHIHUI, 'not_allowed_for_role'],
    ['supervisor', XIXIANG, 'not_allowed_for_role'],
  ])('the %s of that unit: %s', (role, unit, expected) => {
    expect(refused(opened(), anActor(role, unit))).toBe(expected);
  });

  it('is nobody who worked on the case, filed it, or sits in a unit that is a party to it', () => {
    const supervisor = anActor('supervisor', FUYONG);
    expect(refused(opened(), { ...supervisor, user: 'handler@zhihui-team' })).toBe('separation_of_duties');
    expect(refused(opened({ filedBy: 'li' }), { ...supervisor, user: 'li' })).toBe('separation_of_duties');
    expect(refused(opened({ people: ['chen'] }), { ...supervisor, user: 'chen' })).toBe('separation_of_duties');
    const alsoThere = { ...supervisor, grants: [...supervisor.grants, { role: 'collector' as const, unit: TEAM.id }] };
    expect(refused(opened(), alsoThere)).toBe('separation_of_duties');
    // Callback staff of the street appeal: the lead unit stays a party, the street is one as well.
    const byCallers = opened({ kind: 'unreasonable', unit: FUYONG, filedBy: 'caller' });
    expect(byCallers.parties).toEqual(['fuyong', 'zhihui-team']);
    expect(refused(byCallers, supervisor)).toBe('not_allowed_for_role');
    expect(refused(byCallers, anActor('supervisor', BAOAN))).toBeNull();
  });

  it('is at the district, which has nobody above it, whoever had nothing to do with the case', () => {
    const life = aLife({ place: BAOAN, lead: BAOAN, stage: 'rating' }).act('rate', REPORTER, { grade: 1, reasons: [] });
    const appeal = opened({ life, unit: BAOAN, filedBy: 'handler@baoan' });
    expect(refused(appeal, anActor('supervisor', BAOAN))).toBeNull();
    expect(refused(appeal, anActor('supervisor', BAOAN, 'handler@baoan'))).toBe('separation_of_duties');
  });

  it('may be a deputy who had nothing to do with it either', () => {
    const deputy = (user: string, absent: string): Actor => ({
      kind: 'staff',
      user,
      grants: [{ role: 'supervisor', unit: 'fuyong', for: absent }],
    });
    expect(refused(opened(), deputy('li', 'wang'))).toBeNull();
    expect(refused(opened(), deputy('handler@zhihui-team', 'wang'))).toBe('separation_of_duties');
    expect(refused(opened(), deputy('li', 'handler@zhihui-team'))).toBe('separation_of_duties');
  });

  it('rules once: what has ended is not ruled on or withdrawn again', () => {
    const said = { at: MONDAY, by: 'x', wordsId: null };
    for (const ended of [rule(opened(), { uphold: true }, said), withdraw(opened(), said)]) {
      expect(refused(ended, anActor('supervisor', FUYONG))).toBe('already_concluded');
      expect(appealRefusal(ended, 'withdraw', anActor('supervisor', TEAM))?.code).toBe('already_concluded');
    }
  });
});

describe('an appeal is withdrawn', () => {
  it('by who filed it and by supervisors of that unit only', () => {
    const code = (actor: Actor) => appealRefusal(opened(), 'withdraw', actor)?.code ?? null;
    expect(code(anActor('handler', TEAM))).toBeNull();
    expect(code(anActor('supervisor', TEAM))).toBeNull();
    expect(code(anActor('handler', TEAM, 'another'))).toBe('not_allowed_for_role');
    expect(code(anActor('supervisor', FUYONG))).toBe('not_allowed_for_role');
    expect(code(REPORTER)).toBe('not_allowed_for_role');
  });
});
