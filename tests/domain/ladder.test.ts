import { defaultPolicy, type Policy } from '../../src/domain/policy';
import { policyWarnings } from '../../src/domain/policy-warnings';
import { passTime } from '../../src/domain/time-passing';
import { apply } from '../../src/domain/transitions';
import type { Notice } from '../../src/domain/notice';
import type { ClockName } from '../../src/domain/vocabulary';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  beijing,
  HOUR,
  MINUTE,
  MONDAY,
  REPORTER,
  rules,
  rulesWith,
  TEAM,
  ZHIHUI,
  type Life,
  type Wish,
} from '../support/a-demand';

const recipient = ({ to }: Notice) => (to.reporter ? 'reporter' : (to.user ?? `${to.role}@${to.unit}`));

/** One line per rung that fired: percent, what, when, and who was told. */
function rungsOf(life: Life, clock: ClockName, id = `${clock}-1`): string[] {
  return life.events
    .filter((event) => event.cause.clock === clock)
    .map(({ type, at: when, cause: { percent } }) => {
      const told = life.notices.filter((n) => n.key.startsWith(`d1:${id}:${percent}:`)).map(recipient);
      return `${percent}% ${type} ${beijing(when)} ${told.join()}`;
    });
}

describe('left alone, a clock climbs its ladder rung by rung:', () => {
  const cases: [string, ClockName, Wish, string, string[]][] = [
    [
      'dispatch, to the committee that holds it',
      ...(['dispatch', {}, '2026-03-02 11:23'] as const),
      [
        '50% reminded 2026-03-02 10:00 dispatcher@zhihui',
        '80% reminded 2026-03-02 10:36 dispatcher@zhihui',
        '100% timeout_escalated 2026-03-02 11:00 supervisor@zhihui',
      ],
    ],
    [
      'an urgent dispatch, within half an hour',
      ...(['dispatch', { urgency: 'urgent' }, '2026-03-02 09:35'] as const),
      [
        '50% reminded 2026-03-02 09:15 dispatcher@zhihui',
        '80% reminded 2026-03-02 09:24 dispatcher@zhihui',
        '100% timeout_escalated 2026-03-02 09:30 supervisor@zhihui',
      ],
    ],
    [
      'accept, to the handlers of the lead unit',
      ...(['accept', { stage: 'accepting' }, '2026-03-02 15:47'] as const),
      [
        '50% reminded 2026-03-02 11:00 handler@zhihui-team',
        '80% reminded 2026-03-02 14:12 handler@zhihui-team',
        '100% timeout_escalated 2026-03-02 15:00 supervisor@zhihui-team',
      ],
    ],
    [
      'contact, by the hours of day and night',
      ...(['contact', { stage: 'handling' }, '2026-03-04 09:00'] as const),
      [
        '50% reminded 2026-03-02 21:00 handler@zhihui-team',
        '80% reminded 2026-03-03 04:12 handler@zhihui-team',
        '100% timeout_escalated 2026-03-03 09:00 supervisor@zhihui-team',
      ],
    ],
    [
      'handle for help, ten working days',
      ...(['handle', { stage: 'handling' }, '2026-03-17 17:59'] as const),
      [
        '50% reminded 2026-03-06 18:00 handler@zhihui-team',
        '80% reminded 2026-03-11 18:00 handler@zhihui-team',
        '100% timeout_escalated 2026-03-13 18:00 supervisor@zhihui-team',
      ],
    ],
    [
      'handle for a consultation, two working days',
      ...(['handle', { kind: 'consultation', stage: 'handling' }, '2026-03-04 11:47'] as const),
      [
        '50% reminded 2026-03-02 18:00 handler@zhihui-team',
        '80% reminded 2026-03-03 15:12 handler@zhihui-team',
        '100% timeout_escalated 2026-03-03 18:00 supervisor@zhihui-team',
      ],
    ],
    [
      'handle for a complaint, fifteen working days, on to the reviewer',
      ...(['handle', { kind: 'complaint', stage: 'reviewing' }, '2026-03-25 17:59'] as const),
      [
        '50% reminded 2026-03-11 14:30 reviewer@zhihui-team',
        '80% reminded 2026-03-17 18:00 reviewer@zhihui-team',
        '100% timeout_escalated 2026-03-20 18:00 supervisor@zhihui-team',
      ],
    ],
    [
      'reply, to the replying unit, and under supervision at the end',
      ...(['reply', { stage: 'replying', replying: ZHIHUI }, '2026-03-09 09:00'] as const),
      [
        '50% reminded 2026-03-02 14:30 replier@zhihui',
        '80% reminded 2026-03-02 16:36 replier@zhihui',
        '100% timeout_escalated 2026-03-02 18:00 supervisor@zhihui',
        '120% supervised_by_clock 2026-03-03 10:24 supervisor@baoan',
      ],
    ],
    [
      'callback, to the callback staff of the street',
      ...(['callback', { stage: 'calling_back' }, '2026-03-09 09:00'] as const),
      [
        '50% reminded 2026-03-02 14:30 callback@fuyong',
        '80% reminded 2026-03-02 16:36 callback@fuyong',
        '100% timeout_escalated 2026-03-02 18:00 supervisor@fuyong',
      ],
    ],
  ];
  it.each(cases)('%s', (_, clock, wish, until, expected) => {
    expect(rungsOf(aLife(wish).until(at(until)), clock)).toEqual(expected);
  });

  it('supervision, to whoever holds the demand', () => {
    const life = aLife({ stage: 'accepting' }).act('supervise', anActor('supervisor', BAOAN), { workingDays: 2 });
    life.act('transfer', anActor('supervisor', ZHIHUI), { user: 'li' }).until(at('2026-03-10 09:00'));
    expect(rungsOf(life, 'supervision')).toEqual([
      '50% reminded 2026-03-02 18:00 li',
      '80% reminded 2026-03-03 15:12 li',
      '100% timeout_escalated 2026-03-03 18:00 supervisor@zhihui-team',
    ]);
  });

  it('rate, which reminds the reporter once and closes the demand at its end', () => {
    const life = aLife({ stage: 'rating' }).until(at('2026-03-20 09:00'));
    expect(rungsOf(life, 'rate')).toEqual([
      '60% rating_reminded 2026-03-04 18:00 reporter',
      '100% rating_expired 2026-03-06 18:00 ',
    ]);
    expect(life.demand).toMatchObject({ stage: 'closed', closedAt: at('2026-03-06 18:00') });
  });
});

