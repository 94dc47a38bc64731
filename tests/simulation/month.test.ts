import { calendarFrom } from '../../src/database/rules';
import { drawSample } from '../../src/domain/spot-check';
import { DAY, dayNumber, weekday } from '../../src/domain/local-time';
import { rulesFrom, retrace } from '../../src/domain/retrace';
import { edgesOf } from '../../src/domain/state-diagram';
import { nextDeadline } from '../../src/domain/time-passing';
import { TRANSITIONS_OF_ITSELF } from '../../src/domain/transitions';
import { ACTION_NAMES } from '../../src/domain/vocabulary';
import { isEnded, playMonth, type Month } from '../../src/simulation/month';
import { plantedProblems } from '../../src/simulation/problems';
import { at } from '../support/a-demand';
import { aWorld, numbersInOrder } from '../support/a-world';
import { isSoundLedger } from '../support/sound-ledger';

const world = aWorld();
const END = at('2026-06-30 18:00');
const month = (demands: number, seed = '1'): Promise<Month> =>
  playMonth(
    world,
    { period: { from: END - 30 * DAY, to: END }, until: END, demands, seed, problems: plantedProblems },
    numbersInOrder(),
  );

let played: Month;
beforeAll(async () => {
  played = await month(500);
});

it('the same seed gives the same month, another seed another one', async () => {
  const written = ({ lives, phones, checks }: Month) =>
    JSON.stringify([
      lives.map(({ demand, events, words }) => [demand, events, words]),
      phones.map(({ job }) => job),
      checks,
    ]);
  const small = written(await month(60));
  expect(written(await month(60))).toBe(small);
  expect(written(await month(60, '2'))).not.toBe(small);
});

describe('in a simulated month', () => {
  it('every version of every demand follows from its events by the rules of the service', () => {
    const rulesAt = rulesFrom([world.policy], world.calendarYears);
    const broken = played.lives.filter(({ demand, events }) => {
      const { versions, before, after } = retrace(events, rulesAt, demand.silent);
      return before || after || JSON.stringify(versions.at(-1)?.demand) !== JSON.stringify(demand);
    });
    expect(broken.map(({ demand }) => demand.number)).toEqual([]);
  });

  it('stages follow along the table, events are numbered without a gap and stand in the order of time', () => {
    const edges = [...ACTION_NAMES.flatMap(edgesOf), ...TRANSITIONS_OF_ITSELF].map(({ from, to }) => `${from} ${to}`);
    const known = new Set(edges);
    for (const { events, demand } of played.lives) {
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, i) => i + 1));
      expect(events.every((event, i) => i === 0 || event.at >= events[i - 1]!.at)).toBe(true);
      const { versions } = retrace(events, rulesFrom([world.policy], world.calendarYears), demand.silent);
      const moves = versions.slice(1).flatMap((version, i) => {
        const [from, to] = [versions[i]!.demand.stage, version.demand.stage];
        return from === to ? [] : [`${from} ${to}`];
      });
      expect(moves.filter((move) => !known.has(move))).toEqual([]);
    }
  });

  it('ledgers are whole, and what has ended waits for nothing', () => {
    for (const { demand, rules } of played.lives) {
      const calendar = calendarFrom(world.calendarYears, demand.createdAt);
      expect(rules.calendar.version).toBe(calendar.version);
      expect(demand.clocks.every((clock) => isSoundLedger(clock, calendar, Math.max(END, demand.updatedAt)))).toBe(
        true,
      );
    }
    expect(played.lives.filter(isEnded).every(({ demand }) => nextDeadline(demand) === null)).toBe(true);
  });

  it('people write on working days, most on Mondays, and some never rate', () => {
    const days = played.lives.map(({ demand }) => weekday(dayNumber(demand.createdAt)));
    const on = (day: number) => days.filter((each) => each === day).length;
    expect(on(0) + on(6)).toBeLessThan(on(1) / 2);
    const rated = played.lives.flatMap(({ demand }) => demand.rounds.map(({ ratedBy }) => ratedBy));
    expect(new Set(rated)).toEqual(new Set([null, 'reporter', 'collector', 'telephone', 'expired']));
  });

  it('the planted problems stand out', () => {
    const ofLead = (unit: string) =>
      played.lives.filter(({ demand }) => demand.rounds.some(({ lead }) => lead === unit));
    const isLate = ({ demand }: (typeof played.lives)[number]) =>
      demand.clocks.some(({ name, state }) => name === 'handle' && state === 'breached');
    const part = (unit: string, is: typeof isLate) => ofLead(unit).filter(is).length / ofLead(unit).length;
    expect(part('fuyong-governance', isLate)).toBeGreaterThan(3 * part('fuyong-construction', isLate));
    const returned = played.lives.flatMap(({ events }) => events.filter(({ type }) => type === 'returned'));
    const byUnit = returned.filter(({ unit }) => unit === 'hangcheng-welfare').length;
    expect(byUnit).toBeGreaterThan(returned.length / 4);
    const noise = played.lives.filter(({ arrival }) => arrival.isRecurring);
    expect(noise.length).toBeGreaterThan(10);
    expect(
      played.lives.filter(({ arrival }) => arrival.contact?.phone === plantedProblems.repeatCaller!.phone),
    ).toHaveLength(14);
    const contradicted = played.phones.filter(
      ({ job, life }) =>
        job.kind === 'spot_check' &&
        job.result === 'dissatisfied' &&
        life.demand.rounds.some(({ lead }) => lead === 'tongfuyu-service'),
    );
    expect(contradicted.length).toBeGreaterThan(0);
  });

  it('a draw is redone from its frame and seed, and nobody phones before the draw', () => {
    expect(played.checks.length).toBeGreaterThan(2);
    for (const { frame, percent, seed, sample } of played.checks)
      expect(drawSample(frame, percent, seed).map(({ number }) => number)).toEqual(sample);
    const drawnAt = new Map(played.checks.map(({ id, drawnAt: when }) => [id, when]));
    const jobs = played.phones.filter(({ job }) => job.kind === 'spot_check');
    expect(jobs.every(({ job }) => job.attempts.every((attempt) => attempt.at > drawnAt.get(job.spotCheckId!)!))).toBe(
      true,
    );
  });
});
