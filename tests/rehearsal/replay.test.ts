import { keptCalendars } from '../../src/database/rules';
import { DAY } from '../../src/domain/local-time';
import { defaultPolicy, type Policy } from '../../src/domain/policy';
import { compared } from '../../src/rehearsal/compare';
import type { RecordedCase } from '../../src/rehearsal/recorded';
import { replay } from '../../src/rehearsal/replay';
import { count, emptySummary, type Summary } from '../../src/rehearsal/summary';
import type { Trial } from '../../src/rehearsal/trial';
import { playMonth, type Month } from '../../src/simulation/month';
import { plantedProblems } from '../../src/simulation/problems';
import { aLife, anActor, at, FUYONG, HOUR, MINUTE, REPORTER, TEAM, ZHIHUI, type Life } from '../support/a-demand';
import { aWorld, numbersInOrder } from '../support/a-world';
import { aTrial, halved, recordedCases } from '../support/recorded-case';

const world = aWorld();
const END = at('2026-06-30 18:00');
let month: Month;
let cases: RecordedCase[];

beforeAll(async () => {
  const period = { from: END - 30 * DAY, to: END };
  month = await playMonth(
    world,
    { period, until: END, demands: 400, seed: '7', problems: plantedProblems },
    numbersInOrder(),
  );
  cases = recordedCases(month);
});

const rehearsed = (some: readonly RecordedCase[], trial: Trial): Summary => {
  const summary = emptySummary();
  for (const each of some) count(summary, compared(each, replay(each, trial), trial));
  return summary;
};

describe('a rehearsal of the unchanged rules', () => {
  it('gives every event of a simulated month again, at its number and its time', () => {
    const summary = rehearsed(cases, aTrial(world, END));
    expect(summary).toMatchObject({
      cases: cases.length,
      identical: cases.length,
      changed: 0,
      untraceable: 0,
      undone: 0,
    });
    expect(summary.breaches.total.before).toBeGreaterThan(50);
    expect(summary.callbacks.total.before).toBeGreaterThan(10);
    for (const { total } of [summary.breaches, summary.escalations, summary.movedUp, summary.callbacks])
      expect(total.after).toBe(total.before);
  });

  it('leaves a case where the clock moved it last, when nobody has had it since', async () => {
    const to = at('2026-11-07 22:28');
    const period = { from: to - 14 * DAY, to };
    const options = { period, until: to, demands: 160, seed: 's5', problems: plantedProblems };
    const recent = recordedCases(await playMonth(world, options, numbersInOrder()));
    expect(
      recent.some(
        ({ state, events }) => state.stage === 'dispatching' && events.some(({ type }) => type === 'moved_up'),
      ),
    ).toBe(true);
    expect(rehearsed(recent, aTrial(world, to))).toMatchObject({ cases: recent.length, identical: recent.length });
  });

  it('gives the same when the same policy is filed anew, calendar and all', () => {
    const trial = aTrial(world, END, { policy: defaultPolicy, calendarAt: keptCalendars(world.calendarYears) });
    const differing = cases.filter((each) => !compared(each, replay(each, trial), trial).isIdentical);
    expect(differing.map(({ state }) => state.number)).toEqual([]);
  });

  it('keeps how late a rung really ran', () => {
    const life = aLife().wakeAt(at('2026-03-03 15:00'));
    const summary = rehearsed([recordedOf(life)], aTrial(world, life.now));
    expect(summary).toMatchObject({ identical: 1, changed: 0 });
    const { events } = replay(recordedOf(life), aTrial(world, life.now))!;
    expect(events.map(({ cause }) => cause.lateBy)).toEqual(life.events.map(({ cause }) => cause.lateBy));
  });
});

const recordedOf = ({ events, demand }: Life): RecordedCase => ({
  ...{ events: [...events], state: demand, jobs: [], subject: 'enterprise', text: '' },
});

