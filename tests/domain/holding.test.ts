import { spentBy } from '../../src/domain/clock';
import type { Demand } from '../../src/domain/demand';
import { holdingsOf, pingPong, type Holding } from '../../src/domain/holding';
import { isPrecedent, likenessOf } from '../../src/domain/precedent';
import { OTHER_CATEGORY } from '../../src/domain/routing';
import { returnHint, returnRoom, workingAmount } from '../../src/domain/returning';
import type { UnitRef } from '../../src/domain/organisation';
import type { ClockName } from '../../src/domain/vocabulary';
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
  MINUTE,
  QIAOTOU,
  rules,
  rulesWith,
  TEAM,
  ZHIHUI,
  type Life,
} from '../support/a-demand';
import { anyLife, live, type Happening } from '../support/any-life';
import fc from 'fast-check';
import '../support/luck';

const givenBack = (life: Life) =>
  life.events
    .filter((e) => e.type === 'returned' || (e.type === 'passed_up' && e.stage === 'handling'))
    .map((e) => ({ unit: e.unit, at: e.at, passedUp: e.type === 'passed_up' }));
const returnsOf = (life: Life) => givenBack(life).filter(({ passedUp }) => !passedUp);
const charged = (holdings: Holding[], clock: ClockName, unit?: string) =>
  holdings
    .filter((held) => unit === undefined || held.unit === unit)
    .flatMap((held) => held.charged)
    .filter((charge) => charge.clock === clock)
    .reduce((sum, { amount }) => sum + amount, 0);

