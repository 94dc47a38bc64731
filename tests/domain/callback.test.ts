import type { Actor } from '../../src/domain/demand';
import * as callbacks from '../../src/domain/callback';
import type { AttemptOutcome, CallbackJob, OpenCallback } from '../../src/domain/callback';
import {
  aLife,
  anActor,
  at,
  BAOAN,
  beijing,
  FUYONG,
  HOUR,
  MINUTE,
  QIAOTOU,
  REPORTER,
  rules,
  TEAM,
  XIXIANG,
  ZHIHUI,
  type Life,
} from '../support/a-demand';

const { policy, calendar } = rules;
const open = (now: string, more: Partial<OpenCallback> = {}): CallbackJob =>
  callbacks.openCallback(
    {
      ...{ id: 'd1-1', demandId: 'd1', kind: 'dissatisfied', round: 1, unit: FUYONG, lead: ZHIHUI.id },
      ...{ workedOn: ['li'], ...more },
    },
    at(now),
    policy,
    calendar,
  );
const caller = anActor('callback', FUYONG);
const offered = (job = open('2026-03-02 09:00')) => callbacks.openWindow(job);
const claimed = (job = offered(), when = job.windowStart) => callbacks.claim(job, caller.user, when);
const called = (outcome: AttemptOutcome, when: string, job = claimed(), nextAt: string | null = null) =>
  callbacks.attempt(
    job,
    { outcome, nextAt: nextAt === null ? null : at(nextAt) },
    { at: at(when), by: caller.user, wordsId: null },
    policy,
    calendar,
  );
const windowOf = (job: CallbackJob) => `${beijing(job.windowStart)} – ${beijing(job.windowEnd)!.slice(11)}`;

describe('a callback waits for the next window', () => {
  it.each([
    ['later the same morning', '2026-03-02 09:00', '2026-03-02 09:30 – 11:30'],
    ['at once within a window', '2026-03-02 10:00', '2026-03-02 10:00 – 11:30'],
    ['in the afternoon when the morning window is over', '2026-03-02 11:30', '2026-03-02 14:30 – 17:30'],
    ['over lunch', '2026-03-02 12:30', '2026-03-02 14:30 – 17:30'],
    ['the next morning when the day is over', '2026-03-02 17:30', '2026-03-03 09:30 – 11:30'],
    ['at night', '2026-03-03 03:00', '2026-03-03 09:30 – 11:30'],
    ['over the weekend', '2026-03-06 18:00', '2026-03-09 09:30 – 11:30'],
    ['over the Spring Festival', '2026-02-14 18:00', '2026-02-24 09:30 – 11:30'],
    ['on a working Saturday', '2026-02-13 18:30', '2026-02-14 09:30 – 11:30'],
  ])('%s', (_, filed, window) => {
    expect(windowOf(open(filed))).toBe(window);
  });

  it('in the order of the day, however the policy lists them', () => {
    const windows: [number, number][] = [...policy.callback.windows].reverse();
    expect(beijing(callbacks.nextWindow(windows, calendar, at('2026-03-02 09:00'), null).start)).toBe(
      '2026-03-02 09:30',
    );
  });

  it('and fails loudly when the policy has none', () => {
    expect(() => callbacks.nextWindow([], calendar, at('2026-03-02 09:00'), null)).toThrow(RangeError);
  });
});

