import { adoptCalendar } from '../../src/domain/adopting';
import { calendarOf, type CalendarYear } from '../../src/domain/calendar';
import { nextPromise } from '../../src/domain/promise';
import { dueOfDemand } from '../../src/domain/record';
import { nextDeadline } from '../../src/domain/time-passing';
import { openDraft, seal } from '../../src/domain/transition';
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

const handler = anActor('handler', TEAM);
const clockOf = (life: Life, name: string) => life.demand.clocks.findLast((clock) => clock.name === name)!;
const dueOf = (life: Life) => beijing(clockOf(life, 'handle').dueAt);

/** A consultation of two working days, filed, dispatched and accepted at the given moment. */
const consultation = (filed: string) => aLife({ kind: 'consultation', stage: 'handling', now: at(filed) });

describe('waiting for information moves the due time by exactly the working time it took', () => {
  it.each([
    ['over lunch', '2026-03-02 09:00', '2026-03-02 11:00', '2026-03-02 15:00', '2026-03-04 11:00'],
    ['within lunch: by nothing', '2026-03-02 09:00', '2026-03-02 12:10', '2026-03-02 13:50', '2026-03-03 18:00'],
    ['over a weekend', '2026-03-05 09:00', '2026-03-06 17:00', '2026-03-09 10:00', '2026-03-09 11:00'],
    ['over the Spring Festival', '2026-02-13 09:00', '2026-02-14 17:00', '2026-02-24 10:00', '2026-02-24 11:00'],
    ['over a working Saturday', '2026-02-12 09:00', '2026-02-13 17:00', '2026-02-14 10:00', '2026-02-14 11:00'],
  ])('%s', (_, filed, asked, answered, due) => {
    const life = consultation(filed).act('request_information', handler, {}, at(asked));
    life.act('supply_information', REPORTER, {}, at(answered));
    expect(dueOf(life)).toBe(due);
    expect(life.demand).toMatchObject({ stage: 'handling', waitingUntil: null, holder: { user: handler.user } });
  });
});

describe('while the reporter is asked', () => {
  const asked = () => consultation('2026-03-02 09:00').act('request_information', handler, {}, at('2026-03-02 10:00'));

  it('no rung of the handling clock fires', () => {
    const life = asked().until(at('2026-03-06 18:00'));
    expect(clockOf(life, 'handle')).toMatchObject({ state: 'paused' });
    expect(clockOf(life, 'handle').rungs.every((rung) => rung.firedAt === null)).toBe(true);
  });

  it('the ledger says since when, why and through whom the clock is paused', () => {
    const paused = { kind: 'paused', from: at('2026-03-02 10:00'), to: null, unit: TEAM.id };
    const why = { reason: 'waiting_for_information', by: handler.user };
    expect(clockOf(asked(), 'handle').segments.at(-1)).toEqual({ ...paused, ...why });
  });

  it('the reporter is told by message until when to answer', () => {
    const life = asked();
    const told = { kind: 'information_requested', to: { reporter: true }, data: { dueAt: life.demand.waitingUntil } };
    expect(life.notices.at(-1)).toMatchObject(told);
    expect(life.notices.at(-1)!.ringAt).not.toBeNull();
  });

  it('the question counts as the first contact', () => {
    expect(clockOf(asked(), 'contact').state).toBe('met');
  });

  it('the clock runs again by itself after five working days without an answer', () => {
    const life = asked().wakeAt(at('2026-03-09 12:00'));
    expect(life.demand.stage).toBe('handling');
    const event = life.events.at(-1)!;
    expect(event).toMatchObject({ type: 'information_overdue', at: at('2026-03-09 10:00'), cause: { lateBy: 7200 } });
    expect(dueOf(life)).toBe('2026-03-10 18:00');
    expect(life.notices.at(-1)!.to).toEqual({ user: handler.user });
  });

  it('a transfer leaves it waiting, and the new handler gets it back', () => {
    const life = asked().act('transfer', anActor('supervisor', TEAM), { user: 'li' });
    expect(life.demand.stage).toBe('waiting');
    life.act('supply_information', anActor('collector', ZHIHUI), {});
    expect(life.demand.holder.user).toBe('li');
    expect(life.notices.at(-1)).toMatchObject({ kind: 'information', to: { user: 'li' } });
  });
});

describe('a question that waits into a year without a published calendar', () => {
  const waiting = () =>
    consultation('2026-12-28 09:00').act('request_information', handler, {}, at('2026-12-30 10:00'));
  const publish = (life: Life, days: CalendarYear['days']) => {
    const year = { year: 2027, version: 1, source: '通知', days };
    const given = { ...rules, calendar: calendarOf([...rules.calendar.years, year]) };
    const draft = openDraft(life.demand, given, { now: life.now, actor: { kind: 'system' } });
    return adoptCalendar(draft, '日历 2027 第 1 版') ? Object.assign(life, seal(draft)) : null;
  };

  it('is promised provisionally, until the year is published', () => {
    const life = waiting();
    expect(nextPromise(life.demand)).toMatchObject({ dueAt: at('2027-01-06 10:00'), provisional: true });
    expect(dueOfDemand(life.demand).provisional).toBe(true);
    publish(life, { '01-01': 'off' });
    expect(nextPromise(life.demand)).toMatchObject({ dueAt: at('2027-01-07 10:00'), provisional: false });
    expect(life.events.at(-1)).toMatchObject({
      type: 'calendar_changed',
      data: { waitingUntil: at('2027-01-07 10:00') },
    });
    expect(nextDeadline(life.demand)).toBe(at('2027-01-07 10:00'));
  });

  it('keeps to what it was where it was filed under the rules before this', () => {
    const life = waiting();
    delete life.demand.edition;
    expect(publish(life, { '01-01': 'off' })).toBeNull();
  });
});