describe('who held a demand, and for how long', () => {
  const disputed = () => {
    const life = aLife({ place: FUYONG, lead: ZHIHUI, stage: 'accepting' });
    life.act('return', anActor('handler', ZHIHUI), {}, at('2026-03-02 11:00'));
    goOn(life.until(at('2026-03-02 15:00')), { lead: QIAOTOU });
    return life.act('return', anActor('handler', QIAOTOU), {}, at('2026-03-02 17:30'));
  };

  it('is read from the ledgers: every stretch with its working time per clock', () => {
    const life = disputed();
    const holdings = holdingsOf(life.demand.clocks, returnsOf(life), rules.calendar, at('2026-03-03 10:00'));
    expect(holdings.map((h) => [h.unit, beijing(h.from), beijing(h.to), h.returned])).toEqual([
      ['zhihui', '2026-03-02 09:00', '2026-03-02 11:00', true],
      ['fuyong', '2026-03-02 11:00', '2026-03-02 15:00', false],
      ['qiaotou', '2026-03-02 15:00', '2026-03-02 17:30', true],
      ['baoan', '2026-03-02 17:30', null, false],
    ]);
    expect(['zhihui', 'fuyong', 'qiaotou', 'baoan'].map((unit) => charged(holdings, 'handle', unit) / MINUTE)).toEqual([
      ...[120, 120, 150, 90],
    ]);
    expect(charged(holdings, 'accept', 'qiaotou') / MINUTE).toBe(150);
  });

  it('shows a ping-pong from the second return on', () => {
    const life = disputed();
    expect(pingPong(returnsOf(life))).toEqual({ returns: 2, units: ['zhihui', 'qiaotou'] });
    expect(pingPong(returnsOf(life).slice(1))).toBeNull();
  });

  it('shows one unit that passes a case up as often as it gets it, and not the ordinary way up', () => {
    const passesUp = (life: Life, by: UnitRef) =>
      life.act('accept', anActor('handler', by), {}).act('pass_up', anActor('handler', by), {});
    const life = passesUp(aLife({ stage: 'accepting' }), TEAM);
    expect(pingPong(givenBack(passesUp(goOn(life, { lead: FUYONG }), FUYONG)))).toBeNull();
    life.act('pass_down', anActor('dispatcher', BAOAN), { unit: ZHIHUI });
    expect(pingPong(givenBack(passesUp(goOn(life, { lead: TEAM }), TEAM)))).toEqual({
      returns: 3,
      units: ['zhihui-team', 'fuyong'],
    });
  });

  it('charges nobody for the time in which the clock was paused', () => {
    const life = aLife({ stage: 'handling' });
    life.act('request_information', anActor('handler', TEAM), {}, at('2026-03-02 10:00'));
    life.act('supply_information', { kind: 'reporter' }, {}, at('2026-03-02 17:00'));
    const holdings = holdingsOf(life.demand.clocks, [], rules.calendar, at('2026-03-02 18:00'));
    expect(charged(holdings, 'handle') / MINUTE).toBe(120);
  });

  it('whatever happened: what all holders are charged is what the ledgers say', () => {
    const soundly = ({ clocks }: Demand, by: typeof rules.calendar, now: number) => {
      const holdings = holdingsOf(clocks, [], by, now);
      for (const name of new Set(clocks.map((clock) => clock.name))) {
        const spent = clocks
          .filter((clock) => clock.name === name)
          .reduce((sum, clock) => sum + spentBy(clock, by, now), 0);
        expect(charged(holdings, name)).toBe(spent);
      }
      holdings.forEach((held, i) => expect(held.from).toBeGreaterThanOrEqual(holdings[i - 1]?.from ?? 0));
    };
    fc.assert(
      fc.property(anyLife, (script) => {
        const happened: Happening[] = [];
        live(script, (happening) => void happened.push(happening));
        for (const { outcome, now, rules: by } of happened.slice(-1))
          soundly(outcome.demand, by.calendar, Math.max(now, outcome.demand.updatedAt));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a return in time', () => {
  const waiting = (policy = {}) => aLife({ stage: 'accepting', rules: rulesWith({ returnWindow: 120, ...policy }) });
  const handler = anActor('handler', TEAM);

  it('is possible in the window that the policy gives it, counted in working time from the dispatch', () => {
    expect(waiting().refuses('return', handler, {}, at('2026-03-02 10:59'))).toBeNull();
    expect(waiting().refuses('return', handler, {}, at('2026-03-02 11:00'))).toBe('return_window_over');
    expect(waiting({ returnWindow: 181 }).refuses('return', handler, {}, at('2026-03-02 14:00'))).toBeNull();
  });

  it('has a window of its own after every dispatch', () => {
    const life = waiting().act('return', handler, {}, at('2026-03-02 10:30'));
    goOn(life.until(at('2026-03-02 14:30')));
    expect(life.refuses('return', handler, {}, at('2026-03-02 16:00'))).toBeNull();
  });

  it('has no end where the policy names none, as those of earlier versions', () => {
    expect(waiting({ returnWindow: undefined }).refuses('return', handler, {}, at('2026-03-02 12:30'))).toBeNull();
  });

  it('says how many returns and how much time are left', () => {
    const room = (life: Life, now: string) =>
      returnRoom(life.demand, at(now), { ...rules, policy: rulesWith({ returnWindow: 420 }).policy });
    const ladders = { ...rules.policy.ladders, accept: [{ percent: 100, step: 'escalate' as const }] };
    const life = waiting({ returnWindow: 420, ladders });
    expect(room(life, '2026-03-02 10:30')).toEqual({
      ...{ left: 2, limit: 2, movesUp: false },
      until: at('2026-03-02 18:00'),
      minutesLeft: 330,
    });
    expect(returnHint(room(life, '2026-03-02 10:30'))).toBe(
      '本轮还可退单 2 次（上限 2 次）。退单须在 3月2日 18:00 前提出，还剩工作时间 5 小时 30 分钟。',
    );
    const open = { left: 1, limit: 2, until: null, minutesLeft: null, movesUp: false };
    expect(returnHint(open)).toContain('由上一级裁决');
    expect([0, 59, 60, 420, 500].map(workingAmount)).toEqual([
      '0 分钟',
      '59 分钟',
      '1 小时',
      '1 个工作日',
      '1 个工作日 1 小时',
    ]);
  });
});

describe('a return before the case goes up', () => {
  const hint = (life: Life) => returnHint(returnRoom(life.demand, at('2026-03-02 10:30'), rules));

  it('is promised no later than that: by the defaults the window is longer than the time to accept', () => {
    expect(hint(aLife({ stage: 'accepting' }))).toBe(
      '本轮还可退单 2 次（上限 2 次）。退单须在 3月2日 15:48 前提出，届时仍未签收就上提一级，还剩工作时间 3 小时 18 分钟。',
    );
    const district = aLife({ place: BAOAN, lead: HOUSING, stage: 'accepting' });
    expect(hint(district)).toContain('3月2日 18:00 前提出，还剩');
  });
});

describe('a ruling as a precedent', () => {
  const one = { category: '噪声扰民', path: FUYONG.path, pairs: ['夜间', '施工', '扰民'] };

  it('is a case of the same category nearby, or one with a like text anywhere', () => {
    const near = likenessOf(one, { ...one, path: ZHIHUI.path, pairs: [] });
    expect(near).toMatchObject({ sameCategory: true, near: 'fuyong' });
    expect(isPrecedent(near)).toBe(true);
    const like = likenessOf(one, { category: '其他', path: LONGTENG.path, pairs: ['夜间', '施工', '停水'] });
    expect(like).toMatchObject({ sameCategory: false, near: null, text: 0.67 });
    expect(isPrecedent(like)).toBe(true);
  });

  it('is not one that nobody could classify either: 其他 is no category in common', () => {
    const other = { ...one, category: OTHER_CATEGORY };
    const like = likenessOf(other, { ...other, pairs: ['路灯'] });
    expect([like.sameCategory, isPrecedent(like)]).toEqual([false, false]);
  });

  it('is not one of the same category on the other side of the district, nor one nearby about something else', () => {
    expect(isPrecedent(likenessOf(one, { ...one, path: LONGTENG.path, pairs: ['停车'] }))).toBe(false);
    expect(isPrecedent(likenessOf(one, { category: '停车', path: one.path, pairs: ['停车'] }))).toBe(false);
  });

  it('comes before another that is less like', () => {
    const same = likenessOf(one, one).score;
    const far = likenessOf(one, { ...one, path: LONGTENG.path }).score;
    expect(same).toBeGreaterThan(far);
    expect(far).toBeGreaterThan(likenessOf(one, { ...one, path: LONGTENG.path, pairs: ['停车'] }).score);
  });
});
