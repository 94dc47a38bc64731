import { isIPv6 } from 'node:net';
import type { Database } from '../../database/client';
import { countAttempt, secondsToWait } from '../../identity/throttle';
import { Problem } from '../errors';

// A whole office may file behind one address; nobody mistypes a link of 32 characters twenty times a minute.
const FILINGS = { limit: 20, minutes: 10 };
const UPLOADS = { limit: 30, minutes: 10 };
// Asked while somebody writes, so often; each one reads up to 500 demands.
const SIMILAR = { limit: 60, minutes: 10 };
// A whole workshop may vote behind one address within a break.
const BALLOTS = { limit: 60, minutes: 10 };
const WRONG_LINKS = { limit: 20, minutes: 1 };

/** Throws `too_many_attempts` once an address files too often. */
export async function limitFiling(database: Database, ip: string): Promise<void> {
  const rule = { key: `filing:${networkOf(ip)}`, limit: FILINGS.limit };
  const wait = await countAttempt(database, [rule], FILINGS.minutes);
  if (wait > 0)
    throw tooMany(`提交过于频繁，请 ${Math.ceil(wait / 60)} 分钟后再试；事情紧急请直接联系所在园区或社区党委。`, wait);
}

/** Throws `too_many_attempts` once an address sends too many files. Asked before the file is read. */
export async function limitUploads(database: Database, ip: string): Promise<void> {
  const wait = await countAttempt(
    database,
    [{ key: `upload:${networkOf(ip)}`, limit: UPLOADS.limit }],
    UPLOADS.minutes,
  );
  if (wait > 0)
    throw tooMany(`上传的文件过多，请 ${Math.ceil(wait / 60)} 分钟后再试；也可以先提交文字，之后再补充。`, wait);
}

/** Throws `too_many_attempts` once an address looks for similar demands too often. */
export async function limitSimilar(database: Database, ip: string): Promise<void> {
  const wait = await countAttempt(
    database,
    [{ key: `similar:${networkOf(ip)}`, limit: SIMILAR.limit }],
    SIMILAR.minutes,
  );
  if (wait > 0) throw tooMany(`查找相似诉求过于频繁，请 ${Math.ceil(wait / 60)} 分钟后再试；不影响提交。`, wait);
}

/** Throws `too_many_attempts` once an address draws too many ballots of open polls. */
export async function limitBallots(database: Database, ip: string): Promise<void> {
  const rule = { key: `ballot:${networkOf(ip)}`, limit: BALLOTS.limit };
  const wait = await countAttempt(database, [rule], BALLOTS.minutes);
  if (wait > 0) throw tooMany(`同一网络领票过于频繁，请 ${Math.ceil(wait / 60)} 分钟后再试。`, wait);
}

const wrongLinks = (ip: string) => ({ key: `wrong-link:${networkOf(ip)}`, limit: WRONG_LINKS.limit });

/** Throws when the address has tried too many wrong links, whatever it asks for now. */
export async function refuseGuesser(database: Database, ip: string): Promise<void> {
  const wait = await secondsToWait(database, wrongLinks(ip));
  if (wait > 0) throw tooManyLinks(wait);
}

/** Counts a wrong link; throws when it was one too many. */
export async function countWrongLink(database: Database, ip: string): Promise<void> {
  const wait = await countAttempt(database, [wrongLinks(ip)], WRONG_LINKS.minutes);
  if (wait > 0) throw tooManyLinks(wait);
}

const tooMany = (detail: string, wait: number): Problem =>
  new Problem('too_many_attempts', detail, { retryAfter: wait });
const tooManyLinks = (wait: number): Problem => tooMany(`链接有误的次数过多，请 ${wait} 秒后再试。`, wait);

/** A house or an office has a whole /64 of IPv6 addresses: they count as one. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped) return mapped[1]!;
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.split('%')[0]!.split('::');
  const groupsOf = (part: string) => part.split(':').filter((group) => group !== '');
  const [front, back] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  const groups = [...front, ...zeros, ...back].slice(0, 4);
  return `${groups.map((group) => parseInt(group, 16).toString(16)).join(':')}::/64`;
}