describe('attempts', () => {
  it('take turns through the times of day', () => {
    const first = called('no_answer', '2026-03-02 10:00');
    expect([first.state, first.claimedBy, windowOf(first)]).toEqual(['scheduled', null, '2026-03-02 14:30 – 17:30']);
    const second = called('no_answer', '2026-03-02 15:00', claimed(offered(first)));
    expect(windowOf(second)).toBe('2026-03-03 09:30 – 11:30');
  });

  it.each(['no_answer', 'wrong_number'] as const)('end as unreachable after the third %s', (outcome) => {
    let job = claimed();
    for (const when of ['2026-03-02 10:00', '2026-03-02 15:00']) job = claimed(offered(called(outcome, when, job)));
    expect(job.result).toBeNull();
    job = called(outcome, '2026-03-03 10:00', job);
    expect(job).toMatchObject({ state: 'unreachable', result: 'unreachable', concludedAt: at('2026-03-03 10:00') });
  });

  it('never fall into one window, nor all on one day, however many windows there are', () => {
    const at3 = [
      [540, 600],
      [600, 660],
      [660, 720],
      [840, 900],
    ] as [number, number][];
    for (const windows of [policy.callback.windows, at3, [[600, 660]] as [number, number][]]) {
      const rule = { ...policy, callback: { ...policy.callback, windows } };
      for (const filed of ['2026-03-02 08:00', '2026-03-02 10:30', '2026-03-02 15:00', '2026-03-06 16:00']) {
        let job = callbacks.openCallback({ ...open('2026-03-02 09:00'), id: 'x' }, at(filed), rule, calendar);
        const tried: number[] = [];
        while (job.result === null && tried.length < 9) {
          tried.push(job.windowStart);
          const made = { at: job.windowStart + MINUTE, by: caller.user, wordsId: null };
          job = callbacks.attempt(claimed(offered(job)), { outcome: 'no_answer', nextAt: null }, made, rule, calendar);
        }
        expect(tried).toHaveLength(3);
        const days = new Set(tried.map((each) => beijing(each)!.slice(0, 10)));
        expect(days.size).toBeGreaterThanOrEqual(2);
        const inWindow = tried.map((each) => {
          const [hours, minutes] = beijing(each)!.slice(11).split(':').map(Number);
          return windows.findIndex(([from, to]) => hours! * 60 + minutes! >= from && hours! * 60 + minutes! < to);
        });
        if (windows.length > 1) for (const i of [1, 2]) expect(inWindow[i]).not.toBe(inWindow[i - 1]);
        else expect(days.size).toBe(3);
      }
    }
  });

  it('end at once when the person refuses to talk: that is an answer, and nobody insists', () => {
    expect(called('refused', '2026-03-02 10:00')).toMatchObject({ state: 'concluded', result: 'refused', grade: null });
  });

  it('that reach somebody who asks to be called later wait for that time and do not count', () => {
    const job = called('call_later', '2026-03-02 10:00', claimed(), '2026-03-02 19:30');
    expect(windowOf(job)).toBe('2026-03-02 19:30 – 20:30');
    const again = called('no_answer', '2026-03-02 19:40', claimed(offered(job)));
    expect(called('no_answer', '2026-03-03 10:00', claimed(offered(again))).state).toBe('scheduled');
  });

  it('wait for another window when the time asked for has passed', () => {
    expect(windowOf(called('call_later', '2026-03-02 10:00', claimed(), '2026-03-02 09:00'))).toBe(
      '2026-03-02 14:30 – 17:30',
    );
  });

  it('are never endless, also when the person keeps asking for later', () => {
    let job = claimed();
    for (let i = 0; i < 8; i += 1) job = claimed(offered(called('call_later', '2026-03-02 10:00', job)));
    expect(called('call_later', '2026-03-02 10:00', job).result).toBe('unreachable');
  });

  it('that reach the person keep the job with the caller until a conclusion', () => {
    const job = called('reached', '2026-03-02 10:00');
    expect(job).toMatchObject({ state: 'claimed', claimedBy: caller.user, result: null });
    const done = callbacks.conclude(job, { result: 'satisfied', grade: 4 }, at('2026-03-02 10:05'), 'words-1');
    expect(done).toMatchObject({ state: 'concluded', result: 'satisfied', grade: 4, wordsId: 'words-1' });
  });
});

describe('a claimed job', () => {
  it('stays with its claimer for half an hour at least', () => {
    const late = claimed(offered(), at('2026-03-02 11:25'));
    expect(late.windowEnd).toBe(at('2026-03-02 11:25') + 30 * MINUTE);
    expect(claimed().windowEnd).toBe(at('2026-03-02 11:30'));
  });

  it('is left lying until somebody phones', () => {
    expect(callbacks.isLeftLying(claimed())).toBe(true);
    expect(callbacks.isLeftLying(called('reached', '2026-03-02 10:00'))).toBe(false);
    expect(callbacks.isLeftLying(offered())).toBe(false);
  });

  it('goes back to the queue without its claimer', () => {
    expect(callbacks.openWindow(claimed())).toMatchObject({ state: 'offered', claimedBy: null });
  });
});

