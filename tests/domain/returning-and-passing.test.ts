import type { UnitRef } from '../../src/domain/organisation';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  beijing,
  FUYONG,
  goOn,
  HOUSING,
  LONGTENG,
  QIAOTOU,
  rulesWith,
  TEAM,
  WELFARE,
  XIXIANG,
  ZHIHUI,
  type Life,
} from '../support/a-demand';

const handlerOf = (unit: UnitRef) => anActor('handler', unit);
const dispatcherOf = (unit: UnitRef) => anActor('dispatcher', unit);
const atStreet = () => aLife({ place: FUYONG, lead: ZHIHUI, stage: 'accepting' });
const returned = (life: Life, by: UnitRef, when = life.now) => life.act('return', handlerOf(by), {}, when);

describe('a returned demand', () => {
  it('goes back to the dispatcher, who is told', () => {
    const life = returned(atStreet(), ZHIHUI);
    expect(life.demand).toMatchObject({
      stage: 'dispatching',
      lead: null,
      returns: 1,
      ruling: false,
      holder: { unit: FUYONG },
    });
    expect(life.notices.at(-1)).toMatchObject({ kind: 'task', to: { role: 'dispatcher', unit: 'fuyong' } });
  });

  it('goes back to the committee that dispatched it, not to the one of the place', () => {
    const life = aLife().act('pass_up', dispatcherOf(ZHIHUI), {});
    life.act('dispatch', dispatcherOf(FUYONG), { lead: QIAOTOU, co: [], replying: QIAOTOU, level: 'C' });
    expect(returned(life, QIAOTOU).demand).toMatchObject({ holder: { unit: FUYONG }, level: 'B' });
  });

  it('keeps its handling clock, and every stretch is charged to who held it', () => {
    const life = returned(atStreet(), ZHIHUI, at('2026-03-02 11:00'));
    goOn(life.until(at('2026-03-02 15:00')), { lead: QIAOTOU });
    const [handle, ...others] = life.demand.clocks.filter((clock) => clock.name === 'handle');
    expect(others).toEqual([]);
    expect(beijing(handle!.dueAt)).toBe('2026-03-13 18:00');
    expect(handle!.segments.map((s) => [s.unit, beijing(s.from)])).toEqual([
      ['zhihui', '2026-03-02 09:00'],
      ['fuyong', '2026-03-02 11:00'],
      ['qiaotou', '2026-03-02 15:00'],
    ]);
  });

  it('is seen on by the unit that returned it', () => {
    expect(returned(atStreet(), ZHIHUI).demand.past).toEqual([ZHIHUI]);
  });

  it('cannot be returned once it is accepted', () => {
    expect(atStreet().act('accept', handlerOf(ZHIHUI), {}).refuses('return', handlerOf(ZHIHUI))).toBe(
      'not_allowed_in_stage',
    );
  });
});

