import { stageLabelOf } from '../../src/domain/demand';
import { nextPromise } from '../../src/domain/promise';
import type { Facts } from '../../src/domain/facts';
import type { PollResult } from '../../src/domain/transition';
import { refusal } from '../../src/domain/transitions';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  beijing,
  HOUR,
  MONDAY,
  REPORTER,
  rules,
  TEAM,
  ZHIHUI,
  type Life,
} from '../support/a-demand';

const DAY = 24 * HOUR;
const handler = anActor('handler', TEAM);
const CLOSES = at('2026-03-06 18:00');
const ballot = (more: Partial<Facts['open_poll']> = {}): Facts['open_poll'] => ({
  ...{ poll: 'p1', closesAt: CLOSES, wait: true, electorate: 'ballots', ballots: 40 },
  ...more,
});
const result = (more: Partial<PollResult> = {}): PollResult & { kind: 'poll_closed' } => ({
  ...{ kind: 'poll_closed', poll: 'p1', counts: [20, 9, 1], ballots: 40, wordsId: null },
  ...more,
});
const handling = () => aLife({ kind: 'suggestion', stage: 'handling' });
const polled = (more: Partial<Facts['open_poll']> = {}): Life => handling().act('open_poll', handler, ballot(more));
const clockOf = (life: Life, name: string) => life.demand.clocks.findLast((clock) => clock.name === name)!;
const last = (life: Life) => life.events.at(-1)!;

describe('a poll that the case waits for', () => {
  it('stops the case and its clocks, and the ledger says why', () => {
    const life = polled();
    expect(life.demand).toMatchObject({ stage: 'waiting', holder: { user: handler.user } });
    expect(clockOf(life, 'handle').segments.at(-1)).toMatchObject({ kind: 'paused', reason: 'poll', by: handler.user });
    expect(clockOf(life, 'contact').state).toBe('paused');
    const asked = { action: 'finish', actor: handler } as const;
    expect(refusal(life.demand, asked, life.now, rules)!.message).toContain('诉求现处于“等待票选结果”');
    expect(last(life)).toMatchObject({ type: 'poll_opened', public: true, unit: TEAM.id, user: handler.user });
    expect(life.effects).toContainEqual({ kind: 'start_poll', poll: 'p1', closesAt: CLOSES });
  });

  it('promises the reporter the result, and asks nothing of them', () => {
    expect(nextPromise(polled().demand)).toMatchObject({ step: '公布票选结果', dueAt: CLOSES });
    expect(stageLabelOf(polled().demand)).toBe('等待票选结果');
  });

  it('goes on with the result, with exactly the working time that was left, and the handler is told', () => {
    const life = polled().until(at('2026-03-05 10:00')).hear(result());
    expect(life.demand).toMatchObject({ stage: 'handling', waitingUntil: null, poll: { closedAt: life.now } });
    expect(last(life)).toMatchObject({ type: 'poll_closed', public: true, actor: 'system' });
    expect(last(life).data).toEqual({ poll: 'p1', counts: [20, 9, 1], votes: 30, ballots: 40, early: false });
    expect(life.notices.at(-1)).toMatchObject({ kind: 'poll_closed', to: { user: handler.user } });
    const free = handling();
    const waited = clockOf(life, 'handle').dueAt;
    expect(beijing(clockOf(free, 'handle').dueAt)).toBe('2026-03-13 18:00');
    expect(beijing(waited)).toBe('2026-03-19 10:00');
  });

  it('keeps what the reporter sends meanwhile and waits on', () => {
    const life = polled();
    life.act('supply_information', REPORTER, {});
    expect(life.demand.stage).toBe('waiting');
    expect(last(life).type).toBe('information_supplied');
    expect(clockOf(life, 'handle').state).toBe('paused');
    expect(life.notices.at(-1)).toMatchObject({ kind: 'information', to: { user: handler.user } });
  });

  it('that never tells lets the clock go on a day after its closing time, and says so', () => {
    const life = polled().until(CLOSES + DAY - 1);
    expect(life.demand.stage).toBe('waiting');
    life.wakeAt(CLOSES + DAY + 2 * HOUR);
    expect(life.demand).toMatchObject({ stage: 'handling', poll: { wait: false, closedAt: null } });
    const event = life.events.find(({ type }) => type === 'poll_overdue')!;
    expect(event).toMatchObject({ at: CLOSES + DAY, actor: 'clock', cause: { lateBy: 7_200 } });
    expect(life.events.some(({ type }) => type === 'information_overdue')).toBe(false);
    expect(life.notices.at(-1)!.to).toEqual({ user: handler.user });
  });

  it('is still recorded when it tells after that, and moves nothing', () => {
    const life = polled().until(CLOSES + 2 * DAY);
    life.hear(result());
    expect(last(life).type).toBe('poll_closed');
    expect(life.demand.stage).toBe('handling');
  });

  it('does not wake a case that was parked meanwhile, nor one that then waits for its reporter', () => {
    const district = anActor('supervisor', BAOAN);
    const life = handling().act('request_deferral', handler, { reviewAt: MONDAY + DAY });
    life.act('open_poll', handler, ballot()).act('decide_deferral', district, { approve: true });
    expect(life.demand.stage).toBe('deferred');
    life.until(MONDAY + 2 * DAY).act('request_information', handler, {});
    expect(stageLabelOf(life.demand)).toBe('待补充材料');
    life.hear(result());
    expect(last(life).type).toBe('poll_closed');
    expect(life.demand.stage).toBe('waiting');
    life.act('supply_information', REPORTER, {});
    expect(life.demand.stage).toBe('handling');
  });
});

