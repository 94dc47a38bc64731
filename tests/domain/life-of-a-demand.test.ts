import { tasksOf } from '../../src/domain/record';
import { nextDeadline } from '../../src/domain/time-passing';
import type { Stage } from '../../src/domain/vocabulary';
import {
  aLife,
  anActor,
  at,
  beijing,
  FUYONG,
  goOn,
  MONDAY,
  REPORTER,
  rulesWith,
  TEAM,
  ZHIHUI,
  type Life,
} from '../support/a-demand';

const typesOf = (life: Life) => life.events.map((event) => event.type);

function expectEnded(life: Life, stage: Stage) {
  expect(life.demand.stage).toBe(stage);
  expect(life.demand.closedAt).toBe(life.events.at(-1)!.at);
  expect(life.demand.holder).toEqual({ unit: null, role: null, user: null });
  expect(life.demand.clocks.filter((clock) => clock.endedAt === null)).toEqual([]);
  expect(life.demand.rounds.at(-1)!.endedAt).toBe(life.demand.closedAt);
  expect(tasksOf(life.demand)).toEqual([]);
  expect(nextDeadline(life.demand)).toBeNull();
}

describe('the straight way', () => {
  it('leads from filing through every link of the chain to a closed case', () => {
    const life = aLife();
    const stages: Stage[] = [life.demand.stage];
    while (life.demand.stage !== 'rating') stages.push(goOn(life).demand.stage);
    life.act('rate', REPORTER, { grade: 4, reasons: [] });
    expect(stages).toEqual(['dispatching', 'accepting', 'handling', 'reviewing', 'replying', 'rating']);
    expect(typesOf(life)).toEqual([
      'submitted',
      'dispatched',
      'accepted',
      'finished',
      'reviewed',
      'replied',
      'rated',
      'closed',
    ]);
    expectEnded(life, 'closed');
  });

  it('asks one person after the other: a task for each step, for the right unit and role', () => {
    const life = aLife({ replying: ZHIHUI });
    const tasks: string[] = [];
    while (life.demand.stage !== 'rating') {
      const [task] = tasksOf(life.demand);
      tasks.push(`${task!.kind}: ${task!.user ?? `${task!.role}@${task!.unit}`} by ${beijing(task!.dueAt)}`);
      goOn(life, { replying: ZHIHUI });
    }
    expect(tasks).toEqual([
      'dispatch: dispatcher@zhihui by 2026-03-02 11:00',
      'accept: handler@zhihui-team by 2026-03-02 15:00',
      'handle: handler@zhihui-team by 2026-03-13 18:00',
      'review: reviewer@zhihui-team by 2026-03-13 18:00',
      'reply: replier@zhihui by 2026-03-02 18:00',
    ]);
    expect(tasksOf(life.demand)).toEqual([]);
  });

  it('is one version per step and one line of record after the other', () => {
    const life = aLife({ stage: 'closed' });
    expect(life.demand.version).toBe(7);
    expect(life.events.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(life.events.map((event) => event.user)).toContain('reviewer@zhihui-team');
  });

  it('keeps result, rating and who rated with the round', () => {
    const { demand } = aLife({ stage: 'rating' }).act('rate', REPORTER, { grade: 3, reasons: [] });
    expect(demand.rounds).toEqual([
      expect.objectContaining({ lead: TEAM.id, result: 'resolved', rating: 3, ratedBy: 'reporter', callback: null }),
    ]);
  });

  it('is one step shorter with a direct rule: the lead unit has it at once and its clocks run', () => {
    const life = aLife({ direct: true });
    expect(life.demand).toMatchObject({ stage: 'accepting', lead: TEAM, version: 1 });
    expect(typesOf(life)).toEqual(['submitted', 'dispatched']);
    expect(life.events[1]!.actor).toBe('system');
    expect(life.notices.map((n) => `${n.to.role}@${n.to.unit}`)).toEqual(['handler@zhihui-team']);
    const running = life.demand.clocks.filter((clock) => clock.endedAt === null).map((clock) => clock.name);
    expect(running).toEqual(['accept', 'contact', 'handle']);
  });

  it('goes back to the committee of the place when the unit of a direct rule returns it', () => {
    const life = aLife({ direct: true }).act('return', anActor('handler', TEAM), {});
    expect(life.demand).toMatchObject({ stage: 'dispatching', holder: { unit: ZHIHUI } });
  });
});

describe('a demand ends', () => {
  it.each([3, 4, 5] as const)('closed with its grade %i', (grade) => {
    expectEnded(aLife({ stage: 'rating' }).act('rate', REPORTER, { grade, reasons: [] }), 'closed');
  });

  it('closed and unrated after five working days of silence, which is not counted as satisfied', () => {
    const life = aLife({ stage: 'rating' }).wakeAt(at('2026-03-09 10:00'));
    expect(life.demand).toMatchObject({ rating: null, rounds: [{ rating: null, ratedBy: 'expired' }] });
    expectEnded(life, 'closed');
    expect(life.events.at(-2)).toMatchObject({
      type: 'rating_expired',
      cause: { clock: 'rate', lateBy: 63 * 3600 + 3600 },
    });
  });

  it('rejected by the committee', () => {
    expectEnded(aLife().act('reject', anActor('dispatcher', ZHIHUI), {}), 'rejected');
  });

  it.each(['dispatching', 'accepting', 'handling', 'waiting', 'deferred', 'merged'] as const)(
    'withdrawn by the reporter while it is %s',
    (stage) => {
      expectEnded(aLife({ stage }).act('withdraw', REPORTER, {}), 'withdrawn');
    },
  );

  it('withdrawn with no request left to decide', () => {
    const life = aLife({ stage: 'handling' }).act('request_extension', anActor('handler', TEAM), { workingDays: 2 });
    expect(tasksOf(life.demand).map((task) => task.kind)).toContain('decide_extension');
    expectEnded(life.act('withdraw', REPORTER, {}), 'withdrawn');
  });

  it('withdrawn with its paused clock met, however long it was deferred', () => {
    const life = aLife({ stage: 'deferred' }).until(at('2026-04-20 09:00')).act('withdraw', REPORTER, {});
    expect(life.demand.clocks.find((clock) => clock.name === 'handle')!.state).toBe('met');
  });

  it.each(['satisfied', 'unreasonable'] as const)('closed when the callback finds the person %s', (result) => {
    const life = aLife({ stage: 'calling_back' }).conclude(result);
    expect(life.demand.rounds[0]).toMatchObject({ rating: 1, callback: result });
    expectEnded(life, 'closed');
  });

  it('closed when nobody could be reached and the policy says so', () => {
    const rules = rulesWith({ callback: { ...rulesWith({}).policy.callback, unreachable: 'close' } });
    const life = aLife({ stage: 'calling_back', rules }).conclude('unreachable');
    expect(life.demand.rounds[0]).toMatchObject({ rating: 1, callback: 'unreachable' });
    expectEnded(life, 'closed');
  });
});

describe('a demand does not end', () => {
  it.each([1, 2] as const)('with the grade %i: a callback is arranged by itself', (grade) => {
    const life = aLife({ stage: 'rating' }).act('rate', REPORTER, { grade, reasons: ['too_slow'] });
    expect(life.demand).toMatchObject({
      stage: 'calling_back',
      closedAt: null,
      holder: { unit: FUYONG, role: 'callback' },
    });
    expect(life.effects).toContainEqual({ kind: 'start_callback', jobId: 'd1-1' });
  });

  it('by the result of a callback that was not arranged for this round', () => {
    const life = aLife({ stage: 'calling_back' });
    expect(life.conclude('satisfied', 'd1-7').demand.stage).toBe('calling_back');
    expect(life.conclude('dissatisfied').conclude('satisfied', 'd1-1').demand.stage).toBe('dispatching');
  });

  it('twice: the result of a callback is taken once', () => {
    const life = aLife({ stage: 'calling_back' }).conclude('satisfied', 'd1-1');
    const { version } = life.demand;
    expect(life.conclude('dissatisfied', 'd1-1').demand).toMatchObject({ version, stage: 'closed' });
  });
});

describe('a review', () => {
  const handler = anActor('handler', TEAM, 'li');
  const reviewing = () =>
    aLife({ stage: 'accepting' }).act('accept', handler, {}).act('finish', handler, { result: 'partly' });

  it('that sends the case back gives it to the person who handled it, without a result', () => {
    const life = reviewing().act('review', anActor('reviewer', TEAM), { approve: false });
    expect(life.demand).toMatchObject({ stage: 'handling', result: null, holder: { unit: TEAM, user: 'li' } });
  });

  it('that sends the case back knows the last handler, also when it had been in these hands before', () => {
    const supervisor = anActor('supervisor', TEAM);
    const life = aLife({ stage: 'accepting' }).act('accept', handler, {});
    for (const user of ['wang', 'li']) life.act('transfer', supervisor, { user });
    life.act('finish', handler, { result: 'partly' }).act('review', anActor('reviewer', TEAM), { approve: false });
    expect(life.demand.holder.user).toBe('li');
    expect(life.demand.handledBy).toEqual(['wang', 'li']);
  });

  it('does not stop the handling clock unless it approves', () => {
    const handle = (life: Life) => life.demand.clocks.find((clock) => clock.name === 'handle')!;
    const life = reviewing().act('review', anActor('reviewer', TEAM), { approve: false }, MONDAY + 1);
    expect(handle(life).endedAt).toBeNull();
    goOn(goOn(life.until(MONDAY + 5)));
    expect(handle(life)).toMatchObject({ endedAt: MONDAY + 5, state: 'met' });
  });
});

describe('a result', () => {
  it.each([
    ['consultation', 'explained', 'adopted'],
    ['help', 'resolved', 'noted'],
    ['complaint', 'partly', 'partly_adopted'],
    ['suggestion', 'adopted', 'resolved'],
  ] as const)('of a %s may be %s but not %s', (kind, fitting, other) => {
    const life = aLife({ kind, stage: 'handling' });
    expect(life.refuses('finish', anActor('handler', TEAM), { result: other })).toBe('result_does_not_fit_kind');
    expect(life.refuses('finish', anActor('handler', TEAM), { result: fitting })).toBeNull();
  });
});
