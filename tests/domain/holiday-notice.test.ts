import { seedCalendarYears } from '../../prisma/calendar-seed';
import { calendarOf, workingDay } from '../../src/domain/calendar';
import { parseHolidayNotice } from '../../src/domain/holiday-notice';
import { dayNumberOf } from '../../src/domain/local-time';
import { NOTICES } from '../support/holiday-notices';

const seeded = (year: number) => seedCalendarYears().find((each) => each.year === year)!;
// Half-width, so that the tests can be typed.
const notice2026 = NOTICES[2026]!.normalize('NFKC');
const changed = (from: string | RegExp, to: string) => {
  const text = notice2026.replace(from, to);
  if (text === notice2026) throw new Error(`the notice has no ${String(from)}`);
  return parseHolidayNotice(text, 2026);
};

describe('the notice of', () => {
  test.each([2023, 2024, 2025, 2026])('%d is read as the calendar has it, day by day', (year) => {
    const notice = parseHolidayNotice(NOTICES[year]!, year);
    expect([notice.year, notice.problems]).toEqual([year, []]);
    const [read, published] = [{ ...seeded(year), days: notice.days }, seeded(year)].map((each) => calendarOf([each]));
    for (let day = dayNumberOf(year, 1, 1); day < dayNumberOf(year + 1, 1, 1); day += 1)
      expect([day, workingDay(read!, day)]).toEqual([day, workingDay(published!, day)]);
    expect([notice.days, notice.source]).toEqual([published!.years[0]!.days, published!.years[0]!.source]);
  });

  test('2024 advises a day off that is none: it is said and not taken over', () => {
    const { days, notes } = parseHolidayNotice(NOTICES[2024]!, 2024);
    expect(days['02-09']).toBeUndefined();
    expect(notes).toEqual([expect.stringContaining('除夕(2月9日)休息”不是放假安排')]);
  });

  test('2023 begins in 2022, and that day belongs to the other year', () => {
    expect(parseHolidayNotice(NOTICES[2023]!, 2023).notes).toEqual(['2022年12月31日不在 2023 年，没有采用']);
  });
});

describe('a notice is understood', () => {
  test.each<[string, (text: string) => string]>([
    ['with the signs of a keyboard without Chinese', (text) => text],
    ['with white space and line breaks anywhere', (text) => [...text].join(' \n')],
    ['as the HTML of a page with other news below', asPage],
    ['when it stands in the text twice', (text) => text + text],
  ])('%s', (_how, write) => {
    const notice = parseHolidayNotice(write(notice2026), 2026);
    expect([notice.problems, notice.days]).toEqual([[], seeded(2026).days]);
  });

  function asPage(text: string): string {
    const paragraphs = text
      .split('\n')
      .map((line) => `<p style="text-indent:2em">&emsp;&nbsp;${line.replace('(', '&#65288;')}</p>`);
    const script = '<script>var a = "一、元旦:1月9日放假。"; if (1<2) {}</script><!-- 二、春节:2月1日上班。 -->';
    return `<html><body>${script}${paragraphs.join('')}<div>相关:2026年春节将在2月15日至23日放假,9天</div></body></html>`;
  }
});

describe('what does not agree is said, and its item is not taken over', () => {
  test.each<[string, string | RegExp, string, RegExp]>([
    ['a weekday', '5月1日(周五)', '5月1日(周六)', /劳动节：5月1日写的是周六，2026 年这一天是周五/],
    ['a count', '共5天', '共6天', /劳动节：写的是6天，所列日期是5天/],
    ['a day that does not exist', '5月9日', '5月32日', /劳动节：没有5月32日这一天/],
    ['a range that runs backwards', '至5日(周二)', '至4月5日', /劳动节：“.*”的起止不对/],
    ['a range without end', '至5日(周二)', '至7月5日', /劳动节：“.*”的起止不对/],
    ['days that are off and at work', '5月9日(周六)上班', '5月2日上班', /劳动节：5月2日既放假又上班/],
    ['a date without a word for it', '5月9日(周六)上班', '5月9日(周六)', /劳动节：“5月9日\(周六\)”没有写明/],
    ['no day at all', /5月1日[^。]*。5月9日[^。]*。/, '另行通知放假。', /劳动节：没有写明哪天放假/],
    ['a negation', '5月1日(周五)至5日(周二)放假', '5月1日不放假', /劳动节：“.*”没有看懂/],
  ])('%s', (_what, from, to, problem) => {
    const notice = changed(from, to);
    expect(notice.problems).toEqual([expect.stringMatching(problem)]);
    const taken = Object.keys(notice.days).filter((day) => day.startsWith('05') || day === '04-26');
    expect([taken, notice.days['10-01']]).toEqual([[], 'off']);
  });

  test('one that sends people to work on a working day, or on a day off of another item', () => {
    expect(changed('5月9日(周六)上班', '5月8日(周五)上班').problems).toEqual([
      expect.stringContaining('本来就是工作日'),
    ]);
    expect(changed('5月9日(周六)上班', '10月3日上班').problems).toEqual([
      expect.stringContaining('10月3日在一条里放假'),
    ]);
  });

  test('a notice of which a part is missing', () => {
    const notice = changed(/三、清明节[^\n]*/, '');
    expect(notice.problems).toEqual(['没有找到：清明，请核对是否粘贴了全文。']);
  });

  test('a notice of another year gives no days at all', () => {
    const notice = parseHolidayNotice(notice2026, 2027);
    expect([notice.problems, notice.days]).toEqual([['这是 2026 年的通知，不是 2027 年的。'], {}]);
  });

  test.each(['', '今年春节放假八天。', '{"days":{}}', '一、二、三、', '<p><p>'])('what is none: %j', (text) => {
    const notice = parseHolidayNotice(text, 2026);
    expect([notice.year, notice.days]).toEqual([null, {}]);
    expect(notice.problems.length).toBeGreaterThan(0);
  });

  test('a text of any length is read in no time', () => {
    const began = process.cpuUsage();
    parseHolidayNotice(`${notice2026}${'一、'.repeat(50_000)}${'1月'.repeat(50_000)}${'<'.repeat(50_000)}`, 2026);
    expect(process.cpuUsage(began).user).toBeLessThan(3_000_000);
  });
});