describe('a deferral', () => {
  const district = anActor('supervisor', BAOAN);
  const reviewAt = at('2026-06-01 09:00');
  const asked = () => consultation('2026-03-02 09:00').act('request_deferral', handler, { reviewAt });

  it('asks the supervisor of the district, and only an approval parks the case', () => {
    expect(asked().notices.at(-1)).toMatchObject({ kind: 'approval', to: { role: 'supervisor', unit: 'baoan' } });
    const refused = asked().act('decide_deferral', district, { approve: false });
    expect(refused.demand).toMatchObject({ stage: 'handling', deferral: { decided: 'refused' } });
    expect(asked().act('decide_deferral', district, { approve: true }).demand.stage).toBe('deferred');
  });

  it('is told to the reporter when it was approved, and not before', () => {
    const told = (approve: boolean) =>
      asked()
        .act('decide_deferral', district, { approve })
        .notices.filter(({ to }) => to.reporter)
        .map(({ kind, data, ringAt }) => [kind, data.dueAt, ringAt !== null]);
    expect(told(false)).toEqual([]);
    expect(told(true)).toEqual([['deferred', reviewAt, true]]);
  });

  it('wakes the case at its review date, with the time that was left', () => {
    const life = asked().act('decide_deferral', district, { approve: true }, at('2026-03-02 11:00'));
    life.until(reviewAt - 1);
    expect(life.demand.stage).toBe('deferred');
    life.until(reviewAt);
    expect(life.demand.stage).toBe('handling');
    expect(life.events.at(-1)).toMatchObject({ type: 'deferral_ended', at: reviewAt, actor: 'clock' });
    expect(dueOf(life)).toBe('2026-06-02 16:00');
  });

  it('wakes after an outage with its review date as business time', () => {
    const life = asked().act('decide_deferral', district, { approve: true });
    life.wakeAt(at('2026-06-03 09:00'));
    const wake = life.events.find((event) => event.type === 'deferral_ended')!;
    expect(wake).toMatchObject({ at: reviewAt, cause: { plannedAt: reviewAt, lateBy: 2 * 24 * 3600 } });
  });

  it('pauses the first contact as well, and supervision never', () => {
    const life = asked().act('supervise', district, { workingDays: 5 });
    life.act('decide_deferral', district, { approve: true }).until(at('2026-03-04 09:00'));
    expect(clockOf(life, 'contact').state).toBe('paused');
    expect(clockOf(life, 'supervision').state).toBe('running');
  });

  it('must lie in the future', () => {
    const refuses = (when: number) =>
      consultation('2026-03-02 09:00').refuses('request_deferral', handler, { reviewAt: when });
    expect(refuses(MONDAY)).toBe('not_in_future');
    expect(refuses(MONDAY + 1)).toBeNull();
  });

  it('must lie within a year and a day', () => {
    const refuses = (when: number) =>
      consultation('2026-03-02 09:00').refuses('request_deferral', handler, { reviewAt: when });
    expect(refuses(MONDAY + 366 * 24 * HOUR)).toBeNull();
    expect(refuses(MONDAY + 366 * 24 * HOUR + 1)).toBe('too_long');
    expect(refuses(Date.parse('9999-12-31'))).toBe('too_long');
  });

  it('is asked for once at a time, and again when it was refused', () => {
    const life = asked();
    expect(life.refuses('request_deferral', handler, { reviewAt })).toBe('already_requested');
    life.act('decide_deferral', district, { approve: false });
    expect(life.refuses('request_deferral', handler, { reviewAt })).toBeNull();
    expect(life.refuses('decide_deferral', district, { approve: true })).toBe('nothing_to_decide');
  });

  it('approved while the reporter is asked is a pause of its own in the ledger', () => {
    const life = asked().act('request_information', handler, {}, at('2026-03-02 10:00'));
    life.act('decide_deferral', district, { approve: true }, at('2026-03-02 11:00')).until(reviewAt);
    expect(clockOf(life, 'handle').segments.map((s) => [s.kind, s.reason, beijing(s.from)])).toEqual([
      ['running', undefined, '2026-03-02 09:00'],
      ['paused', 'waiting_for_information', '2026-03-02 10:00'],
      ['paused', 'deferred', '2026-03-02 11:00'],
      ['running', undefined, '2026-06-01 09:00'],
    ]);
  });
});