describe('at the limit of returns', () => {
  const disputed = (place = FUYONG, first = ZHIHUI, second = QIAOTOU) => {
    const life = returned(aLife({ place, lead: first, stage: 'accepting' }), first);
    return returned(goOn(life, { lead: second }), second);
  };

  it('the upper level must rule', () => {
    expect(disputed().demand).toMatchObject({ returns: 2, ruling: true, level: 'A', holder: { unit: BAOAN } });
  });

  it.each(['dispatch', 'reject', 'merge', 'split', 'pass_down'] as const)(
    'a committee can only rule or pass it up: it may not %s',
    (action) => {
      const life = disputed(ZHIHUI, TEAM, ZHIHUI);
      expect(life.demand.holder.unit).toEqual(FUYONG);
      expect(life.refuses(action, dispatcherOf(FUYONG))).toBe('ruling_pending');
      expect(life.refuses('rule', dispatcherOf(FUYONG))).toBeNull();
    },
  );

  it('the ruling binds: the unit it names may not return the demand', () => {
    const life = disputed().act('rule', anActor('supervisor', BAOAN), { lead: ZHIHUI });
    expect(life.demand).toMatchObject({
      stage: 'accepting',
      lead: ZHIHUI,
      replying: ZHIHUI,
      ruling: false,
      ruled: true,
    });
    expect(life.refuses('return', handlerOf(ZHIHUI))).toBe('ruling_binds');
    expect(life.refuses('accept', handlerOf(ZHIHUI))).toBeNull();
  });

  it('a unit that was ruled does not get rid of the case by accepting and passing it up either', () => {
    const life = disputed(ZHIHUI, TEAM, ZHIHUI).act('rule', anActor('supervisor', FUYONG), { lead: QIAOTOU });
    life.act('accept', handlerOf(QIAOTOU), {});
    expect(life.refuses('pass_up', handlerOf(QIAOTOU))).toBe('ruling_binds');
    expect(life.refuses('request_extension', handlerOf(QIAOTOU), { workingDays: 1 })).toBeNull();
    const reviewAt = life.now + 86_400_000;
    expect(life.refuses('request_deferral', handlerOf(QIAOTOU), { reviewAt })).toBeNull();
  });

  it('a demand that was filed under the rules before this keeps to them', () => {
    const life = disputed(ZHIHUI, TEAM, ZHIHUI).act('rule', anActor('supervisor', FUYONG), { lead: QIAOTOU });
    life.act('accept', handlerOf(QIAOTOU), {});
    delete life.demand.edition;
    expect(life.refuses('pass_up', handlerOf(QIAOTOU))).toBeNull();
  });

  it('a dispute goes up as a dispute when the right unit lies beyond the reach of the committee', () => {
    const life = disputed(ZHIHUI, TEAM, ZHIHUI);
    expect(life.refuses('rule', dispatcherOf(FUYONG), { lead: LONGTENG })).toBe('unit_out_of_reach');
    life.act('pass_up', dispatcherOf(FUYONG), {});
    expect(life.demand).toMatchObject({ ruling: true, level: 'A', holder: { unit: BAOAN } });
    expect(life.refuses('dispatch', dispatcherOf(BAOAN))).toBe('ruling_pending');
    life.act('rule', dispatcherOf(BAOAN), { lead: LONGTENG });
    expect(life.demand).toMatchObject({ ruled: true, lead: LONGTENG });
    expect(life.refuses('return', handlerOf(LONGTENG))).toBe('ruling_binds');
  });

  it('a dispute that is not ruled in time is the upper level’s to rule', () => {
    const life = disputed(ZHIHUI, TEAM, ZHIHUI).until(at('2026-03-02 11:24'));
    expect(life.demand).toMatchObject({ ruling: true, level: 'A', holder: { unit: BAOAN } });
    expect(life.refuses('dispatch', dispatcherOf(BAOAN))).toBe('ruling_pending');
    expect(life.refuses('rule', dispatcherOf(BAOAN), { lead: LONGTENG })).toBeNull();
  });

  it('the district rules its own disputes', () => {
    const life = disputed(BAOAN, HOUSING, XIXIANG);
    expect(life.demand).toMatchObject({ ruling: true, level: 'A', holder: { unit: BAOAN } });
  });

  it('a ruling stays within reach of the committee', () => {
    const life = disputed(ZHIHUI, TEAM, ZHIHUI);
    expect(life.refuses('rule', dispatcherOf(FUYONG), { lead: LONGTENG })).toBe('unit_out_of_reach');
  });

  it('nothing can be ruled when nobody disputes', () => {
    expect(aLife().refuses('rule', dispatcherOf(ZHIHUI))).toBe('no_ruling_pending');
  });

  it('the policy sets the limit', () => {
    const life = aLife({ stage: 'accepting', rules: rulesWith({ returnLimit: 1 }) });
    expect(returned(life, TEAM).demand.ruling).toBe(true);
  });
});

