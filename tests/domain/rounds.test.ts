import { tasksOf } from '../../src/domain/record';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  FUYONG,
  goOn,
  HOUR,
  MONDAY,
  QIAOTOU,
  REPORTER,
  rulesWith,
  TEAM,
  WELFARE,
  ZHIHUI,
  type Life,
} from '../support/a-demand';

/** Runs the open round to a bad rating that the callback confirms. */
function dissatisfied(life: Life, result: 'dissatisfied' | 'unreachable' = 'dissatisfied'): Life {
  while (life.demand.stage !== 'rating') goOn(life);
  return life.act('rate', REPORTER, { grade: 2, reasons: ['not_solved'] }).conclude(result);
}
const standing = ({ demand: { round, level, holder, supervised, conference } }: Life) => ({
  ...{ round, level, unit: holder.unit?.id, supervised, conference },
});

describe('a confirmed dissatisfaction', () => {
  it('redoes the case with the committee of the same level', () => {
    const life = dissatisfied(aLife());
    expect(life.demand.stage).toBe('dispatching');
    expect(standing(life)).toEqual({ round: 2, level: 'C', unit: 'zhihui', supervised: false, conference: false });
  });

  it('goes one level up after two rounds, is supervised and listed for the joint conference after three', () => {
    const life = aLife();
    const after = [1, 2, 3, 4].map(() => standing(dissatisfied(life)));
    expect(after).toEqual([
      { round: 2, level: 'C', unit: 'zhihui', supervised: false, conference: false },
      { round: 3, level: 'B', unit: 'fuyong', supervised: false, conference: false },
      { round: 4, level: 'B', unit: 'fuyong', supervised: true, conference: true },
      { round: 5, level: 'B', unit: 'fuyong', supervised: true, conference: true },
    ]);
    const last = life.notices.findLast((notice) => notice.kind === 'supervised')!;
    expect(last.to).toEqual({ role: 'supervisor', unit: 'baoan' });
  });

  it('supervised after three rounds must be accounted for, and again after a fourth', () => {
    const life = aLife();
    [1, 2, 3].forEach(() => dissatisfied(life));
    expect(tasksOf(life.demand).map((task) => task.kind)).toEqual(['dispatch', 'answer_supervision']);
    life.act('answer_supervision', anActor('dispatcher', FUYONG), {});
    expect(life.notices.at(-1)!.to).toEqual({ role: 'supervisor', unit: 'baoan' });
    dissatisfied(life);
    expect(life.demand.clocks.filter(({ name }) => name === 'supervision').map(({ state }) => state)).toEqual([
      'met',
      'running',
    ]);
  });

  it('at the district stays at the district', () => {
    const life = aLife({ place: BAOAN });
    dissatisfied(life);
    expect(standing(dissatisfied(life))).toMatchObject({ round: 3, level: 'A', unit: 'baoan' });
  });

  it('follows the numbers of the policy', () => {
    const life = aLife({ rules: rulesWith({ redo: { levelUpAfter: 1, superviseAfter: 2 } }) });
    expect([standing(dissatisfied(life)), standing(dissatisfied(life))]).toMatchObject([
      { level: 'B', supervised: false },
      { level: 'B', supervised: true },
    ]);
  });

  it('gives the next round clocks, people and requests of its own', () => {
    const life = aLife({ stage: 'handling' }).act('request_extension', anActor('handler', TEAM), { workingDays: 1 });
    life.act('decide_extension', anActor('supervisor', FUYONG), { approve: true });
    dissatisfied(life.until(at('2026-03-03 10:00')));
    expect(life.demand).toMatchObject({
      handledBy: [],
      reviewedBy: [],
      repliedBy: [],
      returns: 0,
      extension: null,
      co: [],
    });
    expect(life.demand).toMatchObject({ result: null, rating: null, lead: null, replying: null, callbackJob: null });
    goOn(life);
    const handle = life.demand.clocks.filter((clock) => clock.name === 'handle');
    expect(handle.map((clock) => [clock.round, clock.startedAt])).toEqual([
      [1, MONDAY],
      [2, at('2026-03-03 10:00')],
    ]);
  });

  it('leaves the figures of the round before as they were', () => {
    const life = dissatisfied(aLife({ lead: TEAM }));
    const first = JSON.stringify(life.demand.rounds[0]);
    const clocks = JSON.stringify(life.demand.clocks.filter((clock) => clock.round === 1));
    while (life.demand.stage !== 'rating') goOn(life.until(life.now + HOUR), { lead: ZHIHUI });
    dissatisfied(life);
    expect(JSON.stringify(life.demand.rounds[0])).toBe(first);
    expect(JSON.stringify(life.demand.clocks.filter((clock) => clock.round === 1))).toBe(clocks);
    expect(life.demand.rounds).toMatchObject([
      { round: 1, lead: 'zhihui-team', result: 'resolved', rating: 2, callback: 'dissatisfied' },
      { round: 2, lead: 'zhihui', result: 'resolved', rating: 2, callback: 'dissatisfied' },
      { round: 3, lead: null, result: null, rating: null, callback: null },
    ]);
  });

  it('keeps sight for the units of the round before, helpers and replier too', () => {
    const life = aLife({ place: FUYONG, lead: ZHIHUI, co: [QIAOTOU], replying: WELFARE, stage: 'rating' });
    dissatisfied(life);
    expect(life.demand.past.map((unit) => unit.id).sort()).toEqual(['fuyong-welfare', 'qiaotou', 'zhihui']);
  });

  it('arranges a callback of its own for every round', () => {
    const life = aLife();
    [1, 2].forEach(() => dissatisfied(life));
    expect(life.effects).toMatchObject([{ jobId: 'd1-1' }, { jobId: 'd1-2' }]);
  });

  it('may be answered with a second round that satisfies', () => {
    const life = dissatisfied(aLife());
    while (life.demand.stage !== 'rating') goOn(life);
    expect(life.refuses('rate', REPORTER, { grade: 5, reasons: [] })).toBeNull();
    expect(life.act('rate', REPORTER, { grade: 5, reasons: [] }).demand).toMatchObject({ stage: 'closed', round: 2 });
  });
});

