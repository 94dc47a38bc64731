import { seedCalendarYears } from '../../prisma/calendar-seed';
import type { ClockBadge } from '../../src/api/contract';
import { calendarOf } from '../../src/domain/calendar';
import { badgeOf, elapsedWords, remaining, workingWords } from '../../web/src/time/remaining';
import { at, HOUR, MINUTE } from '../support/a-demand';

const calendar = calendarOf(seedCalendarYears());
const DAY = 7 * HOUR;

describe('working time in words', () => {
  it.each([
    [0, '0 分钟'],
    [20_000, '0 分钟'],
    [40_000, '1 分钟'],
    [59 * MINUTE, '59 分钟'],
    [59.6 * MINUTE, '1 小时'],
    [HOUR + 5 * MINUTE, '1 小时 5 分钟'],
    [2 * HOUR + 59 * MINUTE, '2 小时 59 分钟'],
    [3 * HOUR + 20 * MINUTE, '3 小时'],
    [DAY - MINUTE, '6 小时'],
    [DAY, '1 个工作日'],
    [DAY + 3 * HOUR, '1 个工作日 3 小时'],
    [15 * DAY, '15 个工作日'],
    [-MINUTE, '0 分钟'],
  ])('%d ms are %s: a working day has seven hours', (ms, words) => {
    expect(workingWords(ms)).toBe(words);
  });

  it.each([
    [30 * MINUTE, '30 分钟'],
    [HOUR + 30 * MINUTE, '1 小时'],
    [24 * HOUR, '1 天'],
    [51 * HOUR, '2 天 3 小时'],
  ])('%d ms of every hour are %s: a day has twenty-four', (ms, words) => {
    expect(elapsedWords(ms)).toBe(words);
  });
});

describe('what a due time says', () => {
  it.each([
    ['within one morning', '2026-06-01 09:00', '2026-06-01 11:30', 'soon', '剩余 2 小时 30 分钟'],
    ['exactly four working hours before, it is soon', '2026-06-01 09:00', '2026-06-01 15:00', 'soon', '剩余 4 小时'],
    ['a minute earlier it is in time', '2026-06-01 09:00', '2026-06-01 15:01', 'in-time', '剩余 4 小时'],
    ['lunch does not count', '2026-06-01 11:30', '2026-06-01 14:30', 'soon', '剩余 1 小时'],
    ['during lunch nothing passes', '2026-06-01 13:00', '2026-06-01 14:30', 'soon', '剩余 30 分钟'],
    ['after closing time the next morning counts', '2026-06-01 20:00', '2026-06-02 10:00', 'soon', '剩余 1 小时'],
    ['a weekend does not count', '2026-06-05 17:00', '2026-06-08 10:00', 'soon', '剩余 2 小时'],
    ['a Saturday that works does', '2026-02-13 17:00', '2026-02-14 18:00', 'in-time', '剩余 1 个工作日 1 小时'],
    ['a holiday does not', '2026-02-14 17:00', '2026-02-24 10:00', 'soon', '剩余 2 小时'],
  ] as const)('%s', (_, now, dueAt, sense, text) => {
    expect(remaining(calendar, at(dueAt), at(now))).toEqual({ sense, text });
  });

  it.each([
    ['at the due time it is late', '2026-06-01 11:00', '2026-06-01 11:00', '刚刚超时'],
    ['late in working time, across lunch', '2026-06-01 11:30', '2026-06-01 15:00', '已超时 1 小时 30 分钟'],
    ['late over a weekend', '2026-06-05 17:00', '2026-06-08 10:00', '已超时 2 小时'],
    [
      'due at closing time it is late in the evening, though no working time has passed',
      '2026-06-01 18:00',
      '2026-06-01 22:00',
      '刚刚超时',
    ],
    ['late by days', '2026-06-01 09:00', '2026-06-03 09:00', '已超时 2 个工作日'],
  ])('%s', (_, dueAt, now, text) => {
    expect(remaining(calendar, at(dueAt), at(now))).toEqual({ sense: 'late', text });
  });

  it('a clock that counts every hour runs through the night and the weekend', () => {
    const left = remaining(calendar, at('2026-06-08 10:00'), at('2026-06-05 17:00'), true);
    expect(left).toEqual({ sense: 'in-time', text: '剩余 2 天 17 小时' });
    const over = remaining(calendar, at('2026-06-05 17:00'), at('2026-06-05 23:00'), true);
    expect(over).toEqual({ sense: 'late', text: '已超时 6 小时' });
  });
});

describe('the badge of a clock', () => {
  const clock = (more: Partial<ClockBadge>): ClockBadge => ({
    ...{ name: 'handle', state: 'running', scope: 'working', provisional: false },
    dueAt: '2026-06-03T18:00:00+08:00',
    endedAt: null,
    ...more,
  });
  const now = at('2026-06-01 09:00');

  it.each([
    ['running', { sense: 'in-time', text: '剩余 3 个工作日' }],
    ['paused', { sense: 'paused', text: '已暂停计时' }],
    ['met', { sense: 'in-time', text: '按时完成' }],
    ['breached', { sense: 'late', text: '已超时' }],
  ] as const)('of one that is %s', (state, badge) => {
    expect(badgeOf(calendar, clock({ state }), now)).toEqual(badge);
  });

  it('of one that is breached says by how much when its due time has passed here too', () => {
    const breached = clock({ state: 'breached', dueAt: '2026-05-29T18:00:00+08:00' });
    expect(badgeOf(calendar, breached, at('2026-06-01 10:00'))).toEqual({ sense: 'late', text: '已超时 1 小时' });
  });

  it('of one that was done late says by how much it was late then, however long ago', () => {
    const ended = {
      state: 'breached',
      dueAt: '2026-05-29T18:00:00+08:00',
      endedAt: '2026-06-01T10:00:00+08:00',
    } as const;
    expect(badgeOf(calendar, clock(ended), at('2026-07-01 10:00'))).toEqual({
      sense: 'late',
      text: '结束时已超时 1 小时',
    });
    const same = clock({ ...ended, endedAt: '2026-05-29T18:00:20+08:00' });
    expect(badgeOf(calendar, same, at('2026-07-01 10:00'))).toEqual({ sense: 'late', text: '结束时刚刚超时' });
  });

  it('of a paused one never says late', () => {
    const paused = clock({ state: 'paused', dueAt: '2026-05-29T18:00:00+08:00' });
    expect(badgeOf(calendar, paused, now).sense).toBe('paused');
  });

  it('of one that counts every hour counts the night', () => {
    const contact = clock({ name: 'contact', scope: 'elapsed', dueAt: '2026-06-02T09:00:00+08:00' });
    expect(badgeOf(calendar, contact, now).text).toBe('剩余 1 天');
  });
});
