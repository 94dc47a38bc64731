import { shownClocks } from '../../src/domain/demand';
import { budgetFor, defaultPolicy } from '../../src/domain/policy';
import { dueOfDemand, sightOfDemand, tasksOf } from '../../src/domain/record';
import { aLife, anActor, at, BAOAN, beijing, FUYONG, goOn, LONGTENG, QIAOTOU, TEAM, ZHIHUI } from '../support/a-demand';

describe('a demand is seen by', () => {
  it('the place, the collecting, lead, co-handling and replying units and all above them', () => {
    const { demand } = aLife({ place: FUYONG, collecting: LONGTENG, lead: ZHIHUI, co: [QIAOTOU], stage: 'accepting' });
    expect(sightOfDemand(demand)).toEqual(['baoan', 'fuyong', 'longteng', 'qiaotou', 'xixiang', 'zhihui']);
  });

  it('a unit that held it earlier, also when it has no more part in it', () => {
    const life = aLife({ place: FUYONG, lead: QIAOTOU, stage: 'accepting' }).act(
      'return',
      anActor('handler', QIAOTOU),
      {},
    );
    expect(sightOfDemand(goOn(life, { lead: ZHIHUI }).demand)).toContain('qiaotou');
  });

  it('nobody beside them', () => {
    expect(sightOfDemand(aLife().demand)).toEqual(['baoan', 'fuyong', 'zhihui']);
  });
});

describe('a list shows', () => {
  const dues = (life: ReturnType<typeof aLife>) => {
    const { nextDueAt, overdueSince, provisional } = dueOfDemand(life.demand);
    return [beijing(nextDueAt), beijing(overdueSince), provisional];
  };

  it('the nearest due time of the clocks that run', () => {
    expect(dues(aLife({ stage: 'accepting' }))).toEqual(['2026-03-02 15:00', null, false]);
  });

  it('since when the first of them is overdue', () => {
    expect(dues(aLife().until(at('2026-03-02 11:05')))).toEqual([null, '2026-03-02 11:00', false]);
  });

  it('no due time while a demand is deferred, and none of the rating window', () => {
    const deferred = aLife({ stage: 'handling' }).act('contact', anActor('handler', TEAM), {
      channel: 'phone',
      outcome: 'reached',
    });
    deferred.act('request_deferral', anActor('handler', TEAM), { reviewAt: at('2026-06-01 09:00') });
    deferred.act('decide_deferral', anActor('supervisor', BAOAN), { approve: true });
    expect(dues(deferred)).toEqual([null, null, false]);
    expect(dues(aLife({ stage: 'rating' }))).toEqual([null, null, false]);
  });

  it('that a due time is provisional while its year has no published calendar', () => {
    expect(dues(aLife({ stage: 'handling', now: at('2026-12-28 09:00') }))[2]).toBe(true);
  });

  it('the clocks of the open round, the latest of each name', () => {
    const life = aLife({ stage: 'accepting' }).act('return', anActor('handler', TEAM), {});
    expect(
      shownClocks(goOn(life).demand)
        .map((clock) => clock.id)
        .sort(),
    ).toEqual(['accept-2', 'contact-1', 'dispatch-2', 'handle-1']);
  });
});

describe('the clock of a supervision that outlives its round', () => {
  it('is shown in the next round too', () => {
    const life = aLife({ stage: 'calling_back' });
    life.act('supervise', anActor('supervisor', BAOAN), { workingDays: 5 }).conclude('dissatisfied');
    expect(shownClocks(life.demand).map((clock) => clock.id)).toEqual(['supervision-1', 'dispatch-2']);
  });
});

describe('a task', () => {
  const taskOf = (life: ReturnType<typeof aLife>, kind: string) =>
    tasksOf(life.demand).find((task) => task.kind === kind)!;
  const handler = anActor('handler', TEAM);

  it('is overdue once the due time of its clock has passed, and keeps it', () => {
    const life = aLife().until(at('2026-03-02 10:59'));
    expect(taskOf(life, 'dispatch')).toMatchObject({ dueAt: at('2026-03-02 11:00'), overdue: false });
    life.until(at('2026-03-02 11:00'));
    expect(taskOf(life, 'dispatch')).toMatchObject({ dueAt: at('2026-03-02 11:00'), overdue: true });
  });

  it('has no due time while its clock is paused', () => {
    const life = aLife({ stage: 'handling' }).act('request_extension', handler, { workingDays: 1 });
    expect(taskOf(life, 'decide_extension').dueAt).toBe(at('2026-03-13 18:00'));
    life.act('request_information', handler, {});
    expect(taskOf(life, 'decide_extension')).toMatchObject({ dueAt: null, overdue: false });
  });
});

describe('a first contact', () => {
  const handler = anActor('handler', TEAM);
  const contactClock = (outcome: 'reached' | 'no_answer' | 'wrong_number' | 'refused') =>
    aLife({ stage: 'accepting' })
      .act('contact', handler, { channel: 'phone', outcome })
      .demand.clocks.find((clock) => clock.name === 'contact')!.state;

  it('is made when the person was reached, and only then', () => {
    expect(contactClock('reached')).toBe('met');
    expect((['no_answer', 'wrong_number', 'refused'] as const).map(contactClock)).toEqual(Array(3).fill('running'));
  });

  it('is the reply when nobody was in touch before', () => {
    const clock = aLife({ stage: 'rating' }).demand.clocks.find((c) => c.name === 'contact')!;
    expect(clock.state).toBe('met');
  });
});

describe('the policy of the first day', () => {
  const budget = (clock: 'dispatch' | 'handle', demand: Partial<Parameters<typeof budgetFor>[2]>) =>
    budgetFor(defaultPolicy, clock, { kind: 'help', level: 'C', urgency: 'normal', ...demand })?.minutes;

  it('is marked as an example that no authority has confirmed', () => {
    expect(defaultPolicy.confirmed).toBe(false);
  });

  it.each([
    ['consultation', 2],
    ['help', 10],
    ['suggestion', 10],
    ['complaint', 15],
  ] as const)('gives a %s %i working days', (kind, days) => {
    expect(budget('handle', { kind })).toBe(days * 420);
  });

  it('gives a dispatch two working hours, and half an hour when it is urgent', () => {
    expect([budget('dispatch', {}), budget('dispatch', { urgency: 'urgent' })]).toEqual([120, 30]);
  });

  it('starts no clock that has no budget', () => {
    expect(
      budgetFor({ ...defaultPolicy, budgets: [] }, 'dispatch', { kind: 'help', level: 'C', urgency: 'normal' }),
    ).toBeNull();
  });
});