describe('a person who cannot be reached', () => {
  it('has rated all the same: by default the case is redone, and the round counts', () => {
    const life = dissatisfied(aLife(), 'unreachable');
    expect(life.demand.rounds[0]).toMatchObject({ rating: 2, callback: 'unreachable' });
    expect(standing(dissatisfied(life, 'unreachable'))).toMatchObject({ round: 3, level: 'B' });
  });
});

describe('a spot check', () => {
  it('that contradicts a good rating reopens the closed case and leaves the rating beside it', () => {
    const life = aLife({ stage: 'closed' });
    life.now = at('2026-04-01 10:00');
    life.spotCheckFindsDissatisfied();
    expect(life.demand).toMatchObject({ stage: 'dispatching', round: 2, closedAt: null, rating: null });
    expect(life.demand.rounds[0]).toMatchObject({ rating: 5, ratedBy: 'reporter' });
    expect(tasksOf(life.demand)).toMatchObject([{ kind: 'dispatch', unit: 'zhihui' }]);
  });
});

describe('an open supervision', () => {
  it('outlives the round it was ordered in, with its clock and its task', () => {
    const life = aLife({ stage: 'calling_back' });
    life.act('supervise', anActor('supervisor', BAOAN), { workingDays: 5 }).conclude('dissatisfied');
    expect(tasksOf(life.demand).map((task) => task.kind)).toEqual(['dispatch', 'answer_supervision']);
    expect(tasksOf(life.demand)[1]!.dueAt).toBe(at('2026-03-06 18:00'));
    life.act('answer_supervision', anActor('dispatcher', ZHIHUI), {});
    expect(life.demand.clocks.find((clock) => clock.name === 'supervision')!.state).toBe('met');
  });

  it('that ended unanswered with its case does not wait for an answer after a reopening', () => {
    const life = aLife({ stage: 'replying' }).act('supervise', anActor('supervisor', BAOAN), { workingDays: 5 });
    goOn(life).act('rate', REPORTER, { grade: 5, reasons: [] }).spotCheckFindsDissatisfied();
    expect(life.demand.supervision).toBeNull();
    expect(life.refuses('supervise', anActor('supervisor', BAOAN))).toBeNull();
  });
});
