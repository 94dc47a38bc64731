import { dayText, dayWords, fullDay, moment, nearMoment } from '../../web/src/time/format';
import { at } from '../support/a-demand';

const now = at('2026-11-25 17:00');

describe('times on a page', () => {
  it('carry the day of the week', () => {
    expect(moment(at('2026-11-25 17:55'), now)).toBe('11月25日 周三 17:55');
  });

  it('carry the year when it is another one', () => {
    expect(moment(at('2027-01-04 09:05'), now)).toBe('2027年1月4日 周一 09:05');
    expect(moment(at('2027-01-04 09:05'), at('2027-03-01 09:00'))).toBe('1月4日 周一 09:05');
  });

  it.each(['2026-11-25T09:55:00Z', '2026-11-25T17:55:00+08:00', '2026-11-25T01:55:00-08:00'])(
    'are Beijing times, however %s is written',
    (written) => {
      expect(moment(written, now)).toBe('11月25日 周三 17:55');
    },
  );

  it('change their day at midnight in Beijing', () => {
    expect(moment('2026-11-25T16:00:00Z', now)).toBe('11月26日 周四 00:00');
    expect(dayText('2026-11-25T15:59:59Z')).toBe('2026-11-25');
    expect(dayText('2026-11-25T16:00:00Z')).toBe('2026-11-26');
  });
});

describe('days on a phone', () => {
  it('are written as they are said, with the year when it is another one', () => {
    expect(dayWords(at('2026-11-25 17:55'), now)).toBe('11月25日');
    expect(fullDay(at('2026-11-25 17:55'))).toBe('2026年11月25日');
    expect(dayWords('2027-02-23T16:00:00Z', now)).toBe('2027年2月24日');
  });
});

describe('times nearby', () => {
  it.each([
    ['今天 00:00', '2026-11-25 00:00'],
    ['今天 23:59', '2026-11-25 23:59'],
    ['昨天 23:59', '2026-11-24 23:59'],
    ['明天 09:30', '2026-11-26 09:30'],
    ['11月23日 08:00', '2026-11-23 08:00'],
    ['11月27日 08:00', '2026-11-27 08:00'],
    ['2025年12月31日 08:00', '2025-12-31 08:00'],
  ])('are written %s', (text, when) => {
    expect(nearMoment(at(when), now)).toBe(text);
  });

  it('know today in the small hours, when it is still yesterday in London', () => {
    expect(nearMoment(at('2026-11-25 09:00'), at('2026-11-25 03:00'))).toBe('今天 09:00');
    expect(nearMoment(at('2026-11-24 23:00'), at('2026-11-25 03:00'))).toBe('昨天 23:00');
  });

  it('know yesterday across the turn of the year', () => {
    expect(nearMoment(at('2026-12-31 22:00'), at('2027-01-01 08:00'))).toBe('昨天 22:00');
  });
});
