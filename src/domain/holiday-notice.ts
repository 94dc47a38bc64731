import { dayKey, type DayRule } from './calendar';
import { civilDate, dayNumberOf, weekday } from './local-time';

/** What one numbered item of the notice says, days as 'YYYY-MM-DD'. */
export interface NoticeItem {
  name: string;
  off: string[];
  work: string[];
  /** What does not agree with itself or was not understood: then nothing of the item is taken over. */
  problems: string[];
}

/** What was read out of a notice. */
export interface HolidayNotice {
  year: number | null;
  /** Title and number of the document, to be named as the source. */
  source: string | null;
  items: NoticeItem[];
  /** The days of the year that differ from plain Monday to Friday, of items without problems, keyed 'MM-DD'. */
  days: Record<string, DayRule>;
  /** What a person must look at before it is published. */
  problems: string[];
  /** What was read and is rightly not taken over. */
  notes: string[];
}

/** The seven holidays that every notice arranges (《全国年节及纪念日放假办法》). */
const HOLIDAYS = ['元旦', '春节', '清明', '劳动节', '端午', '中秋', '国庆'];
const WEEKDAYS = '日一二三四五六';

const ITEM = /[一二三四五六七八九十]{1,3}、([\u4e00-\u9fa5]{2,6}(?:、[\u4e00-\u9fa5]{2,6}){0,2}):/g;
const DATE = /(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?/;
/** One date, or two of them with 至 between; or a word that says what the dates before it are. */
const TOKENS = new RegExp(`${DATE.source}(?:(?:至|到|-|—|~)${DATE.source})?|不放假|放假|上班|鼓励|共(\\d{1,2})天`, 'g');

/**
 * Reads the notice of the General Office of the State Council on a year's holidays (国务院办公厅关于…年部分节假日安排的通知), as
 * text or as the HTML of a page. Counts, weekdays and dates are checked against each other; what does not agree is reported
 * and not taken over. `expected` is the year it should be about.
 */
export function parseHolidayNotice(given: string, expected: number): HolidayNotice {
  const text = plainText(given);
  const years = [...new Set([...text.matchAll(/(?:关于|现将)(\d{4})年/g)].map((match) => Number(match[1])))];
  const year = years.length === 1 ? years[0]! : null;
  const notice: HolidayNotice = { year, source: sourceOf(text, year), items: [], days: {}, problems: [], notes: [] };
  if (year === null)
    notice.problems.push(
      years.length === 0
        ? '没有找到“关于……年部分节假日安排”的字样，不知道是哪一年的通知。'
        : `文中有几个年份：${years.join('、')}。`,
    );
  else if (year !== expected) notice.problems.push(`这是 ${year} 年的通知，不是 ${expected} 年的。`);
  notice.items = itemsOf(text).map(([name, body]) => readItem(name, body, expected, notice.notes));
  notice.problems.push(...wholeProblems(notice.items, year === expected));
  if (year === expected) takeDays(notice, expected);
  return notice;
}

/** Without markup and white space, in half-width signs: notices are pasted from pages, PDF and chats. */
function plainText(given: string): string {
  const text = /<\/?[a-z][^>]*>/i.test(given) ? withoutMarkup(given) : given;
  return text.normalize('NFKC').replace(/\s+/g, '').replace(/星期/g, '周');
}

function withoutMarkup(html: string): string {
  const entities: Record<string, string> = { nbsp: ' ', lt: '<', gt: '>', amp: '&', ensp: ' ', emsp: ' ' };
  return html
    .replace(/<(script|style)\b[^]*?<\/\1\s*>|<!--[^]*?-->/gi, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&([a-z]+);/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole);
}

function sourceOf(text: string, year: number | null): string | null {
  if (year === null) return null;
  const number = /国办发明电[〔[(](\d{4})[〕\])](\d{1,3})号/.exec(text);
  const title = `国务院办公厅关于${year}年部分节假日安排的通知`;
  return number ? `${title}（国办发明电〔${number[1]}〕${number[2]}号）` : title;
}

function itemsOf(text: string): [name: string, body: string][] {
  const heads = [...text.matchAll(ITEM)];
  return heads.map((head, i) => [head[1]!, text.slice(head.index + head[0].length, heads[i + 1]?.index)]);
}

function readItem(name: string, body: string, year: number, notes: string[]): NoticeItem {
  const item: NoticeItem = { name, off: [], work: [], problems: [] };
  for (const sentence of body.split(/[。;]/)) {
    // Behind the last item come exhortations, the signature and whatever else is on the page.
    if (!/放假|上班|鼓励/.test(sentence) && !/^\d{1,2}月/.test(sentence)) break;
    readSentence(sentence, item, year, notes);
  }
  if (item.off.length === 0 && item.problems.length === 0) item.problems.push('没有写明哪天放假');
  const both = item.off.filter((day) => item.work.includes(day));
  if (both.length > 0) item.problems.push(`${both.map(dateWords).join('、')}既放假又上班`);
  return item;
}

/** Dates wait for the word after them: 放假 or 上班. The counts after 放假 must be theirs. */
function readSentence(sentence: string, item: NoticeItem, year: number, notes: string[]): void {
  let waiting: string[] = [];
  const off: string[] = [];
  for (const token of sentence.matchAll(TOKENS)) {
    const [word] = token;
    const rest = sentence.slice(token.index);
    if (word === '鼓励') {
      if (/\d日/.test(rest)) notes.push(`${item.name}：“${rest}”不是放假安排，没有采用`);
      break;
    }
    if (word === '放假') {
      checkCount(/^放假(\d{1,2})天/.exec(rest)?.[1], waiting, item);
      off.push(...waiting.splice(0));
    } else if (word === '上班') item.work.push(...waiting.splice(0));
    else if (word === '不放假') {
      item.problems.push(`“${sentence}”没有看懂`);
      waiting = [];
    } else if (word.startsWith('共')) checkCount(token[9], off, item);
    else waiting = [...waiting, ...readDates(token, item, year)];
  }
  item.off.push(...off);
  if (waiting.length > 0) item.problems.push(`“${sentence}”没有写明是放假还是上班`);
}

function checkCount(stated: string | undefined, off: readonly string[], item: NoticeItem): void {
  const isReadWell = item.problems.length === 0;
  if (isReadWell && stated !== undefined && Number(stated) !== off.length)
    item.problems.push(`写的是${stated}天，所列日期是${off.length}天`);
}

/** The days of one date, or of a range; a month or year that is left out is that of its beginning. */
function readDates(token: RegExpMatchArray, item: NoticeItem, year: number): string[] {
  const begin = readDate(token.slice(1, 5), { year, month: 0 }, item);
  if (begin === null) return [];
  if (token[7] === undefined) return [isoDay(begin)];
  const from = civilDate(begin);
  const end = readDate(token.slice(5, 9), from, item);
  if (end === null) return [];
  if (end <= begin || end - begin > 30) {
    item.problems.push(`“${token[0]}”的起止不对`);
    return [];
  }
  return Array.from({ length: end - begin + 1 }, (_, i) => isoDay(begin + i));
}

function readDate(
  [writtenYear, writtenMonth, writtenDay, beside]: readonly (string | undefined)[],
  from: { year: number; month: number },
  item: NoticeItem,
): number | null {
  const [year, month, day] = [Number(writtenYear ?? from.year), Number(writtenMonth ?? from.month), Number(writtenDay)];
  const number = month >= 1 && month <= 12 ? dayNumberOf(year, month, day) : NaN;
  const real = Number.isNaN(number) ? null : civilDate(number);
  if (!real || real.month !== month || real.day !== day) {
    item.problems.push(`没有${month > 0 ? `${month}月` : ''}${day}日这一天`);
    return null;
  }
  const named = /周([日一二三四五六天])/.exec(beside ?? '')?.[1]?.replace('天', '日');
  const actual = WEEKDAYS[weekday(number)]!;
  if (named !== undefined && named !== actual)
    item.problems.push(`${month}月${day}日写的是周${named}，${year} 年这一天是周${actual}`);
  return number;
}

function wholeProblems(items: readonly NoticeItem[], isOfTheYear: boolean): string[] {
  if (items.length === 0) return ['没有找到“一、元旦：……”这样的条目，请核对是否粘贴了全文。'];
  const missing = HOLIDAYS.filter((holiday) => !items.some(({ name }) => name.includes(holiday)));
  const found = isOfTheYear ? items : [];
  return [
    ...(missing.length > 0 ? [`没有找到：${missing.join('、')}，请核对是否粘贴了全文。`] : []),
    ...found.flatMap(({ name, problems }) => problems.map((problem) => `${name}：${problem}，这一条没有采用。`)),
  ];
}

/** Only what differs from plain Monday to Friday is kept; a weekend within a holiday is off anyway. */
function takeDays(notice: HolidayNotice, year: number): void {
  const sound = notice.items.filter(({ problems }) => problems.length === 0);
  const off = new Set(sound.flatMap((item) => item.off));
  const days: [string, DayRule][] = [];
  for (const day of off) if (isIn(day, year, notice) && !isWeekend(day)) days.push([day, 'off']);
  for (const day of new Set(sound.flatMap((item) => item.work))) {
    if (off.has(day)) notice.problems.push(`${dateWords(day)}在一条里放假，在另一条里上班，请核对。`);
    else if (!isWeekend(day)) notice.problems.push(`${dateWords(day)}写明上班，但它本来就是工作日，请核对。`);
    else if (isIn(day, year, notice)) days.push([day, 'work']);
  }
  days.sort(([one], [other]) => (one < other ? -1 : 1));
  notice.days = Object.fromEntries(days.map(([day, rule]) => [day.slice(5), rule]));
}

function isIn(day: string, year: number, notice: HolidayNotice): boolean {
  if (Number(day.slice(0, 4)) === year) return true;
  notice.notes.push(`${day.slice(0, 4)}年${dateWords(day)}不在 ${year} 年，没有采用`);
  return false;
}

function isoDay(number: number): string {
  const { year, month, day } = civilDate(number);
  return `${year}-${dayKey(month, day)}`;
}

const numberOf = (day: string): number => {
  const [year = 0, month = 0, ofMonth = 0] = day.split('-').map(Number);
  return dayNumberOf(year, month, ofMonth);
};

const isWeekend = (day: string): boolean => weekday(numberOf(day)) % 6 === 0;

function dateWords(day: string): string {
  const { month, day: ofMonth } = civilDate(numberOf(day));
  return `${month}月${ofMonth}日`;
}