/** Filed on Monday at nine, dispatched at 9:30, accepted at ten, contacted, finished on Wednesday of the next week, replied and rated. */
function plainLife(): Life {
  const handler = anActor('handler', TEAM);
  return aLife({ kind: 'help' })
    .act('dispatch', anActor('dispatcher', ZHIHUI), { lead: TEAM, co: [], replying: TEAM }, at('2026-03-02 09:30'))
    .act('accept', handler, {}, at('2026-03-02 10:00'))
    .act('contact', handler, { channel: 'phone', outcome: 'reached' }, at('2026-03-02 11:00'))
    .until(at('2026-03-11 10:00'))
    .act('finish', handler, { result: 'resolved' }, at('2026-03-11 10:00'))
    .act('review', anActor('reviewer', TEAM), { approve: true }, at('2026-03-11 10:30'))
    .act('reply', anActor('replier', TEAM), {}, at('2026-03-11 11:00'))
    .act('rate', REPORTER, { grade: 5, reasons: [] }, at('2026-03-11 20:00'));
}

describe('a rehearsal of halved budgets', () => {
  const tried = (policy: Policy) => aTrial(world, at('2026-03-31 18:00'), { policy });

  it('finds the one breach that follows by hand: ten working days become five, and it took seven', () => {
    const life = recordedOf(plainLife());
    const trial = tried(halved(defaultPolicy));
    const summary = rehearsed([life], trial);
    expect(summary.breaches.byClock).toEqual({ handle: { before: 0, after: 1 } });
    // Filed on Monday 9:30; 5 × 7 working hours later it is Monday 9:30: 120 % are one day more, before Wednesday.
    const { demand, events, assumed } = replay(life, trial)!;
    expect(demand.clocks.find(({ name }) => name === 'handle')).toMatchObject({
      state: 'breached',
      dueAt: at('2026-03-09 09:30'),
    });
    expect(events.filter(({ type }) => type === 'moved_up').map(({ at: when }) => when)).toEqual([
      at('2026-03-10 09:30'),
    ]);
    expect(summary.movedUp.total).toEqual({ before: 0, after: 1 });
    // The street gives it back at once, to the same handler, who finishes when it was really finished.
    expect(assumed).toBe(1);
    expect(events.find(({ type }) => type === 'finished')?.at).toBe(at('2026-03-11 10:00'));
    expect(demand).toMatchObject({ stage: 'closed', rating: 5, lead: { id: TEAM.id } });
    expect(summary.list).toEqual([
      expect.objectContaining({
        breaches: { before: [], after: ['handle'] },
        units: [TEAM.id],
        movedUp: { before: 0, after: 1 },
      }),
    ]);
  });

  it('a longer budget takes breaches and escalations away, and who had it goes on with it', () => {
    const handler = anActor('handler', TEAM);
    const late = aLife({ kind: 'help' })
      .act('dispatch', anActor('dispatcher', ZHIHUI), { lead: TEAM, co: [], replying: TEAM }, at('2026-03-02 09:30'))
      .act('accept', handler, {}, at('2026-03-02 10:00'))
      .until(at('2026-03-18 10:00'));
    expect(late.demand).toMatchObject({ stage: 'dispatching', level: 'B' });
    const fuyong = late.demand.holder.unit!;
    late.act(
      'dispatch',
      anActor('dispatcher', fuyong),
      { lead: fuyong, co: [], replying: fuyong },
      at('2026-03-18 10:10'),
    );
    late.act('accept', anActor('handler', fuyong), {}, at('2026-03-18 10:20'));
    late.act('finish', anActor('handler', fuyong), { result: 'resolved' }, at('2026-03-18 11:00'));
    const longer = {
      ...defaultPolicy,
      version: 2,
      budgets: defaultPolicy.budgets.map((row) => ({ ...row, minutes: row.minutes * 3 })),
    };
    const { demand, undone } = replay(recordedOf(late), tried(longer))!;
    expect(demand).toMatchObject({ stage: 'reviewing', level: 'C', lead: { id: TEAM.id } });
    // What the street did is not needed; the work that it finished is finished by the team.
    expect(undone).toEqual(['dispatch', 'accept']);
    expect(rehearsed([recordedOf(late)], tried(longer)).movedUp.total).toEqual({ before: 1, after: 0 });
  });

  it('what is not legal yet waits for the first moment at which it is', () => {
    const handler = anActor('handler', TEAM);
    const silent = aLife()
      .act('dispatch', anActor('dispatcher', ZHIHUI), { lead: TEAM, co: [], replying: TEAM }, at('2026-03-02 09:30'))
      .act('accept', handler, {}, at('2026-03-02 10:00'))
      .act('request_information', handler, {}, at('2026-03-02 11:00'))
      .until(at('2026-03-09 12:00'))
      .act('finish', handler, { result: 'resolved' }, at('2026-03-09 14:30'));
    const patient = { ...defaultPolicy, version: 2, informationWait: 10 * 420 };
    const { events, later } = replay(recordedOf(silent), tried(patient))!;
    const when = (type: string) => events.find((event) => event.type === type)?.at;
    expect(when('information_overdue')).toBe(at('2026-03-16 11:00'));
    expect([later, when('finished')]).toEqual([1, when('information_overdue')]);
  });

  it('over a month it finds more breaches, never fewer of the accepting clock, and loses no demand', () => {
    const summary = rehearsed(cases, aTrial(world, END, { policy: halved(defaultPolicy) }));
    expect(summary.cases).toBe(cases.length);
    expect(summary.breaches.total.after).toBeGreaterThan(summary.breaches.total.before);
    const { accept, dispatch } = summary.breaches.byClock;
    expect(accept!.after).toBeGreaterThanOrEqual(accept!.before);
    expect(dispatch!.after).toBeGreaterThan(dispatch!.before);
    expect(summary.list.length).toBe(summary.changed);
  });
});