describe('dispatching', () => {
  const dispatched = (
    facts: { lead: UnitRef; co?: UnitRef[]; replying?: UnitRef; level?: 'A' | 'B' | 'C' },
    place = FUYONG,
  ) =>
    aLife({ place, collecting: LONGTENG }).refuses('dispatch', dispatcherOf(place), {
      co: [],
      replying: facts.lead,
      ...facts,
    });

  it.each([
    ['the committee itself', FUYONG],
    ['a unit below', ZHIHUI],
    ['a team far below', TEAM],
    ['an office of the street', WELFARE],
  ])('may name %s', (_, lead) => {
    expect(dispatched({ lead })).toBeNull();
  });

  it.each([
    ['another street', XIXIANG],
    ['the district above', BAOAN],
    ['a department of the district', HOUSING],
  ])('may not name %s, in any duty', (_, unit) => {
    expect(dispatched({ lead: unit })).toBe('unit_out_of_reach');
    expect(dispatched({ lead: ZHIHUI, co: [unit] })).toBe('unit_out_of_reach');
    expect(dispatched({ lead: ZHIHUI, replying: unit })).toBe('unit_out_of_reach');
  });

  it('may let the collecting unit reply, wherever it belongs', () => {
    expect(dispatched({ lead: ZHIHUI, replying: LONGTENG })).toBeNull();
  });

  it('may not give the demand a level above the committee', () => {
    expect(dispatched({ lead: ZHIHUI, level: 'A' })).toBe('level_above_committee');
    expect(dispatched({ lead: ZHIHUI, level: 'C' })).toBeNull();
  });

  it('names every co-handling unit once, and never the lead unit', () => {
    const life = aLife({ place: FUYONG, lead: ZHIHUI, co: [QIAOTOU, ZHIHUI, QIAOTOU, WELFARE], stage: 'accepting' });
    expect(life.demand.co).toEqual([QIAOTOU, WELFARE]);
    const told = life.notices.filter((n) => n.data.task === 'co_handle');
    expect(told.map((n) => [n.to.unit, n.data.share])).toEqual([
      ['qiaotou', 0.8],
      ['fuyong-welfare', 0.8],
    ]);
  });

  it('as urgent is recorded, and shortens the clocks that start', () => {
    const life = aLife().act('dispatch', dispatcherOf(ZHIHUI), {
      lead: TEAM,
      co: [],
      replying: TEAM,
      urgency: 'urgent',
    });
    returned(life, TEAM);
    const dispatch = life.demand.clocks.findLast((clock) => clock.name === 'dispatch')!;
    expect(beijing(dispatch.dueAt)).toBe('2026-03-02 09:30');
  });
});

describe('passing', () => {
  it('up from dispatching asks the next committee, by clocks of its own', () => {
    const life = aLife().act('pass_up', dispatcherOf(ZHIHUI), {}, at('2026-03-02 10:00'));
    expect(life.demand).toMatchObject({ stage: 'dispatching', level: 'B', holder: { unit: FUYONG }, past: [ZHIHUI] });
    expect(life.demand.clocks.map((c) => [c.id, c.level, c.state])).toEqual([
      ['dispatch-1', 'C', 'met'],
      ['dispatch-2', 'B', 'running'],
    ]);
  });

  it('up from handling keeps the handling clock and the lower unit as co-handler', () => {
    const life = aLife({ stage: 'handling' }).act('pass_up', handlerOf(TEAM), {});
    expect(life.demand).toMatchObject({ stage: 'dispatching', level: 'B', lead: null, co: [TEAM] });
    goOn(life, { lead: QIAOTOU });
    expect(life.demand.clocks.filter((clock) => clock.name === 'handle')).toHaveLength(1);
    expect(life.demand).toMatchObject({ lead: QIAOTOU, co: [TEAM] });
  });

  it('up ends at the district', () => {
    expect(aLife({ place: BAOAN }).refuses('pass_up', dispatcherOf(BAOAN))).toBe('already_at_top');
    expect(aLife({ place: BAOAN, lead: HOUSING, stage: 'handling' }).refuses('pass_up', handlerOf(HOUSING))).toBe(
      'already_at_top',
    );
  });

  it.each([
    ['a street', XIXIANG],
    ['a community', LONGTENG],
  ])('down goes to %s', (_, unit) => {
    const life = aLife({ place: BAOAN }).act('pass_down', dispatcherOf(BAOAN), { unit });
    expect(life.demand).toMatchObject({ stage: 'dispatching', level: unit.level, holder: { unit }, past: [BAOAN] });
    expect(returned(goOn(life, { lead: unit }), unit).demand.holder.unit).toEqual(unit);
  });

  it.each([
    ['the committee itself', FUYONG, FUYONG],
    ['a level above', FUYONG, BAOAN],
    ['a park of another street', FUYONG, LONGTENG],
    ['a street office, which is no committee', BAOAN, WELFARE],
    ['a department of the district, which is none either', BAOAN, HOUSING],
    ['a team of a park', FUYONG, TEAM],
  ])('down does not go to %s', (_, place, unit) => {
    expect(aLife({ place }).refuses('pass_down', dispatcherOf(place), { unit })).toBe('not_below');
  });
});