describe('a poll that the case does not wait for', () => {
  it('stops nothing, and its result is told wherever the case is by then', () => {
    const life = polled({ wait: false });
    expect(life.demand.stage).toBe('handling');
    expect(clockOf(life, 'handle').state).toBe('running');
    life.act('finish', handler, { result: 'adopted' }).hear(result());
    expect(life.demand.stage).toBe('reviewing');
    expect(last(life).type).toBe('poll_closed');
    expect(life.notices.at(-1)).toMatchObject({ kind: 'poll_closed', to: { role: 'reviewer', unit: TEAM.id } });
  });

  it('tells nobody of the service while the reporter is asked to rate', () => {
    const life = polled({ wait: false }).act('finish', handler, { result: 'adopted' });
    life.act('review', anActor('reviewer', TEAM), { approve: true }).act('reply', anActor('replier', TEAM), {});
    const told = life.notices.length;
    life.hear(result());
    expect(last(life).type).toBe('poll_closed');
    expect(life.notices).toHaveLength(told);
  });
});

describe('a result', () => {
  it('counts once, however often it is told, and only of the poll that is known', () => {
    const life = polled().hear(result());
    const { version } = life.demand;
    life.hear(result()).hear(result({ poll: 'p0' }));
    expect(life.demand.version).toBe(version);
  });

  it('ends with a case that is withdrawn or rejected, once', () => {
    const [one, other] = [polled({ wait: false }), polled({ wait: true })];
    one.act('pass_up', handler, {}).act('reject', anActor('dispatcher', one.demand.holder.unit!), {});
    other.act('withdraw', REPORTER, {});
    for (const life of [one, other]) {
      expect(life.effects).toContainEqual({ kind: 'end_poll', poll: 'p1' });
      expect(life.demand.poll?.closedAt).toBe(life.now);
      expect(life.hear(result()).events.some(({ type }) => type === 'poll_closed')).toBe(false);
    }
    const closed = polled().hear(result()).act('withdraw', REPORTER, {});
    expect(closed.effects.some(({ kind }) => kind === 'end_poll')).toBe(false);
  });

  it('says why it came early', () => {
    const life = polled().hear(result({ wordsId: 'why' }));
    expect(last(life)).toMatchObject({ wordsId: 'why', data: { early: true } });
  });

  it('reaches every merged demand, which records it once', () => {
    const life = polled().hear({ kind: 'follower_joined', follower: 'f1', joined: 7 }).hear(result());
    const told = life.effects.at(-1);
    expect(told).toEqual({
      kind: 'tell_demand',
      demandId: 'f1',
      message: { ...result(), kind: 'main_poll_closed', joined: 7 },
    });
    const follower = aLife({ stage: 'merged' });
    follower.hear({ ...result(), kind: 'main_poll_closed' }).hear({ ...result(), kind: 'main_poll_closed' });
    expect(follower.events.filter(({ type }) => type === 'poll_closed')).toHaveLength(1);
    expect(last(follower)).toMatchObject({ type: 'poll_closed', public: true });
    expect(follower.demand.stage).toBe('merged');
  });

  it('of a main case is nothing to a demand that is not merged', () => {
    const life = handling().hear({ ...result(), kind: 'main_poll_closed' });
    expect(life.events.some(({ type }) => type === 'poll_closed')).toBe(false);
  });
});

describe('opening a poll is refused', () => {
  it('while another is open, and not any more once that has closed or is given up', () => {
    const open = polled({ wait: false });
    expect(open.refuses('open_poll', handler, ballot({ poll: 'p2' }))).toBe('poll_open');
    const next = { poll: 'p2', closesAt: CLOSES + 5 * DAY };
    expect(open.refuses('open_poll', handler, ballot(next), CLOSES + DAY)).toBeNull();
    expect(polled().hear(result()).refuses('open_poll', handler, ballot(next))).toBeNull();
  });

  it.each([
    ['at once', MONDAY, 'not_in_future'],
    ['in a moment', MONDAY + 1, null],
    ['in thirty days', MONDAY + 30 * DAY, null],
    ['later than that', MONDAY + 30 * DAY + 1, 'too_long'],
  ])('or not by its closing time: %s', (_, closesAt, code) => {
    expect(handling().refuses('open_poll', handler, ballot({ closesAt }))).toBe(code);
  });

  it('to a colleague of the handler', () => {
    expect(handling().refuses('open_poll', anActor('handler', TEAM, 'wang'), ballot())).toBe('held_by_another');
    expect(handling().refuses('open_poll', anActor('handler', ZHIHUI), ballot())).toBe('not_allowed_for_role');
  });
});
