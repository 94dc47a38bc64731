import { tasksOf } from '../../src/domain/record';
import type { Stage } from '../../src/domain/vocabulary';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  beijing,
  FUYONG,
  HOUR,
  MINUTE,
  MONDAY,
  REPORTER,
  TEAM,
  WELFARE,
  ZHIHUI,
} from '../support/a-demand';

const collector = anActor('collector', ZHIHUI);
const supervisor = anActor('supervisor', FUYONG);

describe('an urge', () => {
  it('is counted and rings with whoever holds the demand', () => {
    const life = aLife({ stage: 'handling' }).act('urge', REPORTER, {});
    expect(life.demand.urges).toBe(1);
    expect(life.notices.at(-1)).toMatchObject({ kind: 'urged', to: { user: 'handler@zhihui-team' } });
    expect(life.notices.at(-1)!.ringAt).not.toBeNull();
  });

  it.each<[Stage, object]>([
    ['dispatching', { role: 'dispatcher', unit: 'zhihui' }],
    ['accepting', { role: 'handler', unit: 'zhihui-team' }],
    ['reviewing', { role: 'reviewer', unit: 'zhihui-team' }],
    ['replying', { role: 'replier', unit: 'zhihui-team' }],
    ['calling_back', { role: 'callback', unit: 'fuyong' }],
  ])('in stage %s goes to the people whose turn it is', (stage, to) => {
    expect(aLife({ stage }).act('urge', REPORTER, {}).notices.at(-1)!.to).toEqual(to);
  });

  it('by the reporter is possible once a day, to the minute', () => {
    const life = aLife().act('urge', REPORTER, {});
    expect(life.refuses('urge', REPORTER, {}, MONDAY + 24 * HOUR - 1)).toBe('too_often');
    expect(life.refuses('urge', REPORTER, {}, MONDAY + 24 * HOUR)).toBeNull();
  });

  it('by staff is possible once an hour, and neither party uses up the turn of the other', () => {
    const life = aLife().act('urge', REPORTER, {}).act('urge', collector, {});
    expect(life.refuses('urge', supervisor, {}, MONDAY + 59 * MINUTE)).toBe('too_often');
    expect(life.refuses('urge', supervisor, {}, MONDAY + HOUR)).toBeNull();
    expect(life.demand.urges).toBe(2);
  });

  it('moves no deadline', () => {
    const life = aLife({ stage: 'handling' });
    const before = life.demand.clocks.map((clock) => clock.dueAt);
    expect(life.act('urge', REPORTER, {}).demand.clocks.map((clock) => clock.dueAt)).toEqual(before);
  });
});

describe('supervision', () => {
  const supervised = (stage: Stage = 'handling') =>
    aLife({ stage, replying: WELFARE, place: FUYONG, lead: TEAM }).act('supervise', supervisor, { workingDays: 3 });

  it('starts a clock of its own and rings with the holder', () => {
    const life = supervised();
    expect(life.demand).toMatchObject({ supervised: true, supervision: { by: supervisor.user, unit: 'fuyong' } });
    const clock = life.demand.clocks.find((c) => c.name === 'supervision')!;
    expect(beijing(clock.dueAt)).toBe('2026-03-04 18:00');
    expect(life.notices.at(-1)).toMatchObject({ kind: 'supervised', to: { user: 'handler@zhihui-team' } });
  });

  it.each<[Stage, string]>([
    ['handling', 'handler@zhihui-team'],
    ['reviewing', 'handler@zhihui-team'],
    ['replying', 'handler@zhihui-team'],
    ['calling_back', 'handler@zhihui-team'],
    ['dispatching', 'dispatcher@fuyong'],
  ])('in stage %s is a task of somebody who can answer it', (stage, who) => {
    const life = supervised(stage);
    const task = tasksOf(life.demand).find((t) => t.kind === 'answer_supervision')!;
    expect(`${task.role}@${task.unit}`).toBe(who);
    const unit = task.unit === 'fuyong' ? FUYONG : TEAM;
    expect(life.refuses('answer_supervision', anActor(task.role, unit, task.user ?? undefined))).toBeNull();
  });

  it('ends with an answer, which goes to the person who ordered it', () => {
    const life = supervised().act('answer_supervision', anActor('handler', TEAM), {}, at('2026-03-03 09:00'));
    expect(life.demand.supervision!.answeredAt).toBe(at('2026-03-03 09:00'));
    expect(life.demand.clocks.find((c) => c.name === 'supervision')!.state).toBe('met');
    expect(life.notices.at(-1)).toMatchObject({ kind: 'supervision_answered', to: { user: supervisor.user } });
    expect(life.demand.supervised).toBe(true);
  });

  it('does not end with time: it is breached and still to be answered', () => {
    const life = supervised().until(at('2026-03-05 09:00'));
    expect(life.demand.clocks.find((c) => c.name === 'supervision')).toMatchObject({
      state: 'breached',
      endedAt: null,
    });
    expect(life.refuses('answer_supervision', anActor('handler', TEAM))).toBeNull();
  });

  it('can still be answered while the reporter is asked for a rating', () => {
    const life = aLife({ stage: 'replying' }).act('supervise', anActor('supervisor', BAOAN), { workingDays: 3 });
    life.act('reply', anActor('replier', TEAM), {});
    expect(life.refuses('answer_supervision', anActor('handler', TEAM))).toBeNull();
    expect(tasksOf(life.demand).map((task) => task.kind)).toEqual(['answer_supervision']);
  });

  it('is ordered once at a time', () => {
    const life = supervised();
    expect(life.refuses('supervise', anActor('supervisor', BAOAN))).toBe('already_supervised');
    life.act('answer_supervision', anActor('handler', TEAM), {});
    expect(life.refuses('answer_supervision', anActor('handler', TEAM))).toBe('not_supervised');
    life.act('supervise', anActor('supervisor', BAOAN), { workingDays: 1 });
    expect(life.demand.clocks.filter((c) => c.name === 'supervision').map((c) => c.id)).toEqual([
      'supervision-1',
      'supervision-2',
    ]);
  });

  it('remembers the seat of whoever ordered it', () => {
    const life = aLife({ stage: 'handling' }).act('supervise', anActor('supervisor', BAOAN), { workingDays: 1 });
    expect(life.demand.supervision!.unit).toBe('baoan');
  });
});