describe('phone jobs in a rehearsal', () => {
  it('of additions stay, though no round waits for them', () => {
    const plain = recordedOf(plainLife());
    const openedAt = at('2026-03-12 09:00');
    const job: RecordedCase['jobs'][number] = {
      ...{ id: `${plain.state.id}-1-a`, kind: 'dissatisfied', round: 1, unit: FUYONG, lead: TEAM.id, workedOn: [] },
      ...{ attempts: [], createdAt: openedAt, concludedAt: null, result: null },
    };
    const trial = aTrial(world, at('2026-03-31 18:00'));
    const known = { ...plain, jobs: [job] };
    const { before, after } = compared(known, replay(known, trial), trial);
    expect(after.windows).toEqual([{ unit: 'fuyong', at: expect.any(Number) }]);
    expect(after.windows).toEqual(before.windows);
  });

  it('another window moves them, and what was found comes after it opens', () => {
    const afternoon: Policy = {
      ...defaultPolicy,
      version: 2,
      callback: { ...defaultPolicy.callback, windows: [[15 * 60, 17 * 60]] },
    };
    const summary = rehearsed(cases, aTrial(world, END, { policy: afternoon }));
    expect(summary.callbacks.total.before).toBeGreaterThan(0);
    const before = month.phones.flatMap(({ job }) => (job.result ? [job.windowStart] : []));
    expect(before.some((start) => new Date(start + 8 * HOUR).getUTCHours() < 12)).toBe(true);
    const lives = cases.map((each) => replay(each, aTrial(world, END, { policy: afternoon }))!);
    const minutes = lives.flatMap(({ windows }) => windows).map(({ start }) => ((start + 8 * HOUR) % DAY) / MINUTE);
    expect(minutes.every((minute) => minute >= 15 * 60 && minute < 17 * 60 + 60)).toBe(true);
    // Nobody says on the telephone what they find before the telephone may ring.
    const concluded = lives.flatMap(({ events, windows }) => {
      const first = events.find(({ type }) => type === 'callback_concluded');
      return first ? [{ at: first.at, from: windows[0]!.start }] : [];
    });
    expect(concluded.length).toBeGreaterThan(3);
    expect(concluded.filter(({ at: when, from }) => when < from)).toEqual([]);
  });
});

it('a demand whose earlier life kept no occasions is left out and counted', () => {
  const [known] = cases;
  const bare = { ...known!, events: known!.events.map(({ asked: _, ...event }) => event) };
  expect(rehearsed([bare], aTrial(world, END))).toMatchObject({ cases: 1, untraceable: 1, changed: 0 });
});