describe('a transfer', () => {
  const other = anActor('callback', FUYONG, 'other');
  const made = { at: at('2026-03-02 10:05'), by: caller.user, wordsId: 'why' };
  const refused = (actor: Actor, to: Actor = other, job = claimed()) =>
    callbacks.callbackRefusal(job, 'transfer', actor, { to })?.code ?? null;

  it('hands a claimed job to another caller, who has half an hour, and is kept', () => {
    const job = callbacks.transfer(claimed(), other.user, made);
    expect(job).toMatchObject({ state: 'claimed', claimedBy: other.user });
    expect(job.windowEnd).toBeGreaterThanOrEqual(made.at + 30 * MINUTE);
    expect(job.history.map(({ what, by }) => [what, by])).toEqual([
      ['claimed', caller.user],
      ['transferred', caller.user],
    ]);
    expect(callbacks.callbackRefusal(job, 'attempt', caller)?.code).toBe('not_claimed');
    expect(callbacks.callbackRefusal(job, 'attempt', other)).toBeNull();
  });

  it('lets the new caller conclude what the first one had reached', () => {
    const job = callbacks.transfer(called('reached', '2026-03-02 10:00'), other.user, made);
    expect(callbacks.callbackRefusal(job, 'conclude', other, { result: 'satisfied', grade: null })).toBeNull();
    expect(callbacks.isLeftLying(job)).toBe(false);
  });

  it('is for whoever has the job and for supervisors above, not of the handling unit', () => {
    for (const allowed of [caller, anActor('supervisor', FUYONG), anActor('supervisor', BAOAN)])
      expect(refused(allowed)).toBeNull();
    for (const stranger of [other, anActor('supervisor', XIXIANG), anActor('supervisor', ZHIHUI), REPORTER])
      expect(refused(stranger)).toBe('not_allowed_for_role');
    const both = anActor('supervisor', FUYONG);
    both.grants = [...both.grants, { role: 'handler', unit: ZHIHUI.id }];
    expect(refused(both)).toBe('separation_of_duties');
  });

  it('goes only to somebody who may phone', () => {
    for (const unfit of [anActor('handler', FUYONG), anActor('callback', ZHIHUI), anActor('callback', FUYONG, 'li')])
      expect(refused(caller, unfit)).toBe('not_a_caller');
    expect(refused(caller, caller)).toBe('held_by_another');
  });

  it('needs a job that somebody has', () => {
    expect(refused(anActor('supervisor', FUYONG), other, offered())).toBe('not_claimed');
    expect(refused(anActor('supervisor', FUYONG), other, called('refused', '2026-03-02 10:00'))).toBe(
      'already_concluded',
    );
  });
});

describe('a claimer who cannot phone any more', () => {
  it.each(['disabled', 'absent'] as const)('gives the job back (%s), and it says why', (because) => {
    const job = callbacks.release(claimed(), caller.user, because, at('2026-03-02 10:00'))!;
    expect(job).toMatchObject({ state: 'offered', claimedBy: null });
    expect(job.history.at(-1)).toMatchObject({ what: 'released', by: caller.user, because });
    expect(callbacks.release(job, caller.user, because, at('2026-03-02 10:01'))).toBeNull();
    expect(callbacks.release(claimed(), 'somebody else', because, at('2026-03-02 10:01'))).toBeNull();
  });
});

describe('a drawn case', () => {
  const drawn = () => offered(open('2026-03-02 09:00', { kind: 'spot_check', spotCheckId: 'check' }));
  const refused = (actor: Actor, job = drawn()) => callbacks.callbackRefusal(job, 'skip', actor)?.code ?? null;

  it('is passed over by a supervisor of the drawing unit or above, and nobody else', () => {
    expect([refused(anActor('supervisor', FUYONG)), refused(anActor('supervisor', BAOAN))]).toEqual([null, null]);
    for (const stranger of [caller, anActor('administrator', FUYONG), anActor('supervisor', ZHIHUI), REPORTER])
      expect(refused(stranger)).toBe('not_allowed_for_role');
  });

  it('is the only kind that may be passed over', () => {
    expect(refused(anActor('supervisor', FUYONG), offered())).toBe('not_allowed_in_stage');
  });

  it('that was passed over has ended', () => {
    const job = callbacks.skip(drawn(), { at: at('2026-03-02 10:00'), by: 'boss', wordsId: 'why' });
    expect(job).toMatchObject({ state: 'skipped', result: 'skipped', wordsId: 'why' });
    expect(callbacks.isEnded(job)).toBe(true);
    expect(refused(anActor('supervisor', FUYONG), job)).toBe('already_concluded');
    expect(callbacks.callbackRefusal(job, 'claim', caller)?.code).toBe('already_concluded');
  });

  it('may have its reply scored; a call after a bad rating may not', () => {
    const reached = (job: CallbackJob) => called('reached', '2026-03-02 10:00', claimed(job));
    const facts = { result: 'satisfied', grade: null, found: { replyQuality: 2 } } as const;
    expect(callbacks.callbackRefusal(reached(drawn()), 'conclude', caller, facts)).toBeNull();
    expect(callbacks.callbackRefusal(reached(offered()), 'conclude', caller, facts)?.code).toBe('not_allowed_in_stage');
    expect(callbacks.conclude(reached(drawn()), facts, at('2026-03-02 10:05'), null).found).toEqual({
      replyQuality: 2,
    });
  });
});

