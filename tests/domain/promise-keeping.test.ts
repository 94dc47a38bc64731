import type { Actor } from '../../src/domain/demand';
import {
  defaultPromiseRules as rules,
  mayReport,
  nextMoment,
  openPromise,
  promiseNotices,
  report,
  reportRefusal,
  wake,
  type DemandPromise,
  type ReportFacts,
} from '../../src/domain/promise-keeping';
import type { Role } from '../../src/domain/vocabulary';

const DAY = 24 * 3_600_000;
const madeAt = Date.parse('2026-03-02T10:00:00+08:00');
const dueAt = madeAt + 90 * DAY;
const unit = { id: 'zhihui', level: 'C' as const, path: ['baoan', 'fuyong', 'zhihui'] };
const made = openPromise({ id: 'p', demandId: 'd', unit, madeBy: 'li', wordsId: 'w', dueAt }, madeAt);

const staff = (role: Role, at = 'zhihui'): Actor => ({
  kind: 'staff',
  user: `${at}.${role}`,
  grants: [{ role, unit: at }],
});
const handler = staff('handler');
const refusalOf = (facts: ReportFacts, promise: DemandPromise = made, actor: Actor = handler, now = dueAt) =>
  reportRefusal(promise, actor, facts, now, rules)?.code ?? null;
const kept: ReportFacts = { outcome: 'kept', dueAt: null };
const putOff = (days: number): ReportFacts => ({ outcome: 'postponed', dueAt: dueAt + days * DAY });
const at = (now: number) => ({ at: now, by: 'li', wordsId: 'w2' });

/** Everything that time does to it until `now`, with whoever was told. */
function lives(promise: DemandPromise, now: number): { promise: DemandPromise; told: string[] } {
  const told: string[] = [];
  for (let next = wake(promise, now, rules); next; next = wake(promise, now, rules)) {
    promise = next;
    for (const { kind, to } of promiseNotices(promise, now)) told.push(`${kind} ${to.role}@${to.unit}`);
  }
  return { promise, told };
}

describe('a promise', () => {
  it('sleeps until it is due, and not a moment longer', () => {
    expect(wake(made, dueAt - 1, rules)).toBeNull();
    expect(wake(made, dueAt, rules)).toMatchObject({ state: 'due', reportBy: dueAt + 7 * DAY });
  });

  it('that nobody reports on goes up level by level, each told once, and then rests', () => {
    const { promise, told } = lives(made, dueAt + 1_000 * DAY);
    expect(told).toEqual([
      'promise_due handler@zhihui',
      'promise_late supervisor@zhihui',
      'promise_late supervisor@fuyong',
      'promise_late supervisor@baoan',
    ]);
    expect([promise.state, nextMoment(promise)]).toEqual(['late', null]);
  });

  it('is late since its planned moment, also when an outage told of it days after', () => {
    const due = wake(made, dueAt, rules)!;
    const late = wake(due, dueAt + 10 * DAY, rules)!;
    expect(promiseNotices(late, dueAt + 10 * DAY)).toMatchObject([{ at: dueAt + 7 * DAY, lateBy: (3 * DAY) / 1000 }]);
    const higher = wake(late, dueAt + 15 * DAY, rules)!;
    expect(promiseNotices(higher, dueAt + 15 * DAY)).toMatchObject([{ at: dueAt + 14 * DAY, lateBy: DAY / 1000 }]);
  });

  it('of the district goes to the district alone', () => {
    const district = { ...made, unit: { id: 'baoan', level: 'A' as const, path: ['baoan'] } };
    expect(lives(district, dueAt + 1_000 * DAY).told).toEqual([
      'promise_due handler@baoan',
      'promise_late supervisor@baoan',
    ]);
  });

  it('ends with a report of what became of it, and its proposer is told', () => {
    const { promise } = lives(made, dueAt + 8 * DAY);
    const done = report(promise, kept, at(dueAt + 9 * DAY));
    expect(done).toMatchObject({ state: 'kept', endedAt: dueAt + 9 * DAY, version: promise.version + 1 });
    expect([nextMoment(done), wake(done, dueAt + 900 * DAY, rules)]).toEqual([null, null]);
    expect(promiseNotices(done, dueAt + 9 * DAY)).toMatchObject([{ kind: 'promise_reported', to: { reporter: true } }]);
  });

  it('that is put off sleeps again, and lateness before counts no more', () => {
    const late = lives(made, dueAt + 8 * DAY).promise;
    const again = report(late, putOff(30), at(dueAt + 9 * DAY));
    expect(again).toMatchObject({ state: 'promised', dueAt: dueAt + 30 * DAY, reportBy: null, told: 0 });
    expect(lives(again, dueAt + 38 * DAY).told).toEqual([
      'promise_due handler@zhihui',
      'promise_late supervisor@zhihui',
    ]);
  });

  it('may be reported on before its time', () => expect(refusalOf(kept, made, handler, madeAt + DAY)).toBeNull());

  it.each<[string, ReportFacts, DemandPromise, string]>([
    ['twice put off already', putOff(60), report(report(made, putOff(10), at(1)), putOff(20), at(2)), 'too_often'],
    ['put off to an earlier day', putOff(0), made, 'not_in_future'],
    ['put off without a day', { outcome: 'postponed', dueAt: null }, made, 'not_in_future'],
    ['put off for ever', putOff(3_000), made, 'too_long'],
    ['already ended', kept, report(made, kept, at(1)), 'already_concluded'],
  ])('%s: the report is refused', (_, facts, promise, code) => expect(refusalOf(facts, promise)).toBe(code));

  it.each<[Actor, boolean]>([
    [handler, true],
    [staff('replier'), true],
    [staff('supervisor'), true],
    [staff('supervisor', 'fuyong'), true],
    [staff('supervisor', 'fuhai'), false],
    [staff('handler', 'fuyong'), false],
    [staff('callback'), false],
    [{ kind: 'reporter' }, false],
  ])('%j may report: %s', (actor, may) => {
    expect(mayReport(made, actor)).toBe(may);
    expect(refusalOf(kept, made, actor)).toBe(may ? null : 'not_allowed_for_role');
  });
});