describe('a rung', () => {
  it('goes to the person who holds the demand once somebody accepted it', () => {
    const life = aLife({ stage: 'accepting' }).act('accept', anActor('handler', TEAM, 'li'), {});
    expect(rungsOf(life.until(at('2026-03-06 18:00')), 'handle')).toEqual(['50% reminded 2026-03-06 18:00 li']);
  });

  it('does not fire for a clock that was met', () => {
    const life = aLife({ stage: 'accepting' }).act('accept', anActor('handler', TEAM), {}, at('2026-03-02 10:59'));
    expect(rungsOf(life.until(at('2026-03-03 09:00')), 'accept')).toEqual([]);
    expect(life.demand.clocks.find((c) => c.name === 'accept')?.state).toBe('met');
  });

  it('marks the clock breached when it is the due time, and only then', () => {
    const life = aLife().until(at('2026-03-02 10:59'));
    expect(life.demand.clocks[0]!.state).toBe('running');
    expect(life.until(at('2026-03-02 11:00')).demand.clocks[0]!.state).toBe('breached');
  });

  it('keeps its planned time as business time and records how late it ran after an outage', () => {
    const life = aLife({ stage: 'handling' }).act('contact', anActor('handler', TEAM), {
      channel: 'phone',
      outcome: 'reached',
    });
    life.wakeAt(at('2026-03-16 09:00'));
    expect(rungsOf(life, 'handle')).toEqual([
      '50% reminded 2026-03-06 18:00 handler@zhihui-team',
      '80% reminded 2026-03-11 18:00 handler@zhihui-team',
      '100% timeout_escalated 2026-03-13 18:00 supervisor@zhihui-team',
    ]);
    const late = (from: string) => (at('2026-03-16 09:00') - at(from)) / 1000;
    const expected = [late('2026-03-06 18:00'), late('2026-03-11 18:00'), late('2026-03-13 18:00')];
    expect(life.events.filter((e) => e.cause.clock === 'handle').map((e) => e.cause.lateBy)).toEqual(expected);
    expect(life.notices.filter((n) => n.clock === 'handle').map((n) => n.lateBy)).toEqual(expected);
    const clock = life.demand.clocks.find((c) => c.name === 'handle')!;
    expect(clock.rungs.map((rung) => rung.firedAt)).toEqual([...Array<number>(3).fill(at('2026-03-16 09:00')), null]);
  });

  it('fires once, also when it is asked again', () => {
    const life = aLife().wakeAt(at('2026-03-02 10:10'));
    expect(rungsOf(life, 'dispatch')).toHaveLength(1);
    expect(passTime(life.demand, at('2026-03-02 10:10'), rules)).toBeNull();
  });

  it('that ran late never stands before what people did meanwhile', () => {
    const { demand } = aLife();
    const noted = apply(
      demand,
      'note',
      { public: false },
      { now: MONDAY + 90 * MINUTE, actor: REPORTER },
      rules,
    ).demand;
    const [event] = passTime(noted, MONDAY + 91 * MINUTE, rules)!.events;
    expect(event).toMatchObject({ at: MONDAY + 90 * MINUTE, cause: { plannedAt: MONDAY + HOUR, lateBy: 31 * 60 } });
  });

  it('of the same percentage as another fires beside it, each with its own notice', () => {
    const both = [
      { percent: 100, step: 'remind' },
      { percent: 100, step: 'escalate' },
    ] as const;
    const life = aLife({ rules: rulesWith({ ladders: { dispatch: [...both] } }) }).until(MONDAY + 3 * HOUR);
    const keys = life.notices.filter((n) => n.clock === 'dispatch').map((n) => n.key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(2);
  });

  it('always exists at the due time, whatever the policy leaves out', () => {
    const life = aLife({ rules: rulesWith({ ladders: {} }) }).until(MONDAY + 3 * HOUR);
    expect(rungsOf(life, 'dispatch')).toEqual(['100% reminded 2026-03-02 11:00 dispatcher@zhihui']);
  });
});

describe('a notice that rings', () => {
  const ringOf = (life: Life, clock: ClockName, percent: number) =>
    life.notices.find((n) => n.key.startsWith(`d1:${clock}-1:${percent}:`))!.ringAt!;

  it('goes out within two minutes in the daytime', () => {
    const rings = ringOf(aLife().until(MONDAY + HOUR), 'dispatch', 50);
    expect(rings).toBeGreaterThanOrEqual(MONDAY + HOUR);
    expect(rings).toBeLessThan(MONDAY + HOUR + 2 * MINUTE);
  });

  it('waits for the end of the quiet hours, while the deadline does not', () => {
    const life = aLife({ stage: 'handling' }).until(at('2026-03-03 04:12'));
    const notice = life.notices.find((n) => n.key.startsWith('d1:contact-1:80:'))!;
    expect(beijing(notice.at)).toBe('2026-03-03 04:12');
    expect(beijing(notice.ringAt)).toMatch('2026-03-03 08:0');
  });

  it('does not ring at night because it ran late', () => {
    const life = aLife().wakeAt(at('2026-03-03 02:00'));
    expect(beijing(ringOf(life, 'dispatch', 50))).toMatch('2026-03-03 08:0');
  });

  it('rings for different demands at different moments, also after the quiet hours', () => {
    const ring = (id: string) =>
      aLife({ id, stage: 'handling' })
        .until(at('2026-03-03 04:12'))
        .notices.find((n) => n.key.includes(':contact-1:80:'))!.ringAt;
    expect(new Set(['a', 'b', 'c', 'd'].map(ring)).size).toBe(4);
  });
});

describe('whoever approves a policy is warned', () => {
  const warned = (change: Partial<Policy>) => policyWarnings({ ...defaultPolicy, ...change });
  const handle = (...rungs: Policy['ladders']['handle'] & object) =>
    warned({ ladders: { ...defaultPolicy.ladders, handle: rungs } });

  it('of nothing in the policy of the first day', () => {
    expect(warned({})).toEqual([]);
  });

  it('of a clock that only ever reminds, also by having no ladder', () => {
    const words = ['“办理”没有升级：超时以后只提醒持有人，督办员不会知道。'];
    expect(handle({ percent: 100, step: 'remind' })).toEqual(words);
    const { handle: _, ...others } = defaultPolicy.ladders;
    expect(warned({ ladders: others })).toEqual(words);
  });

  it('of one that nobody takes over when it stays late', () => {
    expect(handle({ percent: 100, step: 'escalate' })).toEqual([
      '“办理”超时升级以后没有上提一级或列入督办：一直不办也没有下文。',
    ]);
  });

  it('of one that goes up before it is due', () => {
    expect(handle({ percent: 2, step: 'move_up' }, { percent: 100, step: 'escalate' })).toEqual([
      '“办理”用到 2 % 就上提一级：还没有到期，请确认不是笔误。',
    ]);
  });

  it.each<[string, [number, number], Partial<Policy>, number]>([
    ['in the night', [0, 60], {}, 1],
    ['that goes on into the evening', [18 * 60, 21 * 60], {}, 1],
    ['that ends as the quiet begins', [14 * 60, 20 * 60], {}, 0],
    ['in the night where nothing is quiet', [0, 60], { quietHours: { from: 480, to: 480 } }, 0],
    ['over noon where noon is quiet', [690, 780], { quietHours: { from: 720, to: 840 } }, 1],
  ])('of phoning people %s', (_, window, change, count) => {
    const callback = { ...defaultPolicy.callback, windows: [window] };
    expect(warned({ callback, ...change })).toHaveLength(count);
  });
});
