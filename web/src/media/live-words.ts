import { type Live } from '../../../src/domain/live';
import { localDay } from '../../../src/domain/local-time';
import { moment } from '../time/format';

/** «11月28日 周六 15:00–16:30»; with both days where it goes on past midnight. */
export function liveTime({ startsAt, endsAt }: Live, now = Date.now()): string {
  const start = moment(startsAt, now);
  if (endsAt === undefined) return `${start} 开始`;
  const [first, last] = [localDay(Date.parse(startsAt)), localDay(Date.parse(endsAt))];
  const isSameDay = first.month === last.month && first.day === last.day;
  const end = moment(endsAt, now);
  return `${start}–${isSameDay ? end.split(' ').at(-1) : end}`;
}

/** Where the link leads, as people can check it; null for what is no address that may be followed. */
export function liveHost(url: string): string | null {
  try {
    const { protocol, hostname } = new URL(url);
    return protocol === 'https:' ? hostname : null;
  } catch {
    return null;
  }
}