describe('a step out of turn is refused:', () => {
  const satisfied = { result: 'satisfied', grade: null } as const;
  it.each([
    ['before the window', open('2026-03-02 09:00'), 'claim', 'not_due_yet'],
    ['a call by somebody who has not claimed', offered(), 'attempt', 'not_claimed'],
    ['a conclusion without having reached the person', claimed(), 'conclude', 'not_allowed_in_stage'],
    ['anything after the end', called('refused', '2026-03-02 10:00'), 'claim', 'already_concluded'],
  ] as const)('%s', (_, job, action, code) => {
    expect(callbacks.callbackRefusal(job, action, caller, satisfied)?.code).toBe(code);
  });

  it('a claim of what another has claimed, but not one’s own', () => {
    const other = anActor('callback', FUYONG, 'other');
    expect(callbacks.callbackRefusal(claimed(), 'claim', other)?.code).toBe('already_claimed');
    expect(callbacks.callbackRefusal(claimed(), 'attempt', other)?.code).toBe('not_claimed');
    expect(callbacks.callbackRefusal(claimed(), 'claim', caller)).toBeNull();
  });

  it('a conclusion that contradicts its grade', () => {
    const job = called('reached', '2026-03-02 10:00');
    const code = (result: 'satisfied' | 'dissatisfied', grade: 1 | 2 | 3 | 4 | 5 | null) =>
      callbacks.callbackRefusal(job, 'conclude', caller, { result, grade })?.code ?? null;
    expect([code('satisfied', 2), code('dissatisfied', 3)]).toEqual(['not_allowed_in_stage', 'not_allowed_in_stage']);
    expect([code('satisfied', 3), code('dissatisfied', 2), code('dissatisfied', null)]).toEqual([null, null, null]);
  });
});

