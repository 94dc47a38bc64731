import { distanceWords, dueWords } from '../../web/src/phone/tracking/due-words';
import { at } from '../support/a-demand';

const now = at('2026-11-25 17:00');
const next = { step: '办理完毕', dueAt: '2026-12-09T18:00:00+08:00', provisional: false };

describe('what the reporter is promised', () => {
  it('has a day and an hour', () => {
    expect(dueWords(next, now)).toBe('最迟 12月9日 周三 18:00');
  });

  it('says that it is provisional while the calendar of that year is not published', () => {
    const dueAt = '2027-01-06T18:00:00+08:00';
    expect(dueWords({ ...next, dueAt, provisional: true }, now)).toMatch(/^最迟 2027年1月6日 周三 18:00（暂定/);
  });

  it.each([
    ['2026-12-09T18:00:00+08:00', '还有 14 天'],
    ['2026-11-25T20:30:00+08:00', '还有 3 小时'],
    ['2026-11-25T17:00:20+08:00', '还有 1 分钟'],
    ['2026-11-25T17:00:00+08:00', '已过 1 分钟'],
    ['2026-11-24T16:00:00+08:00', '已过 1 天'],
  ])('is so far off: %s', (dueAt, words) => {
    expect(distanceWords(dueAt, now)).toBe(words);
  });
});
