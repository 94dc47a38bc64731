import { monthlyFrom, planRefusal, startOfMonth, visitRefusal, visitState } from '../../src/domain/visit';

const at = (text: string): number => Date.parse(`${text}+08:00`);
const text = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 16);
const planned = { plannedAt: at('2026-03-10T10:00'), doneAt: null, cancelledAt: null };

describe('a planned visit', () => {
  it('waits until its day in Beijing is over, and is missed from then on', () => {
    expect(visitState(planned, at('2026-03-01T00:00'))).toBe('planned');
    expect(visitState(planned, at('2026-03-10T23:59'))).toBe('planned');
    expect(visitState(planned, at('2026-03-11T00:00'))).toBe('missed');
  });

  it('that was made or cancelled stays so, however late it is', () => {
    expect(visitState({ ...planned, doneAt: at('2026-03-12T09:00') }, at('2026-04-01T00:00'))).toBe('done');
    expect(visitState({ ...planned, cancelledAt: at('2026-03-09T09:00') }, at('2026-04-01T00:00'))).toBe('cancelled');
  });

  it('can be recorded, cancelled and moved while it waits and when it was missed, and no more when it is over', () => {
    expect(visitRefusal(planned, at('2026-03-10T11:00'))).toBeNull();
    expect(visitRefusal(planned, at('2026-03-20T11:00'))).toBeNull();
    const done = visitRefusal({ ...planned, doneAt: 1 }, at('2026-03-10T11:00'));
    expect(done).toMatchObject({ code: 'already_concluded', message: expect.stringContaining('已经记录') });
    const cancelled = visitRefusal({ ...planned, cancelledAt: 1 }, at('2026-03-10T11:00'));
    expect(cancelled).toMatchObject({ code: 'already_concluded', message: expect.stringContaining('已经取消') });
  });
});

describe('planning', () => {
  const now = at('2026-03-10T15:00');

  it('takes today, also an hour that is past, and later days up to 400', () => {
    expect(planRefusal(at('2026-03-10T08:00'), now)).toBeNull();
    expect(planRefusal(at('2027-04-14T23:00'), now)).toBeNull();
    expect(planRefusal(at('2026-03-09T23:59'), now)).toMatchObject({ code: 'not_in_future' });
    expect(planRefusal(at('2027-04-15T00:00'), now)).toMatchObject({ code: 'too_long' });
  });

  it('every month keeps day and hour; a short month has its last day', () => {
    expect(monthlyFrom(at('2026-11-30T14:30'), 5).map(text)).toEqual([
      ...['2026-11-30T14:30', '2026-12-30T14:30', '2027-01-30T14:30', '2027-02-28T14:30', '2027-03-30T14:30'],
    ]);
    expect(monthlyFrom(at('2028-01-31T09:00'), 2).map(text)).toEqual(['2028-01-31T09:00', '2028-02-29T09:00']);
    expect(monthlyFrom(at('2026-05-01T00:00'), 1).map(text)).toEqual(['2026-05-01T00:00']);
  });

  it('counts a month from its first midnight in Beijing', () => {
    expect(text(startOfMonth(at('2026-03-01T00:30')))).toBe('2026-03-01T00:00');
    expect(text(startOfMonth(at('2026-03-31T23:30')))).toBe('2026-03-01T00:00');
  });
});