describe('the callback clock of a demand', () => {
  const job = (life: Life) =>
    callbacks.openCallback(
      { id: 'd1-1', demandId: 'd1', kind: 'dissatisfied', round: 1, unit: FUYONG, lead: TEAM.id, workedOn: [] },
      life.now,
      policy,
      calendar,
    );
  const tell = (life: Life, { attempts, windowStart }: CallbackJob) => {
    const { at: now, outcome } = attempts.at(-1)!;
    const nextFrom = outcome === 'reached' ? now : windowStart;
    return life.hear({ kind: 'callback_attempted', jobId: 'd1-1', outcome, nextFrom });
  };
  const clocksOf = (life: Life) => life.demand.clocks.filter(({ name }) => name === 'callback');

  /** Rated at that time, and called in every window twenty minutes after it opens; `later`: asked for another time once. */
  function diligent(rated: number, later: number | null): Life {
    const life = aLife({ stage: 'calling_back', now: rated });
    let held = job(life);
    for (let call = 1; !callbacks.isEnded(held); call += 1) {
      life.until(held.windowStart + 20 * MINUTE);
      const made = { at: life.now, by: caller.user, wordsId: null };
      const asked = call === 1 && later !== null;
      const facts = asked
        ? { outcome: 'call_later' as const, nextAt: life.now + later }
        : { outcome: 'no_answer' as const, nextAt: null };
      held = callbacks.attempt(claimed(callbacks.openWindow(held), life.now), facts, made, policy, calendar);
      if (!callbacks.isEnded(held)) tell(life, held);
    }
    return life.conclude('unreachable');
  }
  const times = Array.from({ length: 56 }, (_, n) => at('2026-03-02 00:00') + n * 3 * HOUR);

  it.each([
    ['nobody answers', null],
    ['the person asks to be called in the evening', 6 * HOUR],
    ['the person asks to be called three days later', 72 * HOUR],
  ])('is met by whoever calls in every window, whenever it was rated, also if %s', (_, later) => {
    const late = times.filter((rated) => clocksOf(diligent(rated, later)).some(({ state }) => state !== 'met'));
    expect(late.map(beijing)).toEqual([]);
  });

  it('is breached when nobody calls, and again when nobody calls a second time', () => {
    const life = aLife({ stage: 'calling_back' }).until(at('2026-03-03 10:00'));
    const held = callbacks.openWindow(job(life));
    const made = { at: life.now, by: caller.user, wordsId: null };
    tell(life, callbacks.attempt(held, { outcome: 'no_answer', nextAt: null }, made, policy, calendar));
    expect(clocksOf(life).map(({ state, dueAt }) => [state, beijing(dueAt)])).toEqual([
      ['breached', '2026-03-02 18:00'],
      ['running', '2026-03-04 14:30'],
    ]);
    life.until(at('2026-03-04 15:00'));
    expect(life.notices.at(-1)).toMatchObject({
      kind: 'timeout_escalation',
      to: { role: 'supervisor', unit: 'fuyong' },
    });
  });

  it('reminds nobody of the next call before it may be made', () => {
    const life = diligent(at('2026-03-02 09:00'), 72 * HOUR);
    expect(life.events.filter(({ type, cause }) => type === 'reminded' && cause.clock === 'callback')).toEqual([]);
  });

  it('gives a call that reached the person a day for its conclusion', () => {
    const life = aLife({ stage: 'calling_back' }).until(at('2026-03-02 10:00'));
    life.hear({ kind: 'callback_attempted', jobId: 'd1-1', outcome: 'reached', nextFrom: life.now });
    expect(clocksOf(life).map(({ state, dueAt }) => [state, beijing(dueAt)])[1]).toEqual([
      'running',
      '2026-03-03 10:00',
    ]);
    life.until(at('2026-03-03 11:00'));
    expect(life.events.at(-1)).toMatchObject({ type: 'timeout_escalated', cause: { clock: 'callback' } });
  });

  it('hears nothing of a job that is not its own', () => {
    const life = aLife({ stage: 'calling_back' });
    const { version } = life.demand;
    life.hear({ kind: 'callback_attempted', jobId: 'other', outcome: 'no_answer', nextFrom: life.now });
    expect(life.demand.version).toBe(version);
  });
});

describe('whoever calls', () => {
  const answer = (actor: Actor, more: Partial<OpenCallback> = {}) =>
    callbacks.callbackRefusal(offered(open('2026-03-02 09:00', more)), 'claim', actor)?.code ?? null;
  const alsoIn = (unit: { id: string }, role: 'handler' | 'reviewer' | 'callback'): Actor => ({
    ...caller,
    grants: [...caller.grants, { role, unit: unit.id }],
  });

  it.each([
    ['the unit of the job', FUYONG],
    ['the district above', BAOAN],
  ])('belongs to the callback staff of %s', (_, unit) => {
    expect(answer(anActor('callback', unit))).toBeNull();
  });

  it.each([
    ['a reporter', REPORTER],
    ['callback staff of another street', anActor('callback', XIXIANG)],
    ['callback staff of the handling unit', anActor('callback', ZHIHUI)],
    ['callback staff of a park beside it', anActor('callback', QIAOTOU)],
    ['a handler of the unit of the job', anActor('handler', FUYONG)],
  ])('is not %s', (_, actor) => {
    expect(answer(actor)).toBe('not_allowed_for_role');
  });

  it.each(['handler', 'reviewer', 'callback'] as const)(
    'does not belong to the handling unit as well, as %s',
    (role) => {
      expect(answer(alsoIn(ZHIHUI, role))).toBe('separation_of_duties');
    },
  );

  it('may belong to a unit below or beside the handling unit', () => {
    for (const unit of [TEAM, QIAOTOU]) expect(answer(alsoIn(unit, 'handler'))).toBeNull();
  });

  it('has not handled, reviewed or replied', () => {
    expect(answer(anActor('callback', FUYONG, 'li'))).toBe('separation_of_duties');
  });

  it('phones about the district’s own work too, because nobody is above it', () => {
    const own = { unit: BAOAN, lead: BAOAN.id };
    expect(answer(anActor('callback', BAOAN), own)).toBeNull();
    expect(answer(anActor('callback', BAOAN, 'li'), own)).toBe('separation_of_duties');
  });

  it('phones within the working day, with a wait of hours and not of days', () => {
    const job = called('no_answer', '2026-03-02 10:00');
    expect(job.windowStart - at('2026-03-02 10:00')).toBeLessThan(8 * HOUR);
  });
});
